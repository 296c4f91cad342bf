package growth.data.tokens;

import java.util.Objects;

/** A part of other tokens. */
record TokenRange(Tokens whole, long from, long to) implements Tokens {
    TokenRange {
        Objects.checkFromToIndex(from, to, whole.size());
    }

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
}
