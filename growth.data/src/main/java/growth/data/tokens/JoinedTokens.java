package growth.data.tokens;

import java.util.List;
import java.util.Objects;

/** Tokens one after the other, without anything between them. Closes its parts. */
public final class JoinedTokens implements Tokens {
    private final List<Tokens> parts;
    private final long[] starts;

    /** Joins tokens in this order. */
    public JoinedTokens(List<? extends Tokens> parts) {
        this.parts = List.copyOf(parts);
        this.starts = new long[parts.size() + 1];
        for (int i = 0; i < parts.size(); i++) {
            starts[i + 1] = starts[i] + parts.get(i).size();
        }
    }

    @Override
    public long size() {
        return starts[parts.size()];
    }

    @Override
    public void read(long from, int[] into, int offset, int count) {
        Objects.checkFromIndexSize(from, count, size());
        int read = 0;
        for (int part = 0; read < count; part++) {
            int here = (int) Math.min(count - read, starts[part + 1] - (from + read));
            if (here > 0) {
                parts.get(part).read(from + read - starts[part], into, offset + read, here);
                read += here;
            }
        }
    }

    @Override
    public void close() {
        parts.forEach(Tokens::close);
    }
}
