package growth.shell.progress;

import growth.study.file.Cell;

/** Names of runs of a study, for people. */
public final class StudyWords {
    private StudyWords() {
    }

    /** Returns, for example, {@code stack lr-1e-3 seed 2}. */
    public static String run(Cell cell) {
        return cell.arm().name() + " " + within(cell);
    }

    /** Returns the run's name within its arm. */
    static String within(Cell cell) {
        return (cell.trial().name().isEmpty() ? "" : cell.trial().name() + " ") + "seed " + cell.seed();
    }
}
