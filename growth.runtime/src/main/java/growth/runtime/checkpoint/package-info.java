/**
 * Checkpoints: folders that other software reads as a model and this one goes on from, to the last bit.
 */
package growth.runtime.checkpoint;
