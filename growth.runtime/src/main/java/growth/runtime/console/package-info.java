/**
 * What a training says on a console: a line per interval, a box at each growth, a summary.
 */
@Export
@Version("1.0.0")
package growth.runtime.console;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
