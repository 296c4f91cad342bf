package growth.runtime.train;

import growth.api.Amounts;
import growth.runtime.checkpoint.ValidationRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a summary says of validation losses. */
final class RunRemarks {
    private RunRemarks() {
    }

    /**
     * @param best      the checkpoint of the lowest loss, if it is kept
     * @param exhausted the patience that ended the run early, if it did
     * @return one line each
     */
    static List<String> of(ValidationRecord validation, Optional<Path> best, Optional<Patience> exhausted) {
        List<String> remarks = new ArrayList<>();
        exhausted.flatMap(Patience::evaluations).ifPresent(count -> remarks.add("ended early: " + count + (count == 1 ? " evaluation"
                : " evaluations") + " without a lower validation loss than " + Amounts.loss(validation.stageLowest())
                + " (evaluate.patience); to train on, resume with a larger one"));
        best.ifPresent(folder -> remarks.add("best: validation loss " + Amounts.loss(validation.lowest()) + " at step " + validation.step()
                + ", kept in " + folder));
        return remarks;
    }
}
