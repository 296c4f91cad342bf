package growth.engine.torch.model;

import growth.engine.torch.aten.Tensor;

/**
 * A link of the chain that is the model: embedding, branches of blocks, head. Its parameters are those of the pass. What stands between
 * segments, the residual stream and its gradient, is {@code [rows, length, hidden]} in single precision, whatever the segment computes in.
 *
 * <p>A segment remembers what its backward pass needs from its last forward pass until then. Tensors that it returns belong to the
 * innermost arena of its caller, who may release them early: the segment holds handles of its own.
 */
public interface Segment {
    /**
     * Computes the segment's output, and remembers what its backward pass needs if there will be one ({@link Pass#records}).
     *
     * @param x the segment's input; null if it reads the batch itself
     * @return its output, on which no graph hangs
     */
    Tensor forward(Pass pass, Tensor x);

    /**
     * Adds the gradients of the segment's parameters that learn to the flat gradients, and forgets what the forward pass remembered.
     *
     * @param gradient    gradient of the output
     * @param inputWanted whether the gradient of the input is wanted
     * @return gradient of the input; null if it is not wanted
     */
    Tensor backward(Pass pass, Tensor gradient, boolean inputWanted);

    /** Releases what the last forward pass remembered, if no backward pass follows it. */
    void forget();
}
