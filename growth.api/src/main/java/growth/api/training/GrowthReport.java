package growth.api.training;

import growth.api.algebra.NewEntries;
import growth.api.model.ModelShape;
import growth.api.model.Trainable;
import growth.api.operator.LearningRatePolicy;
import growth.api.operator.OptimizerStatePolicy;
import growth.api.operator.Preservation;
import java.util.List;
import java.util.Optional;

/**
 * Reports what a growth did: what the operator claims, and what was measured.
 *
 * @param operator         the operator's name
 * @param from             shape before
 * @param to               shape after
 * @param map              the map in words
 * @param claimed          what the operator claims to preserve
 * @param maxLogitChange   max |Δlogit| on held-out data
 * @param lossBefore       loss before, on held-out data
 * @param lossAfter        loss after, on the same data
 * @param newGradientNorm  gradient norm of the entries without an old counterpart at the first step; 0 means they are dead, NaN that
 *                         there are none
 * @param deadParameters   tensors all of whose new entries have a zero gradient
 * @param copyDistance     symmetry: smallest relative distance between the gradients of a copy and its original, of layers and in width
 *                         ({@link NewEntries#copyDistance}); NaN without copies
 * @param optimizerState   what happened to the optimizer state
 * @param learningRate     what happened to the learning rate
 * @param seconds          time the growth took
 * @param peakBytes        memory of the old and the new state together; for a growth tensor by tensor, memory of the largest pair of old
 *                         and new tensor
 * @param tensorByTensor   whether no more than one tensor of each model was in memory at a time
 * @param trainable        what learns from here on
 * @param origin           the code of the operator
 * @param parting          what would part copies that stay equal, as the operator says; empty if it makes no such copies
 */
public record GrowthReport(String operator, ModelShape from, ModelShape to, String map, Preservation claimed, double maxLogitChange,
        double lossBefore, double lossAfter, double newGradientNorm, List<String> deadParameters, double copyDistance,
        OptimizerStatePolicy optimizerState, LearningRatePolicy learningRate, double seconds, long peakBytes, boolean tensorByTensor,
        Trainable trainable, PluginOrigin origin, Optional<String> parting) {
    public GrowthReport {
        deadParameters = List.copyOf(deadParameters);
    }

    /** A growth of whole states, after which everything learns. */
    public GrowthReport(String operator, ModelShape from, ModelShape to, String map, Preservation claimed, double maxLogitChange,
            double lossBefore, double lossAfter, double newGradientNorm, List<String> deadParameters, double copyDistance,
            OptimizerStatePolicy optimizerState, LearningRatePolicy learningRate, double seconds, long peakBytes, PluginOrigin origin) {
        this(operator, from, to, map, claimed, maxLogitChange, lossBefore, lossAfter, newGradientNorm, deadParameters, copyDistance,
                optimizerState, learningRate, seconds, peakBytes, false, Trainable.ALL, origin, Optional.empty());
    }

    /** Returns whether some copies have the gradients of their originals, so that nothing tells them apart. */
    public boolean copiesStayEqual() {
        return copyDistance <= NewEntries.EQUAL;
    }
}
