/**
 * What every other package of the api shares: the one exception a user may see, and times with units.
 */
@Export
@Version("1.1.0")
package growth.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
