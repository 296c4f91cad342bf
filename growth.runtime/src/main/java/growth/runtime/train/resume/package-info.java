/**
 * Going on with a run: what may differ from the run that was saved, and what follows from it.
 */
package growth.runtime.train.resume;
