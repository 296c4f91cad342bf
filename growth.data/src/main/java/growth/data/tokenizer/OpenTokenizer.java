package growth.data.tokenizer;

import growth.api.data.Tokenizer;

/**
 * A tokenizer and where it comes from.
 *
 * @param tokenizer   the tokenizer
 * @param fingerprint hash of its tokenizer.json
 * @param origin      in words, for the provenance
 */
public record OpenTokenizer(Tokenizer tokenizer, String fingerprint, String origin) implements AutoCloseable {
    @Override
    public void close() {
        if (tokenizer instanceof LibraryTokenizer library) {
            library.close();
        }
    }
}
