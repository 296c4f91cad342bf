/**
 * The growth algebra: maps from old indices and layers to new ones, and their application to values, moments and averages.
 */
@Export
@Version("1.1.0")
package growth.api.algebra;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
