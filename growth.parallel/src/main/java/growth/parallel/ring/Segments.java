package growth.parallel.ring;

/**
 * What is summed, cut into as many segments as there are ranks; they differ by one element at most, and may be empty.
 *
 * @param length elements
 * @param count  number of segments
 */
record Segments(long length, int count) {
    /** Returns the first element of a segment; that of the segment after the last is the length. */
    long from(int segment) {
        return length / count * segment + Math.min(segment, length % count);
    }

    /** Returns the number of elements of a segment. */
    long length(int segment) {
        return from(segment + 1) - from(segment);
    }
}
