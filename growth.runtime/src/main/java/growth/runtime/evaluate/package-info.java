/**
 * Evaluating models that lie on disk.
 */
package growth.runtime.evaluate;
