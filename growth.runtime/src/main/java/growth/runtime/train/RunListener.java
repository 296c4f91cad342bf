package growth.runtime.train;

import growth.api.training.TrainingListener;
import org.osgi.annotation.versioning.ConsumerType;

/** A listener that also hears what the run will be, and what slow work says of itself. */
@ConsumerType
public interface RunListener extends TrainingListener {
    /** The run is opened and checked; its events follow. */
    default void outlined(RunOutline outline) {
    }

    /** Something worth a line that is no event, e.g. that a tokenizer is being trained. May come before {@link #outlined}. */
    default void note(String line) {
    }
}
