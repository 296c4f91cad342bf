package growth.engine.torch.model;

import growth.engine.torch.aten.Arena;
import growth.engine.torch.aten.Aten;
import growth.engine.torch.aten.Tensor;

/**
 * A transformer of any family on libtorch: embedding, the blocks that run, head. Each link has a backward pass of its own, so that no graph
 * spans the model. What is added to flat gradients and sums must have been set to 0 before a step; so the gradients of blocks that do not
 * run, of frozen parts and of token types that no batch names are 0.
 */
public final class Transformer {
    private final Parts parts;

    /** @param parts the links of the chain */
    public Transformer(Parts parts) {
        this.parts = parts;
    }

    /**
     * Computes logits of the batch's scored rows.
     *
     * @return F32 {@code [scored, outputs]}, in the caller's arena; null if none is scored
     */
    public Tensor logits(Pass pass) {
        try (Arena arena = begin(pass)) {
            Tensor last = forward(pass);
            return pass.batch().scored().count() == 0 ? null : arena.keep(parts.head().logits(pass, last));
        }
    }

    /** Adds the losses of the batch's scored labels, and how many of them are correct, to the sums. */
    public void loss(Pass pass, Losses losses) {
        if (pass.batch().scored().count() == 0) {
            return;
        }
        try (Arena arena = begin(pass)) {
            parts.head().loss(pass, forward(pass), losses);
        }
    }

    /**
     * Adds the losses of the batch's scored labels to the sums, and their gradients, times {@link Pass#labelWeight}, to the flat gradients
     * of all parameters that learn.
     */
    public void gradients(Pass pass, Losses losses) {
        if (pass.batch().scored().count() == 0) {
            return;
        }
        try (Arena arena = begin(pass)) {
            backward(pass, losses, forward(pass));
        } catch (RuntimeException | Error e) {
            forget();
            throw e;
        }
    }

    private static Arena begin(Pass pass) {
        Aten aten = pass.aten();
        // segments record their graphs themselves
        aten.autograd().record(false);
        return aten.open();
    }

    private Tensor forward(Pass pass) {
        Tensor x = parts.embedding().forward(pass, null);
        for (int layer : pass.conditions().layers()) {
            Tensor y = parts.blocks().get(layer).forward(pass, x);
            x.release();
            x = y;
        }
        return x;
    }

    private void backward(Pass pass, Losses losses, Tensor last) {
        int[] layers = pass.conditions().layers();
        int reached = pass.conditions().reached();
        boolean embeds = pass.conditions().trainable().embedding();
        Tensor gradient = parts.head().gradients(pass, last, embeds || reached < layers.length, losses);
        last.release();
        for (int i = layers.length - 1; i >= reached; i--) {
            Tensor before = parts.blocks().get(layers[i]).backward(pass, gradient, embeds || i > reached);
            gradient.release();
            gradient = before;
        }
        if (embeds) {
            parts.embedding().backward(pass, gradient, false);
        }
    }

    /** Releases what a pass that failed has left. */
    public void forget() {
        parts.embedding().forget();
        parts.blocks().forEach(Segment::forget);
        parts.head().forget();
    }
}
