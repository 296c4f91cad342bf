package growth.engine.torch.optimizer;

import growth.api.engine.TrainOptions;
import growth.engine.common.model.FlatModel;
import growth.engine.common.optimizer.Averages;
import growth.engine.common.optimizer.Moments;
import growth.engine.common.optimizer.UpdateRule;
import growth.engine.torch.aten.Arena;
import growth.engine.torch.aten.Aten;
import growth.engine.torch.aten.Tensor;
import growth.engine.torch.kernels.FlatAdamW;
import growth.engine.torch.memory.FlatTensors;
import java.util.List;
import java.util.Optional;

/**
 * The update of one model. {@link #measure} reads losses and gradient norm, which is the only time that a step waits for the device;
 * {@link #update} then only queues work. So a step that is not finite needs no way back: it is not updated.
 */
public final class TorchOptimizer {
    private final Aten aten;
    private final FlatModel<FlatTensors> model;
    private final GradientNorm norm;
    private final FusedAdamW adamW;
    private final TorchMuon muon;

    /**
     * Creates the optimizer of a model; it has no memory of its own.
     *
     * @param kernel takes the place of libtorch's fused operator, if there is one
     */
    public TorchOptimizer(Aten aten, FlatModel<FlatTensors> model, Optional<FlatAdamW> kernel) {
        this.aten = aten;
        this.model = model;
        norm = new GradientNorm(aten);
        adamW = new FusedAdamW(aten, model, kernel);
        muon = new TorchMuon(aten, model);
    }

    /**
     * What decides about an update.
     *
     * @param losses summed loss of the scored labels, in nats
     * @param norm   global norm of the gradient of what learns, before clipping
     */
    public record Measured(double losses, double norm) {
    }

    /**
     * Waits for the gradients and returns losses and their norm. The optimizer state is made by the first measurement, so that a lack of
     * memory for it comes before anything is updated.
     *
     * @param losses sum of the losses of all scored labels, {@code [1]} or a scalar
     */
    public Measured measure(TrainOptions options, Tensor losses) {
        model.moments();
        try (Arena arena = aten.open()) {
            Tensor norms = norm.of(model.gradients(), model.layout().stretches(options.trainable()));
            Tensor both = aten.cat(List.of(aten.view(losses, 1), norms), 0);
            float[] values = aten.tensors().floats(both);
            return new Measured(values[0], values[1]);
        }
    }

    /**
     * Updates parameters, optimizer state and averages by the gradients, which are lost. A failure on the way leaves some of them updated.
     *
     * @param gradientNorm their norm, by which they are clipped
     */
    public void update(TrainOptions options, double gradientNorm) {
        UpdateRule rule = new UpdateRule(options);
        Moments<FlatTensors> moments = model.moments();
        boolean recording = aten.autograd().isRecording();
        aten.autograd().record(false);
        try {
            moments.prepare(rule);
            double scale = rule.gradientScale(gradientNorm);
            if (rule.muon()) {
                muon.update(rule, scale);
            }
            adamW.update(rule, scale);
            follow(model.averages());
            moments.stepped(rule);
        } finally {
            aten.autograd().record(recording);
        }
        model.parameters().written();
        model.gradients().written();
        moments.first().written();
        moments.second().written();
    }

    private void follow(Averages<FlatTensors> averages) {
        for (int i = 0; i < averages.count(); i++) {
            aten.inPlace().lerp(averages.memory(i).tensor(), model.parameters().tensor(), 1 - averages.decay(i));
            averages.memory(i).written();
        }
    }
}
