package growth.data.tokenizer;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Encodes text piece by piece and remembers the ids of every piece: a text of many megabytes has few different words. When too many have
 * come together, all are forgotten, so that memory stays bounded and the words of the text at hand are there.
 */
final class PieceCache {
    static final int LIMIT = 1 << 18;
    private static final int LONGEST = 64;

    private final PieceRule rule;
    private final Function<String, int[]> encoder;
    private final int limit;
    private final Map<String, int[]> known = new ConcurrentHashMap<>();

    /**
     * Makes an empty cache.
     *
     * @param encoder gives the ids of one piece
     * @param limit   pieces remembered at most, give or take one per thread
     */
    PieceCache(PieceRule rule, Function<String, int[]> encoder, int limit) {
        this.rule = rule;
        this.encoder = encoder;
        this.limit = limit;
    }

    /** Returns the ids of the text. */
    int[] encode(String text) {
        if (rule.mustStayWhole(text)) {
            return encoder.apply(text);
        }
        Row row = new Row(text.length() / 3 + 16);
        rule.split(text, piece -> row.add(ids(piece)));
        return row.toArray();
    }

    private int[] ids(String piece) {
        int[] ids = known.get(piece);
        if (ids == null) {
            ids = encoder.apply(piece);
            if (piece.length() <= LONGEST) {
                if (known.size() >= limit) {
                    known.clear();
                }
                known.put(piece, ids);
            }
        }
        return ids;
    }

    /** A growing array. */
    private static final class Row {
        private int[] ids;
        private int size;

        Row(int capacity) {
            this.ids = new int[capacity];
        }

        void add(int[] more) {
            if (size + more.length > ids.length) {
                ids = Arrays.copyOf(ids, Math.max(2 * ids.length, size + more.length));
            }
            System.arraycopy(more, 0, ids, size, more.length);
            size += more.length;
        }

        int[] toArray() {
            return Arrays.copyOf(ids, size);
        }
    }
}
