/**
 * The training loop, split by concern: counting, learning rate, growth, evaluation, events.
 */
package growth.runtime.loop;
