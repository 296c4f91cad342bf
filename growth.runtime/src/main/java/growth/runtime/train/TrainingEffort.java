package growth.runtime.train;

/**
 * The cost of training.
 *
 * @param tokens  tokens (images) put through a model in training
 * @param flops   training operations
 * @param seconds time
 */
record TrainingEffort(long tokens, double flops, double seconds) {
    /** Nothing. */
    static final TrainingEffort NONE = new TrainingEffort(0, 0, 0);

    /** Returns the same in that time. */
    TrainingEffort in(double time) {
        return new TrainingEffort(tokens, flops, time);
    }
}
