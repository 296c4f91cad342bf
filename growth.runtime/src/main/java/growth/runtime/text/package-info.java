/** Words in errors. */
@Export
@Version("1.0.0")
package growth.runtime.text;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
