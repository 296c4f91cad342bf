/** Ranks of a data-parallel run as threads of one process. */
@Export
@Version("1.0.0")
package growth.testing.ranks;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
