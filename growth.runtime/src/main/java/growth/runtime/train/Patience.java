package growth.runtime.train;

import growth.runtime.checkpoint.ValidationRecord;
import java.util.Optional;

/**
 * Limits how long a run continues without a lower validation loss. Nobody knows what a growth that is still to come will do, so that a run
 * waits for its last one; evaluations are counted anew after each.
 *
 * @param evaluations how many without a lower loss end the run; empty: none do
 */
record Patience(Optional<Integer> evaluations) {

    /** @param grown whether the run has made its last growth */
    boolean exhausted(ValidationRecord validation, boolean grown) {
        return grown && evaluations.isPresent() && validation.waited() >= evaluations.get();
    }
}
