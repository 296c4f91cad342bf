/** A corpus as token ids in a memory-mapped file. */
package growth.data.tokens;
