package growth.runtime.checkpoint;

/**
 * The course of a run's validation loss. Growth may raise the loss for a while, so what decides whether a run still gets better
 * is counted from the last change of stage; the lowest loss is that of the whole run.
 *
 * @param lowest      lowest validation loss of the run, in nats; infinite before the first evaluation
 * @param step        where that was; -1 before the first evaluation
 * @param stageLowest lowest validation loss since the stage began; infinite before its first evaluation
 * @param waited      evaluations since then that were not lower
 */
public record ValidationRecord(double lowest, long step, double stageLowest, int waited) {
    /** Before the first evaluation. */
    public static final ValidationRecord NONE = new ValidationRecord(Double.POSITIVE_INFINITY, -1, Double.POSITIVE_INFINITY, 0);

    /** Returns the record after an evaluation. */
    public ValidationRecord after(double loss, long at) {
        boolean best = loss < lowest;
        boolean better = loss < stageLowest;
        return new ValidationRecord(best ? loss : lowest, best ? at : step, better ? loss : stageLowest, better ? 0 : waited + 1);
    }

    /** Returns the record at the beginning of another stage. */
    public ValidationRecord nextStage() {
        return new ValidationRecord(lowest, step, Double.POSITIVE_INFINITY, 0);
    }

    /** Returns the record without a lowest loss of the run, e.g. because the model that had it is gone. */
    public ValidationRecord withoutLowest() {
        return new ValidationRecord(Double.POSITIVE_INFINITY, -1, stageLowest, waited);
    }

    /** Returns whether there is a lowest loss. */
    public boolean any() {
        return step >= 0;
    }
}
