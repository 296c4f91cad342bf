/** Hashes by which files and texts are recognised. */
@Export
@Version("1.0.0")
package growth.formats.digest;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
