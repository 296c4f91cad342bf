package growth.data.tokens;

import java.util.Objects;

/** A long row of token ids, read piece by piece. */
public interface Tokens extends AutoCloseable {
    /** Returns the number of tokens. */
    long size();

    /**
     * Copies some.
     *
     * @param from   index of the first
     * @param into   where they go
     * @param offset index in {@code into} of the first
     * @param count  how many
     */
    void read(long from, int[] into, int offset, int count);

    /**
     * Returns a part, which is closed with the whole.
     *
     * @param from first index
     * @param to   one after the last
     */
    default Tokens range(long from, long to) {
        Objects.checkFromToIndex(from, to, size());
        Tokens whole = this;
        return new Tokens() {
            @Override
            public long size() {
                return to - from;
            }

            @Override
            public void read(long first, int[] into, int offset, int count) {
                Objects.checkFromIndexSize(first, count, size());
                whole.read(from + first, into, offset, count);
            }

            @Override
            public void close() {
                // Closed with the whole.
            }
        };
    }

    @Override
    void close();

    /** Returns tokens in memory; the array is not copied. */
    static Tokens of(int... ids) {
        return new Tokens() {
            @Override
            public long size() {
                return ids.length;
            }

            @Override
            public void read(long from, int[] into, int offset, int count) {
                System.arraycopy(ids, Math.toIntExact(from), into, offset, count);
            }

            @Override
            public void close() {
                // The garbage collector takes the array.
            }
        };
    }
}
