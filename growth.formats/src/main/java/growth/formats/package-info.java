/** Files that other software reads and writes. */
@Export
@Version("1.0.0")
package growth.formats;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
