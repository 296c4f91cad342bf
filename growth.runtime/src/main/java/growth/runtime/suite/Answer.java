package growth.runtime.suite;

import java.util.OptionalInt;

/**
 * A text with an answer, as tokens.
 *
 * @param tokens what stands before the answer, then the answer
 * @param from   index of the answer's first token; at least 1
 * @param end    the token that must follow for an exact match; empty if any may
 */
record Answer(int[] tokens, int from, OptionalInt end) {
    /** Returns the number of tokens of the answer. */
    int length() {
        return tokens.length - from;
    }
}
