/** Text, token and tensor sources, tokenizers, batches. */
package growth.data;
