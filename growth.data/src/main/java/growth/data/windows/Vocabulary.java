package growth.data.windows;

import growth.api.data.Tokenizer;
import java.util.Optional;

/**
 * What token ids mean.
 *
 * @param size      ids there are, from 0
 * @param tokenizer where they come from, if that is known
 */
public record Vocabulary(int size, Optional<Tokenizer> tokenizer) {
    /** @return the vocabulary of a tokenizer */
    public static Vocabulary of(Tokenizer tokenizer) {
        return new Vocabulary(tokenizer.vocabulary(), Optional.of(tokenizer));
    }
}
