/**
 * Configuration as values that know where they were written: YAML 1.2, overrides from the command line, and declared options
 * ({@link growth.api.options.OptionSpec}) with their defaults, checks and JSON Schema. Run files and plug-ins share this code.
 */
@Export
@Version("1.0.0")
package growth.runtime.config;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
