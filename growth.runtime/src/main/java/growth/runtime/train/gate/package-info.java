/**
 * Gates that open while a run goes on.
 */
package growth.runtime.train.gate;
