package growth.engine.torch.model;

import growth.engine.torch.aten.Arena;
import growth.engine.torch.aten.Autograd;
import growth.engine.torch.aten.Tensor;
import java.util.function.Function;

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
        return unwatched(pass, arena -> {
            Tensor last = forward(pass);
            return pass.batch().scored().count() == 0 ? null : arena.keep(parts.head().logits(pass, last));
        });
    }

    /** Adds the losses of the batch's scored labels, and how many of them are correct, to the sums. */
    public void loss(Pass pass, Losses losses) {
        if (pass.batch().scored().count() > 0) {
            unwatched(pass, arena -> {
                parts.head().loss(pass, forward(pass), losses);
                return null;
            });
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
        try {
            unwatched(pass, arena -> {
                backward(pass, losses, forward(pass));
                return null;
            });
        } catch (RuntimeException | Error e) {
            forget();
            throw e;
        }
    }

    /** Computes something in an arena of its own while autograd records nothing: segments make their graphs themselves. */
    private static Tensor unwatched(Pass pass, Function<Arena, Tensor> work) {
        Autograd autograd = pass.aten().autograd();
        boolean recording = autograd.isRecording();
        autograd.record(false);
        try (Arena arena = pass.aten().open()) {
            return work.apply(arena);
        } finally {
            autograd.record(recording);
        }
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
