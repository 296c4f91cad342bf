package growth.runtime.train;

import growth.api.GrowthException;
import org.osgi.annotation.versioning.ProviderType;

/** Trains runs. The loop is documented on {@link growth.api.training.TrainingEvent}. */
@ProviderType
public interface Trainer {
    /**
     * Runs to the end, or until {@link TrainRequest#stop} asks for one; saves in both cases.
     *
     * @throws GrowthException in one line; the last good checkpoint is kept
     */
    TrainOutcome train(TrainRequest request);
}
