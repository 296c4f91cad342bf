package growth.runtime.metrics;

/**
 * How far a run had come when a line of its record was written.
 *
 * @param step    optimizer steps done
 * @param tokens  tokens (images) trained on
 * @param epochs  passes over the training data, fractional
 * @param flops   training operations spent, searches and what operators train included; evaluations are not
 * @param seconds seconds spent on the same
 * @param stage   growths and other changes of stage done
 */
public record Point(long step, long tokens, double epochs, double flops, double seconds, int stage) {
    /** Returns whether this is further in a run than the other: at a later step, or in a later stage. */
    public boolean after(Point other) {
        return step > other.step || step == other.step && stage > other.stage;
    }
}
