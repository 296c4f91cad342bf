package growth.parallel.group;

/**
 * What one rank has exchanged since it met the others.
 *
 * @param collectives sums, broadcasts, all-gathers and barriers
 * @param payload     bytes sent of what was summed and gathered
 * @param sent        all bytes sent: payload, headers, signs of life
 * @param received    all bytes received
 * @param nanos       time spent in collectives, waiting for slower ranks included
 */
public record Traffic(long collectives, long payload, long sent, long received, long nanos) {
    /** Nothing yet. */
    public static final Traffic NONE = new Traffic(0, 0, 0, 0, 0);

    /** Returns what was exchanged after an earlier look. */
    public Traffic since(Traffic earlier) {
        return new Traffic(collectives - earlier.collectives, payload - earlier.payload, sent - earlier.sent,
                received - earlier.received, nanos - earlier.nanos);
    }
}
