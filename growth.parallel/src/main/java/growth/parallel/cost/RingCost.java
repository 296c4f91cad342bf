package growth.parallel.cost;

/**
 * What the collectives of a ring of W ranks cost. A message of one hop is on its way for the network's latency, and for
 * {@link #HANDLING} in the two ranks; a rank moves at most {@link #MOVED} bytes per second, whatever the network.
 *
 * @param ranks   number of ranks W, at least 1
 * @param network the network between them
 */
public record RingCost(int ranks, Network network) {
    /** Seconds that a hop costs besides the network: system calls, and a thread that wakes up at both ends. Measured. */
    public static final double HANDLING = 60e-6;
    /** Bytes per second that a rank's thread can take in, add up and send on. Measured. */
    public static final double MOVED = 1.2e9;
    /** Bytes of a piece, after which it is sent on. */
    public static final int PIECE = 1 << 17;
    /** Bytes of a header. */
    private static final int HEADER = 5;
    /** Bytes that a collective opens with. */
    private static final int OPENING = 22;

    /**
     * @throws IllegalArgumentException if there is no rank
     */
    public RingCost {
        if (ranks < 1) {
            throw new IllegalArgumentException(ranks + " ranks");
        }
    }

    /** Returns the bytes that a rank sends to sum so many float32 numbers: {@code 2(W−1)/W · 4n}, and headers. */
    public double sumBytes(long numbers) {
        double segment = segment(numbers);
        return ranks == 1 ? 0 : OPENING + hops() * (segment + HEADER * Math.ceil(segment / PIECE));
    }

    /**
     * Returns the seconds of such a sum. A piece that has come in and been added is sent on; so the stream flows without a break while a
     * segment takes longer to send than a piece to arrive, and waits for each arrival otherwise.
     */
    public double sumSeconds(long numbers) {
        if (ranks == 1 || numbers == 0) {
            return 0;
        }
        double segment = segment(numbers);
        double sending = segment / rate();
        double arriving = Math.min(segment, PIECE) / rate() + hop();
        return (hops() - 1) * Math.max(sending, arriving) + sending + hop();
    }

    /** Returns the bytes that a rank sends on average to gather so many bytes of each rank. */
    public double gatherBytes(long bytes) {
        return ranks == 1 ? 0 : OPENING + (ranks - 1.0) * (bytes + 4 + 2 * HEADER);
    }

    /** Returns the seconds of such an all-gather, which is also how doubles are summed. */
    public double gatherSeconds(long bytes) {
        return (ranks - 1) * (bytes / rate() + hop());
    }

    /** Returns the seconds until the last rank has so many bytes of the first. */
    public double broadcastSeconds(long bytes) {
        return ranks == 1 ? 0 : bytes / rate() + (ranks - 1) * (Math.min(bytes, PIECE) / rate() + hop());
    }

    private double segment(long numbers) {
        return (double) Float.BYTES * numbers / ranks;
    }

    private int hops() {
        return 2 * (ranks - 1);
    }

    private double rate() {
        return Math.min(network.content(), MOVED);
    }

    private double hop() {
        return network.latency() + HANDLING;
    }
}
