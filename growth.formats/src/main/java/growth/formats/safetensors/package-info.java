/**
 * Tensors in files: the safetensors format, read and written tensor by tensor.
 *
 * @see <a href="https://huggingface.co/docs/safetensors">the format</a>
 */
@Export
@Version("1.0.0")
package growth.formats.safetensors;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
