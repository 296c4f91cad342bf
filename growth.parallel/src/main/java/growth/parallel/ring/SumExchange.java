package growth.parallel.ring;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A sum over all ranks: a reduce-scatter and an all-gather in one stream (Patarasuk and Yuan 2009). Segment s starts at rank s; each rank
 * on its way adds its own values, so that the order of additions is s, s+1, …, s−1 whatever the timing. What comes in is what goes out
 * next, so a piece is sent on as soon as it is added, without waiting for its segment.
 */
final class SumExchange extends Exchange {
    private final NativeFloats values;
    private final SegmentCursor out;
    private final SegmentCursor in;
    private final ByteBuffer staging;
    /** Pieces that may be sent: those of the own segment, and one for each that has arrived. */
    private long ready;
    private ByteBuffer place;

    /**
     * @param staging a direct buffer of {@link Frame#MOST} bytes, which it uses until it is over
     */
    SumExchange(NativeFloats values, Opening opening, Position position, ByteBuffer staging) {
        super(opening);
        this.values = values;
        this.staging = staging.order(ByteOrder.nativeOrder());
        Segments segments = new Segments(values.length(), position.size());
        out = new SegmentCursor(segments, position.rank());
        in = new SegmentCursor(segments, position.left());
        ready = (segments.length(position.rank()) + SegmentCursor.PIECE - 1) / SegmentCursor.PIECE;
    }

    @Override
    ByteBuffer next() {
        if (ready == 0 || out.atEnd()) {
            return null;
        }
        ready--;
        ByteBuffer payload = values.bytes(out.at(), out.count());
        out.advance();
        return payload;
    }

    @Override
    ByteBuffer place(int bytes) {
        if (in.atEnd() || bytes != in.count() * Float.BYTES) {
            return null;
        }
        place = in.summing() ? staging.clear().limit(bytes) : values.bytes(in.at(), in.count());
        return place;
    }

    @Override
    void arrived() {
        if (in.summing()) {
            values.add(in.at(), place.flip().asFloatBuffer());
        }
        in.advance();
        ready++;
    }

    @Override
    boolean sent() {
        return out.atEnd();
    }

    @Override
    boolean received() {
        return in.atEnd();
    }
}
