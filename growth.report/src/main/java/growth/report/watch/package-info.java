/** Watches runs while they train: what is known of them now, and a page on the loopback interface that shows it. */
@Export
@Version("1.0.0")
package growth.report.watch;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
