/**
 * Learning rates: schedules as pure functions of the run's share, and what a growth does to them.
 */
package growth.runtime.rate;
