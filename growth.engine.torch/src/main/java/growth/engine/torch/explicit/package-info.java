/**
 * Blocks whose backward pass is written out, without autograd. They keep little (statistics of norms, projections, logarithms of
 * attention's sums, pre-activations), and what is bound by memory in them is fused: kernels of our own on a GPU, composed operators
 * elsewhere ({@link growth.engine.torch.kernels.FusedSteps}). Where something is gated, pooled, padded or dropped inside of attention,
 * the block of autograd runs instead.
 */
package growth.engine.torch.explicit;
