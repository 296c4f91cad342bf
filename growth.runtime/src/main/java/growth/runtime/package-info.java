/** The trainer and what surrounds it. */
@Export
@Version("1.0.0")
package growth.runtime;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
