/**
 * What is installed: operators, schedules, data sources, engines, and the jars that could not be used, with the reason in words.
 */
@Export
@Version("1.0.0")
package growth.runtime.catalogue;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
