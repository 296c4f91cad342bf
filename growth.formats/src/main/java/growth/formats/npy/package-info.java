/** Arrays as NumPy's files. */
@Export
@Version("1.0.0")
package growth.formats.npy;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
