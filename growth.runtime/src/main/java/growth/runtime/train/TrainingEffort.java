package growth.runtime.train;

/**
 * What was spent on training.
 *
 * @param tokens  tokens (images) put through a model in training
 * @param flops   training operations
 * @param seconds time
 */
record TrainingEffort(long tokens, double flops, double seconds) {
    /** Nothing. */
    static final TrainingEffort NONE = new TrainingEffort(0, 0, 0);

    /** @return the same in that time */
    TrainingEffort in(double time) {
        return new TrainingEffort(tokens, flops, time);
    }
}
