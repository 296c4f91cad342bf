/** Folders that are whole or not there: written beside, forced to the disk, renamed. */
@Export
@Version("1.0.0")
package growth.formats.folder;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
