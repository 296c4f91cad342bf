/**
 * Interpolation of position embeddings.
 */
@Export
@Version("1.0.0")
package growth.engine.common.embed;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
