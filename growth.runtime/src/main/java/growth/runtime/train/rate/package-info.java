/**
 * Learning rates: schedules as pure functions of the share of the run, and what a growth does to them.
 */
package growth.runtime.train.rate;
