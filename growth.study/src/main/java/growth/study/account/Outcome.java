package growth.study.account;

/** How a run ended. */
public enum Outcome {
    /** It used its budget. */
    FINISHED,
    /** Its loss was no longer a number. That is a result: it counts as worse than any loss. */
    DIVERGED,
    /** It was stopped before its end, or is still running. */
    UNFINISHED,
    /** It left no metrics. */
    MISSING
}
