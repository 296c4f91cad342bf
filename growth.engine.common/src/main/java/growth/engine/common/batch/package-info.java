/**
 * A batch as rows: sequences, scored and pooled rows, padding.
 */
@Export
@Version("1.0.0")
package growth.engine.common.batch;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
