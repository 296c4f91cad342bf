package growth.data.windows;

import growth.api.data.Cursor;
import growth.api.random.SplitMix;
import growth.data.tokens.Tokens;

/**
 * Places the training windows. A pass over N tokens has W windows of {@code context} tokens side by side, each with the token after it as
 * the last label. All windows of a pass are shifted by a random offset below {@code context}, so that no two passes cut the text at the
 * same places; for that room is kept, one window's worth: W = max(1, ⌊(N − 1) / context⌋ − 1).
 *
 * @param tokens  the training tokens
 * @param context tokens per window
 * @param seed    decides offsets, order and places
 */
public record Windows(Tokens tokens, int context, long seed) {
    /** Returns the number of windows of one pass, W. */
    long count() {
        long whole = Math.max(0, (tokens.size() - 1) / context);
        return whole > 1 ? whole - 1 : whole;
    }

    /** Returns the passes over them. */
    Passes passes() {
        return new Passes(count(), seed);
    }

    /** Returns the number of tokens that W windows need. */
    static long needed(long windows, int context) {
        return (windows > 1 ? windows + 1 : windows) * context + 1;
    }

    /**
     * Where the row at a cursor begins. A row shorter than the context is cut from a random place within its window, so that which
     * windows a batch comes from, and what the cursor counts, does not depend on the length of the rows.
     *
     * @param cursor   which window of which pass
     * @param sequence tokens of the row, at most the context
     * @return index of its first token
     */
    long start(Cursor cursor, int sequence) {
        long count = count();
        long window = passes().at(cursor);
        long room = Math.min(context, tokens.size() - count * context);
        long offset = SplitMix.below(room, SplitMix.seed(seed, "offset", cursor.epoch()));
        long place = SplitMix.below(context - sequence + 1L, SplitMix.seed(seed, "place", cursor.epoch(), window));
        return offset + window * context + place;
    }
}
