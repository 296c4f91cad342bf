package growth.data.tokenizer;

import growth.api.data.Tokenizer;
import java.util.BitSet;

/**
 * A tokenizer and where it comes from.
 *
 * @param tokenizer   the tokenizer
 * @param fingerprint hash of its tokenizer.json
 * @param origin      in words, for the provenance
 */
public record OpenTokenizer(Tokenizer tokenizer, String fingerprint, String origin) implements AutoCloseable {
    /** Returns the ids that are not text: the mask and what a foreign tokenizer.json calls special. */
    public BitSet specials() {
        BitSet specials = tokenizer instanceof LibraryTokenizer library ? library.specials() : new BitSet();
        tokenizer.mask().ifPresent(specials::set);
        return specials;
    }

    @Override
    public void close() {
        if (tokenizer instanceof LibraryTokenizer library) {
            library.close();
        }
    }
}
