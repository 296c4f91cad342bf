/** JSON files as people read them: fields with their lines, texts that come out the same every time. */
@Export
@Version("1.0.0")
package growth.formats.json;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
