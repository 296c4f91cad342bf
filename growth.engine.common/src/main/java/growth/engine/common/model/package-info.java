/**
 * A model in flat memories.
 */
@Export
@Version("1.0.0")
package growth.engine.common.model;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
