package growth.study.account;

/**
 * A place in a run, counted from its beginning; what earlier stages cost is in it.
 *
 * @param step    optimizer steps
 * @param tokens  trained on
 * @param flops   of training
 * @param seconds of training
 */
public record At(long step, long tokens, double flops, double seconds) {
    /** Returns the place on an axis. */
    public double on(Axis axis) {
        return switch (axis) {
            case FLOPS -> flops;
            case SECONDS -> seconds;
            case TOKENS -> tokens;
        };
    }
}
