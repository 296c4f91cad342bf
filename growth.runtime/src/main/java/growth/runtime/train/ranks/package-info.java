/**
 * What the ranks of a data-parallel run do together, besides the sums of each step: begin with the same run, agree on what happens before
 * and after each step, and compare their models. A run that one process trains does the same and finds nobody to agree with.
 */
package growth.runtime.train.ranks;
