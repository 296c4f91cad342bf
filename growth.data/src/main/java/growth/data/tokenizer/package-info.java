/** Text to token ids: bytes, byte-level BPE with its training, and any Hugging Face tokenizer.json. */
package growth.data.tokenizer;
