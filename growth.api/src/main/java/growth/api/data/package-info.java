/**
 * Where batches come from: data sources, datasets with an exact cursor, tokenizers.
 */
@Export
@Version("1.1.0")
package growth.api.data;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
