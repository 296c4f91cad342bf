package growth.api.schedule;

import growth.api.TrainingTime;
import growth.api.model.ModelShape;
import growth.api.model.View;
import java.util.Optional;

/**
 * One stage of a schedule that knows its plan before training.
 *
 * @param from     when it begins; zero for the first
 * @param shape    the model that is trained in it
 * @param view     what is trained on
 * @param operator another operator than the run's that makes it, by name; empty for the first stage
 */
public record PlannedStage(TrainingTime from, ModelShape shape, View view, Optional<String> operator) {
}
