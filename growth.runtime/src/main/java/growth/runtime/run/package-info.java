/**
 * Run files: a whole run as values, read from YAML and checked line by line, with the JSON Schema and the reference of its keys.
 */
@Export
@Version("1.0.0")
package growth.runtime.run;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
