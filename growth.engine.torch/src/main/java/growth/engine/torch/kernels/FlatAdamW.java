package growth.engine.torch.kernels;

import growth.api.engine.OptimizerSettings;
import growth.engine.torch.aten.Arena;
import growth.engine.torch.aten.Aten;
import growth.engine.torch.aten.Tensor;

/** AdamW over flat memories in one launch, whatever the number of tensors and their decays and ages. */
public final class FlatAdamW {
    /** In place of what weight decay leaves: the tensor stays as it is. */
    public static final float STAYS = -1;
    private static final int THREADS = 256;
    private static final int EIGHT = 8;
    private final Aten aten;
    private final KernelDriver.Module module;
    private final long stream;
    private final Arguments arguments = new Arguments();

    /**
     * @param module the kernels, for either type of elements
     * @param stream libtorch's stream on which they run
     */
    public FlatAdamW(Aten aten, KernelDriver.Module module, long stream) {
        this.aten = aten;
        this.module = module;
        this.stream = stream;
    }

    /**
     * Flat memories, f32 {@code [length]}.
     *
     * @param parameters updated
     * @param gradients  their gradients
     * @param first      first moments, updated
     * @param second     second moments, updated
     */
    public record Memories(Tensor parameters, Tensor gradients, Tensor first, Tensor second) {
    }

    /**
     * What the tensors of the memories have of their own, in the order in which they lie, without gaps.
     *
     * @param ends  the entry behind each
     * @param rates three numbers each: what weight decay leaves, or {@link #STAYS}; learning rate / (1 − β₁ᵗ); 1 / √(1 − β₂ᵗ)
     */
    public record PerTensor(long[] ends, float[] rates) {
    }

    /** Queues an update by the gradients times a factor. */
    public void update(Memories memories, PerTensor tensors, OptimizerSettings settings, double gradientScale) {
        try (Arena arena = aten.open()) {
            int count = tensors.ends().length;
            Tensor ends = aten.tensors().upload(tensors.ends(), count);
            Tensor rates = aten.tensors().upload(tensors.rates(), count, 3);
            Tensor scale = aten.tensors().upload(new float[] {(float) gradientScale}, 1);
            long length = memories.parameters().numel();
            Arguments values = arguments.clear().at(memories.parameters().address()).at(memories.gradients().address())
                    .at(memories.first().address()).at(memories.second().address()).at(0).at(ends.address()).at(rates.address())
                    .integer(count).at(scale.address()).real(settings.beta1()).real(1 - settings.beta1()).real(settings.beta2())
                    .real(1 - settings.beta2()).real(settings.epsilon()).wide(length);
            module.launch("adamw", KernelDriver.Grid.each((length + EIGHT - 1) / EIGHT, THREADS), stream, values);
        }
    }
}
