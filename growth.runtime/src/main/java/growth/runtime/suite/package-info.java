/**
 * Scores models on evaluation suites: turns what suites declare into tokens, and asks engines for logits.
 */
package growth.runtime.suite;
