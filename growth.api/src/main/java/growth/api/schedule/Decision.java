package growth.api.schedule;

import growth.api.TrainingTime;
import growth.api.model.ModelShape;
import growth.api.model.View;
import growth.api.operator.LearningRatePolicy;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** What a schedule wants to happen before the next step. */
@ProviderType
public sealed interface Decision {
    /** Nothing: train on. */
    record Continue() implements Decision {
    }

    /**
     * Grow now.
     *
     * @param target       the shape to grow to; the present shape changes only the view
     * @param operator     another operator than the run's, by name
     * @param view         the part of the data and the model that is used from now on
     * @param learningRate another learning-rate policy than the run's, for this growth (Yao et al. 2024 rewind at the first two only)
     */
    record Grow(ModelShape target, Optional<String> operator, View view, Optional<LearningRatePolicy> learningRate) implements Decision {
        /** A growth with the run's learning-rate policy. */
        public Grow(ModelShape target, Optional<String> operator, View view) {
            this(target, operator, view, Optional.empty());
        }
    }

    /**
     * Try several sub-networks, then go on with the best (Li et al. 2022, section 3.3). The trainer grows to the deepest candidate and
     * trains one randomly chosen candidate in each step; a shallower one leaves out the first of the copied layers. At the end each
     * candidate is scored on training data. The one with the smallest loss · cost^w goes on with its weights, and the schedule is asked
     * again.
     *
     * @param candidates what to choose from; none has fewer layers than the present model
     * @param length     how long the sub-networks are trained
     */
    record Search(List<Grow> candidates, TrainingTime length) implements Decision {
        public Search {
            candidates = List.copyOf(candidates);
        }
    }

    /** Returns the decision to train on. */
    static Decision trainOn() {
        return new Continue();
    }
}
