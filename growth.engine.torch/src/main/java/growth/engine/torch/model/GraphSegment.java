package growth.engine.torch.model;

import growth.engine.torch.aten.Arena;
import growth.engine.torch.aten.Aten;
import growth.engine.torch.aten.Autograd;
import growth.engine.torch.aten.Tensor;
import java.util.List;

/**
 * A segment whose backward pass is autograd's. Its graph begins at a leaf that stands for the input and ends at its output, so that no
 * graph spans the model: what it saves is released as soon as the segment's backward pass is done. If it is recomputed, the graph is made
 * and dropped in the forward pass and made again in the backward pass: the same operators run both times, to the same bits.
 */
public abstract class GraphSegment implements Segment {
    private final int layer;
    private Tensor leaf;
    private Tensor output;

    /** @param layer the block, or {@link growth.api.model.ParameterSpec#NO_LAYER} */
    protected GraphSegment(int layer) {
        this.layer = layer;
    }

    /** Returns the block. */
    protected final int layer() {
        return layer;
    }

    /**
     * Computes the output by operators of the pass; autograd watches.
     *
     * @param x a leaf; null if the segment reads the batch itself
     */
    protected abstract Tensor compute(Pass pass, Tensor x);

    /** Returns whether the backward pass will run. */
    protected boolean records(Pass pass) {
        return pass.records(layer);
    }

    /** Returns whether a pass makes the graph again in the backward pass. */
    protected boolean recomputes(Pass pass) {
        return false;
    }

    /** Returns whether the backward pass will want the gradient of the input. */
    protected boolean inputLearns(Pass pass) {
        return pass.reachesBefore(layer);
    }

    @Override
    public final Tensor forward(Pass pass, Tensor x) {
        Aten aten = pass.aten();
        try (Arena arena = aten.open()) {
            if (!records(pass)) {
                return arena.keep(aten.autograd().detach(watched(pass, x, false)));
            }
            record(pass, x, arena);
            Tensor result = arena.keep(aten.autograd().detach(output));
            if (recomputes(pass)) {
                output.release();
            }
            return result;
        }
    }

    /** Makes the graph. Leaf and output belong to the arena outside, so that they are released after a failure too. */
    private void record(Pass pass, Tensor x, Arena arena) {
        Aten aten = pass.aten();
        if (x != null) {
            leaf = arena.keep(aten.autograd().detach(x));
            aten.autograd().requireGradient(leaf, inputLearns(pass));
        }
        output = arena.keep(watched(pass, leaf, true));
    }

    private Tensor watched(Pass pass, Tensor x, boolean watches) {
        Autograd autograd = pass.aten().autograd();
        boolean before = autograd.isRecording();
        autograd.record(watches);
        try {
            return compute(pass, x);
        } finally {
            autograd.record(before);
        }
    }

    @Override
    public final Tensor backward(Pass pass, Tensor gradient, boolean inputWanted) {
        Aten aten = pass.aten();
        try (Arena arena = aten.open()) {
            if (recomputes(pass)) {
                Tensor input = leaf;
                record(pass, input, arena);
                release(input);
            }
            aten.autograd().backward(output, gradient, List.of());
            Tensor inputGradient = inputWanted ? arena.keep(aten.autograd().gradient(leaf)) : null;
            forget();
            return inputGradient;
        }
    }

    @Override
    public final void forget() {
        release(leaf);
        release(output);
        leaf = null;
        output = null;
    }

    private static void release(Tensor tensor) {
        if (tensor != null) {
            tensor.release();
        }
    }
}
