/**
 * Flat memories of floats: what engines share of them, and those that ND4J owns.
 */
@Export
@Version("1.0.0")
package growth.engine.common.memory;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
