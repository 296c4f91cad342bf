/**
 * The transformer on libtorch as a chain of segments, each with a forward and a backward pass of its own: the embedding, two branches for
 * each block, the head. Between segments everything is in single precision.
 */
package growth.engine.torch.model;
