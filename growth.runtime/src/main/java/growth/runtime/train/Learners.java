package growth.runtime.train;

import growth.api.model.ModelShape;
import growth.api.model.Trainable;
import java.util.Map;

/**
 * What of a model learns.
 *
 * @param parts       the parts that learn
 * @param rateFactors what tells the engine so, step by step
 */
record Learners(Trainable parts, Map<String, Double> rateFactors) {
    Learners {
        rateFactors = Map.copyOf(rateFactors);
    }

    static Learners of(Trainable parts, ModelShape shape) {
        return new Learners(parts, parts.rateFactors(shape));
    }
}
