/**
 * Checks of what engines are asked to do; they refuse the rest, all with the same words.
 */
@Export
@Version("1.0.0")
package growth.engine.common.check;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
