/**
 * What dropout and stochastic depth decide, the same in every engine.
 */
@Export
@Version("1.0.0")
package growth.engine.common.random;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
