package growth.runtime.train;

import growth.api.training.TrainingListener;
import org.osgi.annotation.versioning.ConsumerType;

/** A listener that also hears what the run will be, and what slow work says of itself. */
@ConsumerType
public interface RunListener extends TrainingListener {
    /** The run is opened and checked; its events follow. */
    default void outlined(RunOutline outline) {
    }

    /**
     * Returns whether {@link #outlined} is to give the machine's peak, which takes a moment to measure; a record of the run does without.
     */
    default boolean wantsPeak() {
        return true;
    }

    /** Something worth a line that is no event, e.g. that a tokenizer is being trained. May come before {@link #outlined}. */
    default void note(String line) {
    }
}
