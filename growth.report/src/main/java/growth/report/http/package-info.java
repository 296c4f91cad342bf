/** Servers that the optional HTTP bundle opens on demand, and who may ask them. */
@Export
@Version("1.0.0")
package growth.report.http;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
