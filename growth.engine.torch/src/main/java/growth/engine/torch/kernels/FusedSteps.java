package growth.engine.torch.kernels;

import growth.engine.torch.aten.Aten;
import growth.engine.torch.aten.Dtype;
import growth.engine.torch.aten.Tensor;
import java.util.Optional;

/**
 * The steps of a training step that are bound by memory, each to be made in one pass over it: composed of libtorch's operators
 * ({@link ComposedSteps}), or kernels of our own ({@link KernelSteps}). Elements (activations and their gradients) are all f32 or all
 * bf16; the residual stream, statistics and gradients of parameters are f32. Tensors are contiguous; results belong to the innermost arena.
 */
public interface FusedSteps {
    /**
     * A norm's vectors.
     *
     * @param gain         {@code [n]}
     * @param bias         {@code [n]}; null: RMSNorm instead of LayerNorm
     * @param epsilon      ε
     * @param gainGradient takes the gain's gradient; null if it is not wanted
     * @param biasGradient likewise
     */
    record NormVectors(Tensor gain, Tensor bias, double epsilon, Tensor gainGradient, Tensor biasGradient) {
        int size() {
            return (int) gain.size(0);
        }
    }

    /**
     * A norm and what its backward pass needs.
     *
     * @param sum        what was normed, f32 {@code [rows, n]}
     * @param statistics mean (RMSNorm: 0) and 1/√(σ² + ε), {@code [rows, 2]}
     * @param y          the norm as elements
     * @param wide       the norm in f32; null if it was not asked for. Where elements are f32 it is y.
     */
    record Normed(Tensor sum, Tensor statistics, Tensor y, Tensor wide) {
    }

    /**
     * Gradients that meet at a norm.
     *
     * @param narrow gradient of the norm as elements; null: none
     * @param wide   gradient of the norm in f32, added to it; null: none
     * @param beside gradient of what was normed that went around the norm, f32; null: none
     */
    record NormGradient(Tensor narrow, Tensor wide, Tensor beside) {
    }

    /**
     * A gradient in both types.
     *
     * @param wide   f32
     * @param narrow elements; the same tensor where these are f32
     */
    record Rounded(Tensor wide, Tensor narrow) {
    }

    /**
     * What an activation's backward pass gives.
     *
     * @param inputs gradient of its inputs
     * @param output the output, once more
     */
    record Activated(Tensor inputs, Tensor output) {
    }

    /**
     * Where heads are rotated to, by position.
     *
     * @param cosines {@code [positions, headSize / 2]}, f32
     * @param sines   likewise
     */
    record Angles(Tensor cosines, Tensor sines) {
    }

    /**
     * Gradients of heads as attention leaves them, {@code [rows, heads, length, headSize]} of any strides but 1 within a head.
     *
     * @param queries gradients of queries
     * @param keys    gradients of keys, maybe fewer heads
     * @param values  likewise
     */
    record Heads(Tensor queries, Tensor keys, Tensor values) {
    }

    /**
     * The losses of rows of logits.
     *
     * @param rows     each row's loss, f32 {@code [rows]}
     * @param gradient gradient of their weighted sum by the logits, as elements
     */
    record Loss(Tensor rows, Tensor gradient) {
    }

    /** Gives the steps for operators and a type of elements. */
    interface Source {
        /** Returns the steps. */
        FusedSteps steps(Aten aten, Dtype element);

        /** Returns the longest row of which they compute a norm. */
        default int longestRow() {
            return Integer.MAX_VALUE;
        }

        /** Returns a kernel for the optimizer, if there is one. */
        default Optional<FlatAdamW> adamW(Aten aten) {
            return Optional.empty();
        }
    }

    /** Returns x + branch, f32; the branch consists of elements. */
    Tensor add(Tensor x, Tensor branch);

    /**
     * Computes the norm of x + branch.
     *
     * @param x      f32 {@code [rows, n]}
     * @param branch elements {@code [rows, n]}; null: none
     * @param wide   whether the norm is wanted in f32 too
     */
    Normed norm(Tensor x, Tensor branch, NormVectors vectors, boolean wide);

    /** Returns the gradient of what was normed, and adds those of the norm's vectors. */
    Rounded normBackward(NormGradient gradient, Normed normed, NormVectors vectors);

    /**
     * Rotates the first heads of each position, in place.
     *
     * @param projected elements {@code [rows, length, heads, headSize]}
     * @param heads     number of heads that are rotated
     */
    void rotate(Tensor projected, Angles angles, int heads);

    /**
     * Gathers gradients of queries, keys and values, rotating back those of queries and keys.
     *
     * @param angles null: nothing was rotated
     * @return elements {@code [rows · length, (heads of all three) · headSize]}
     */
    Tensor gather(Heads heads, Angles angles);

    /** Returns silu(gate)·up of rows of n gates and n ups (Shazeer 2020). */
    Tensor swiGlu(Tensor gateUp);

    /** Returns the gradient of {@link #swiGlu}; both arguments may be overwritten. */
    Activated swiGluBackward(Tensor gateUp, Tensor gradient);

    /** Returns GELU, with Φ by tanh as GPT-2 has it or by erf. */
    Tensor gelu(Tensor x, boolean tanh);

    /** Returns the gradient of {@link #gelu}; both arguments may be overwritten. */
    Activated geluBackward(Tensor x, Tensor gradient, boolean tanh);

    /**
     * Computes the cross-entropy of rows against (1 − smoothing)·onehot + smoothing/n, and its gradient.
     *
     * @param logits elements {@code [rows, n]}; may be overwritten by the gradient
     * @param labels I64 {@code [rows]}
     * @param weight factor of the gradient, f32 {@code [1]}
     */
    Loss crossEntropy(Tensor logits, Tensor labels, Tensor weight, double smoothing);

    /** Adds Σ over the rows of x to a vector, f32. */
    void addRows(Tensor x, Tensor into);

    /** Returns x as elements. */
    Tensor narrow(Tensor x);
}
