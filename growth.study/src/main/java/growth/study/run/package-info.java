/**
 * Carrying out a study: the order of its runs, what they share, and what is on disk so that the same command goes on after any end.
 */
@Export
@Version("1.0.0")
package growth.study.run;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
