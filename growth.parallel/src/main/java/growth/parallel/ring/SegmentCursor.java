package growth.parallel.ring;

/**
 * Walks over 2(W−1) segments downwards, W−1 that are summed and W−1 that are handed out, in pieces of at most one frame. The stream that a
 * rank sends begins with its own segment, the one that it receives with the segment before.
 */
final class SegmentCursor {
    /** Elements of a full frame. */
    static final int PIECE = Frame.MOST / Float.BYTES;

    private final Segments segments;
    private final int first;
    private int step;
    private long done;

    SegmentCursor(Segments segments, int first) {
        this.segments = segments;
        this.first = first;
        skipDone();
    }

    /** Returns whether nothing is left. */
    boolean atEnd() {
        return step == 2 * (segments.count() - 1);
    }

    /** Returns whether this piece is a part of a sum, not a sum to keep. */
    boolean summing() {
        return step < segments.count() - 1;
    }

    /** Returns the first element of the piece. */
    long at() {
        return segments.from(segment()) + done;
    }

    /** Returns the number of elements of the piece. */
    int count() {
        return (int) Math.min(PIECE, segments.length(segment()) - done);
    }

    /** Goes on to the next piece. */
    void advance() {
        done += count();
        skipDone();
    }

    private void skipDone() {
        while (!atEnd() && done == segments.length(segment())) {
            step++;
            done = 0;
        }
    }

    private int segment() {
        return Math.floorMod(first - step, segments.count());
    }
}
