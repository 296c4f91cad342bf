package growth.data.tokenfiles;

import growth.data.tokens.Tokens;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntPredicate;

/**
 * The ids that occur.
 *
 * @param smallest as a signed number, so that an unsigned one of more than 31 bits is negative
 * @param largest  likewise
 */
record IdRange(int smallest, int largest) {
    private static final int BUFFER = 1 << 16;

    /** Reads all tokens, of which there is at least one. */
    static IdRange of(Tokens tokens) {
        int[] range = {Integer.MAX_VALUE, Integer.MIN_VALUE};
        first(tokens, id -> {
            range[0] = Math.min(range[0], id);
            range[1] = Math.max(range[1], id);
            return false;
        });
        return new IdRange(range[0], range[1]);
    }

    /** Returns the index of the first token whose id is negative or not below {@code limit}. */
    static OptionalLong outside(Tokens tokens, int limit) {
        return first(tokens, id -> id < 0 || id >= limit);
    }

    /** Returns what {@link #text} wrote; empty if it is something else. */
    static Optional<IdRange> parse(String text) {
        String[] words = text.strip().split(" ");
        try {
            return words.length == 2 ? Optional.of(new IdRange(Integer.parseInt(words[0]), Integer.parseInt(words[1]))) : Optional.empty();
        } catch (NumberFormatException e) {
            // A damaged entry is made anew.
            return Optional.empty();
        }
    }

    String text() {
        return smallest + " " + largest + "\n";
    }

    private static OptionalLong first(Tokens tokens, IntPredicate wanted) {
        int[] buffer = new int[BUFFER];
        for (long start = 0; start < tokens.size(); start += BUFFER) {
            int count = (int) Math.min(BUFFER, tokens.size() - start);
            tokens.read(start, buffer, 0, count);
            for (int i = 0; i < count; i++) {
                if (wanted.test(buffer[i])) {
                    return OptionalLong.of(start + i);
                }
            }
        }
        return OptionalLong.empty();
    }
}
