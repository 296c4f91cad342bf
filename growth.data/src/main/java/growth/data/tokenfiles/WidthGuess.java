package growth.data.tokenfiles;

import growth.data.tokens.TokenWidth;
import growth.data.tokens.Tokens;
import java.util.Arrays;
import java.util.Optional;

/** Guesses whether ids were written wider than they are read: then every second one is the high half of the one before, which is small. */
final class WidthGuess {
    private static final int SAMPLE = 4096;
    private static final int FEWEST = 64;
    /** High halves of ids below a million. */
    private static final int SMALL = 16;

    private WidthGuess() {
    }

    /** Returns whether ids read with 32 bits look like pairs of 16 bits: most of them have high halves. */
    static boolean narrower(Tokens tokens, TokenWidth width) {
        int[] ids = new int[(int) Math.min(SAMPLE, tokens.size())];
        tokens.read(0, ids, 0, ids.length);
        return width == TokenWidth.INT32 && Arrays.stream(ids).filter(id -> id >>> Short.SIZE != 0).count() * 2 > ids.length;
    }

    /**
     * Returns an explanation if the ids look like wider ones.
     *
     * @param tokens as they are read
     * @param width  that they are read with
     */
    static Optional<String> check(Tokens tokens, TokenWidth width) {
        int count = (int) Math.min(SAMPLE, tokens.size()) / 2 * 2;
        if (count < FEWEST || width != TokenWidth.UINT16 && width != TokenWidth.INT32) {
            return Optional.empty();
        }
        int[] ids = new int[count];
        tokens.read(0, ids, 0, count);
        int zeros = 0;
        int lowZeros = 0;
        boolean large = false;
        for (int i = 0; i < count; i += 2) {
            if (ids[i + 1] < 0 || ids[i + 1] >= SMALL) {
                return Optional.empty();
            }
            zeros += ids[i + 1] == 0 ? 1 : 0;
            lowZeros += ids[i] == 0 ? 1 : 0;
            large |= ids[i] >= SMALL || ids[i] < 0;
        }
        boolean wider = large && zeros * 5 >= count / 2 * 4 && lowZeros * 2 < count / 2;
        return wider ? Optional.of("every second id is 0, so the file holds " + (width == TokenWidth.UINT16 ? "ids of 32 or 64 bits; write"
                + " dtype: uint32 (or int64)" : "ids of 64 bits; write dtype: int64")) : Optional.empty();
    }
}
