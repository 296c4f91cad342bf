/**
 * The flat layout of a model's parameters.
 */
@Export
@Version("1.0.0")
package growth.engine.common.layout;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
