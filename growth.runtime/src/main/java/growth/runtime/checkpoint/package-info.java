/**
 * Checkpoints: folders that other software reads as a model, and from which a run continues to the last bit.
 */
package growth.runtime.checkpoint;
