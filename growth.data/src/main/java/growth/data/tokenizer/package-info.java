/** Text to token ids: bytes, byte-level BPE with its training, and any Hugging Face tokenizer.json. */
@Export
@Version("1.0.0")
package growth.data.tokenizer;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
