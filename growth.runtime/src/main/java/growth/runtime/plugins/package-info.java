/**
 * What is installed: operators, schedules, data sources and engines; the watched plug-in folder; and every jar that could not be used,
 * with the reason in words.
 */
@Export
@Version("1.0.0")
package growth.runtime.plugins;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
