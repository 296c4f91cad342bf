/** Model folders as Hugging Face's transformers reads and writes them: {@code config.json} and {@code model.safetensors}. */
@Export
@Version("1.0.0")
package growth.formats.huggingface;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
