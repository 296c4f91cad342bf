package growth.api.operator;

import growth.api.GrowthException;
import growth.api.model.ModelState;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * An operator that trains something to find out how to grow. {@link #plan} declares where its training begins, and by
 * {@link GrowthPlan#batches} how many batches it will train on. It grows models in training only: a checkpoint on disk has no data.
 */
@ConsumerType
public interface LearningOperator extends GrowthOperator {
    /**
     * Learns the growth.
     *
     * @param state   the small model, valid until the method returns; left as it is
     * @param request the requested growth; {@link #plan} accepts it
     * @param context gives gradients, and takes lines for the log
     * @return the growth that was learned, which the framework performs on {@code state}; its arrays belong to the framework
     * @throws GrowthException (CONFIGURATION) if this state cannot be grown, (DIVERGED) if the training diverges
     */
    GrowthPlan learn(ModelState state, GrowthRequest request, GrowthContext context);
}
