/**
 * The record of a run: {@code metrics.jsonl}, one object a line.
 */
@Export
@Version("1.0.0")
package growth.runtime.metrics;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
