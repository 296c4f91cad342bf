package growth.study.run;

import java.util.List;

/**
 * What became of a study.
 *
 * @param ends    the runs that were trained by this command, in the order of their ends
 * @param kept    how many had been over before
 * @param left    how many are not over yet
 * @param stopped whether it was asked to stop
 */
public record StudyOutcome(List<RunEnd> ends, int kept, int left, boolean stopped) {
    public StudyOutcome {
        ends = List.copyOf(ends);
    }

    /** Returns the runs that failed. */
    public List<RunEnd> failures() {
        return ends.stream().filter(RunEnd::failed).toList();
    }
}
