package growth.study.run;

import growth.api.GrowthException;
import growth.study.file.StudyRun;
import java.util.Optional;

/**
 * How a run of a study ended, this time.
 *
 * @param run     which run
 * @param state   where it stands now; BEGUN if it was stopped or failed
 * @param failure why it failed; of a divergence, what became of which number
 */
public record RunEnd(StudyRun run, CellState state, Optional<GrowthException> failure) {
    /** Returns whether something went wrong, which a divergence is not. */
    public boolean failed() {
        return failure.isPresent() && state != CellState.DIVERGED;
    }
}
