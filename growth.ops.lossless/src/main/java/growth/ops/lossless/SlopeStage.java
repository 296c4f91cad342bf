package growth.ops.lossless;

import growth.api.model.ModelShape;
import growth.api.model.View;
import growth.api.schedule.Decision;
import java.util.Optional;

/**
 * One growth of a slope schedule.
 *
 * @param shape     the shape to grow to
 * @param operator  name of the operator, if it is not the run's
 * @param threshold fall of the loss in nats per e-fold of compute at which to grow
 */
record SlopeStage(ModelShape shape, Optional<String> operator, double threshold) {
    /** Returns the decision with which it begins. */
    Decision.Grow growth() {
        return new Decision.Grow(shape, operator, View.full());
    }
}
