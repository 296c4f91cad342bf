/**
 * The folder of a run, and what is written into it besides checkpoints and metrics.
 */
package growth.runtime.folder;
