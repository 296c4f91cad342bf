/**
 * Engines: forward and backward passes and optimizer steps on the parameters of one model.
 */
@Export
@Version("1.1.0")
package growth.api.engine;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
