/**
 * What is measured on batches, the same in evaluations of runs and of checkpoints.
 */
package growth.runtime.evaluation;
