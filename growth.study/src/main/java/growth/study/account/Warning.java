package growth.study.account;

/**
 * Something that makes a number less than it seems. It stands in the table.
 *
 * @param arm  the arm it is about; empty for the whole study
 * @param kind what it is
 * @param text one line
 */
public record Warning(String arm, Kind kind, String text) {
    /** Kinds of warnings. */
    public enum Kind {
        UNFINISHED_RAMP, LOCKED_COPIES, UNEQUAL_COMPUTE, WORSE_THAN_GUESSING, EDGE_OF_GRID, TURNS_WITH_BATCH, ONE_SEED, FEW_EVALUATIONS,
        COARSE_EVALUATIONS, MISSING_RUN, UNFINISHED_RUN, DIVERGED, UNREADABLE, NOISE_FLOOR, NOT_PAIRED, STARVED_BASELINE, OTHER
    }
}
