/** Text as a stream of documents: files of a run, checked UTF-8, cut into chunks that a tokenizer can take. */
package growth.data.corpus;
