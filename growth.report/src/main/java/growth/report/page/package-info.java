/** Writes {@code report.html}: one self-contained page about a run or a study. */
@Export
@Version("1.0.0")
package growth.report.page;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
