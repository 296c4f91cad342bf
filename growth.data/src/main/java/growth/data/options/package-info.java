/** The options of the data sources as records, for run files and for code that opens data without one. */
@Export
@Version("1.0.0")
package growth.data.options;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
