package growth.data.iterators;

/**
 * What a first pass over an iterator found. A batch of the iterator is called a chunk here, because batches of a run may be of another
 * size.
 *
 * @param starts number of the first example of each chunk, and behind the last one the number of all examples
 * @param marks  hash of each chunk
 * @param sha256 hash of all examples
 * @param range  of their values
 */
record Survey(long[] starts, long[] marks, String sha256, Range range) {
    /**
     * Values of all examples.
     *
     * @param length   tokens of the longest row; 0 for images
     * @param ids      one more than the largest token id, or label of an image
     * @param scored   share of the positions whose label is scored
     * @param padded   whether there is padding
     * @param strongest largest magnitude of a feature of an image; 0 for tokens
     */
    record Range(int length, int ids, double scored, boolean padded, double strongest) {
    }

    /** Returns the number of examples. */
    long examples() {
        return starts[starts.length - 1];
    }
}
