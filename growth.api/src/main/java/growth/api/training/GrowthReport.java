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
 * What a growth did, claimed and measured.
 *
 * @param change   what was done, and what the operator says of it
 * @param effect   what was measured on data
 * @param policies what holds from here on
 * @param cost     what it took
 */
public record GrowthReport(Change change, Effect effect, Policies policies, Cost cost) {
    /**
     * What was done, and what the operator says of it.
     *
     * @param operator the operator's name
     * @param origin   the code of the operator
     * @param from     shape before
     * @param to       shape after
     * @param map      the map in words
     * @param claimed  what the operator claims to preserve
     * @param parting  what would part copies that stay equal; empty if the operator makes none such
     */
    public record Change(String operator, PluginOrigin origin, ModelShape from, ModelShape to, String map, Preservation claimed,
            Optional<String> parting) {
    }

    /**
     * What was measured on data. A number that was not measured is NaN.
     *
     * @param maxLogitChange  max |Δlogit| on held-out data
     * @param lossBefore      loss before, on held-out data
     * @param lossAfter       loss after, on the same data
     * @param newGradientNorm gradient norm of the entries without an old counterpart at the first step; 0 means they are dead, NaN that
     *                        there are none
     * @param deadParameters  tensors all of whose new entries have a zero gradient
     * @param copyDistance    symmetry: smallest relative distance between the gradients of a copy and its original, of layers and in
     *                        width ({@link NewEntries#copyDistance}); NaN without copies
     */
    public record Effect(double maxLogitChange, double lossBefore, double lossAfter, double newGradientNorm, List<String> deadParameters,
            double copyDistance) {
        /** Nothing was measured: there were no data. */
        public static final Effect UNKNOWN = new Effect(Double.NaN, Double.NaN, Double.NaN, Double.NaN, List.of(), Double.NaN);

        public Effect {
            deadParameters = List.copyOf(deadParameters);
        }

        /** Returns whether some copies have the gradients of their originals, so that nothing tells them apart. */
        public boolean copiesStayEqual() {
            return copyDistance <= NewEntries.EQUAL;
        }
    }

    /**
     * What holds from the growth on.
     *
     * @param optimizerState what happened to the optimizer state
     * @param learningRate   what happened to the learning rate
     * @param trainable      what learns
     */
    public record Policies(OptimizerStatePolicy optimizerState, LearningRatePolicy learningRate, Trainable trainable) {
    }

    /**
     * What the growth took.
     *
     * @param seconds        time
     * @param peakBytes      memory of the old and the new state together; of a growth tensor by tensor, of the old and the new tensor that
     *                       are largest together
     * @param tensorByTensor whether no more than one tensor of each model was in memory at a time
     * @param flops          training operations of what the operator trained, which are part of the run's; 0 if it trains nothing
     */
    public record Cost(double seconds, long peakBytes, boolean tensorByTensor, double flops) {
        /** Makes the cost of a growth that trains nothing. */
        public Cost(double seconds, long peakBytes, boolean tensorByTensor) {
            this(seconds, peakBytes, tensorByTensor, 0);
        }
    }
}
