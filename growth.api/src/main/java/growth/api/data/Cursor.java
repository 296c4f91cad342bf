package growth.api.data;

/**
 * An exact place in the stream of training windows: with the run's seed it decides every later batch.
 *
 * @param epoch  passes over the data already finished
 * @param window windows of this pass already delivered
 */
public record Cursor(long epoch, long window) {
    /** The beginning. */
    public static final Cursor START = new Cursor(0, 0);
}
