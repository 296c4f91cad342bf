package growth.engine.torch.aten;

import java.util.List;

/** Gradients: leaves, recording of graphs, and passes back through them. */
public final class Autograd {
    private final Calls calls;

    Autograd(Calls calls) {
        this.calls = calls;
    }

    /** Returns whether operators of this thread record graphs. */
    public boolean isRecording() {
        return Abi.gradModeIsEnabled() != 0;
    }

    /** Sets whether operators of this thread record graphs; true when a thread begins. */
    public void record(boolean on) {
        Abi.gradModeSetEnabled(on ? 1 : 0);
    }

    /** Returns a leaf over the memory of a tensor, cut from its graph, whose gradient is wanted. */
    public Tensor leaf(Tensor x) {
        Tensor leaf = detach(x);
        calls.facts().requireGradient(leaf, true);
        return leaf;
    }

    /** Returns a tensor over the same memory that no gradient passes. */
    public Tensor detach(Tensor x) {
        return calls.call("detach", calls.ref(x));
    }

    /** Sets whether the gradient of a leaf is wanted. */
    public void requireGradient(Tensor leaf, boolean required) {
        calls.facts().requireGradient(leaf, required);
    }

    /** Lets passes back accumulate the gradient of a leaf into a tensor of its shape, such as a view of a flat buffer. */
    public void gradientInto(Tensor leaf, Tensor gradient) {
        calls.facts().assign(gradient.handle(), calls.facts().slot(leaf));
    }

    /** Returns the gradient that a leaf has accumulated; null if it has none. */
    public Tensor gradient(Tensor leaf) {
        long slot = calls.facts().slot(leaf);
        return calls.facts().filled(slot) ? calls.facts().copyOfSlot(slot) : null;
    }

    /** Takes the gradient away from a leaf, so that the next pass begins without. */
    public void clearGradient(Tensor leaf) {
        calls.facts().clear(calls.facts().slot(leaf));
    }

    /**
     * Passes a gradient back through the graph of a tensor, which is freed, and accumulates into the gradients of some leaves.
     *
     * @param gradient gradient of the output, of its shape; null for 1, if the output is a scalar
     * @param leaves   where to accumulate; nothing is computed for others
     */
    public void backward(Tensor output, Tensor gradient, List<Tensor> leaves) {
        calls.run("_backward", calls.ref(output), calls.list(leaves), calls.maybe(gradient), 0, 0);
    }
}
