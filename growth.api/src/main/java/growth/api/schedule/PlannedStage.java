package growth.api.schedule;

import growth.api.TrainingTime;
import growth.api.model.ModelShape;
import growth.api.model.View;
import growth.api.operator.LearningRatePolicy;
import java.util.Optional;

/**
 * One stage of a schedule that knows its plan before training.
 *
 * @param from         when it begins; zero for the first
 * @param shape        the model that is trained in it
 * @param view         the part of the data and the model that is used
 * @param operator     name of the operator that makes it, if it is not the run's; empty for the first stage
 * @param learningRate another learning-rate policy than the run's at its beginning; empty for the first stage
 */
public record PlannedStage(TrainingTime from, ModelShape shape, View view, Optional<String> operator,
        Optional<LearningRatePolicy> learningRate) {
    /** A stage with the run's learning-rate policy. */
    public PlannedStage(TrainingTime from, ModelShape shape, View view, Optional<String> operator) {
        this(from, shape, view, operator, Optional.empty());
    }

    /** Returns the first stage of a run. */
    public static PlannedStage first(ModelShape shape, View view) {
        return new PlannedStage(TrainingTime.steps(0), shape, view, Optional.empty());
    }

    /** Returns the decision with which it begins. */
    public Decision.Grow growth() {
        return new Decision.Grow(shape, operator, view, learningRate);
    }
}
