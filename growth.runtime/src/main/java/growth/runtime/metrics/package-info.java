/**
 * The record of a run: {@code metrics.jsonl}, one object a line.
 */
package growth.runtime.metrics;
