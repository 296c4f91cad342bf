package growth.data.windows;

import growth.api.data.Tokenizer;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/**
 * The meaning of token ids.
 *
 * @param size          ids there are, from 0
 * @param tokenizer     where they come from, if that is known
 * @param bytesPerToken UTF-8 bytes of the validation text per token, if that is known; counted when it is asked for
 */
public record Vocabulary(int size, Optional<Tokenizer> tokenizer, Supplier<OptionalDouble> bytesPerToken) {
    /** Returns a vocabulary of which nothing but the size is known. */
    public static Vocabulary of(int size) {
        return new Vocabulary(size, Optional.empty(), OptionalDouble::empty);
    }
}
