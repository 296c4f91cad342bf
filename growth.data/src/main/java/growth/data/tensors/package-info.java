/** Batches that stand in safetensors files. */
@Export
@Version("1.0.0")
package growth.data.tensors;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
