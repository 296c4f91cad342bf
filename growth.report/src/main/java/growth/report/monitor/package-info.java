/** What operators' tools ask of a training: its metrics in the text format of OpenMetrics 1.0, and its health. */
@Export
@Version("1.0.0")
package growth.report.monitor;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
