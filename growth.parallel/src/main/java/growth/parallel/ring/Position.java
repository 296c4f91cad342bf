package growth.parallel.ring;

/**
 * A place in the ring.
 *
 * @param rank this rank
 * @param size number of ranks, at least 2
 */
record Position(int rank, int size) {
    /** Returns the rank from which data come. */
    int left() {
        return Math.floorMod(rank - 1, size);
    }

    /** Returns the rank to which data go. */
    int right() {
        return (rank + 1) % size;
    }
}
