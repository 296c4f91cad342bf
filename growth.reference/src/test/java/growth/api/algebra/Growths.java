package growth.api.algebra;

import growth.api.data.Batch;
import growth.api.model.Family;
import growth.api.model.Gates;
import growth.api.model.ModelShape;
import growth.api.model.ModelShapeBuilder;
import growth.api.model.ModelState;
import growth.api.model.OptimizerState;
import growth.api.model.OptimizerState.Slot;
import growth.api.operator.OptimizerStatePolicy;
import growth.reference.Grown;
import growth.reference.LogitChange;
import growth.reference.RandomModels;
import growth.reference.ReferenceLlama;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What the tests of the algebra do again and again: small models, growths of them, and how far two models are apart. */
final class Growths {
    static final long SEED = 11;

    private Growths() {
    }

    /** Returns 2 layers of 8 with 4 query and 2 key/value heads of size 4, so that attention is wider than the stream. */
    static ModelShapeBuilder llama() {
        return ModelShape.builder(Family.LLAMA).layers(2).hidden(8).heads(4).kvHeads(2).headSize(4).intermediate(6).vocabulary(11)
                .context(8);
    }

    static Batch.Tokens batch(ModelShape shape) {
        return RandomModels.batch(shape, 2, 6, 5);
    }

    /** Returns the grown model, without optimizer state. */
    static ModelState grow(GrowthMap map, ModelState state) {
        return Grown.state(map, state, OptimizerStatePolicy.RESET, SEED);
    }

    /** Returns max |Δlogit| between a random small model and what the map makes of it, in float64. */
    static double logitChange(GrowthMap map) {
        ModelState small = RandomModels.model(map.from(), 3);
        return logitChange(small, grow(map, small));
    }

    static double logitChange(ModelState before, ModelState after) {
        Batch.Tokens batch = batch(before.shape());
        return LogitChange.maxDifference(ReferenceLlama.of(before).logits(batch), ReferenceLlama.of(after).logits(batch));
    }

    static double[] values(INDArray array) {
        return array.dup('c').reshape(array.length()).toDoubleVector();
    }

    /** Returns parameter name → gradient of the state's loss, in float64. */
    static Map<String, INDArray> gradients(ModelState state) {
        Map<String, INDArray> gradients = new LinkedHashMap<>();
        ReferenceLlama.of(state).gradients(batch(state.shape())).values().forEach((name, gradient) ->
                gradients.put(name, Nd4j.createFromArray(gradient).reshape('c', state.parameters().get(name).shape())));
        return gradients;
    }

    /** Returns the state with its true gradients as first moments, and their squares as second moments, at {@code steps}. */
    static ModelState withGradients(ModelState state, long steps) {
        Map<String, OptimizerState> optimizer = new LinkedHashMap<>();
        gradients(state).forEach((name, g) -> optimizer.put(name,
                new OptimizerState(steps, Map.of(Slot.FIRST_MOMENT, g, Slot.SECOND_MOMENT, g.mul(g)), Optional.empty())));
        return new ModelState(state.shape(), state.parameters(), optimizer, Map.of(), Gates.none());
    }

    /** Returns the matrices R and Mᵀ of an index map. */
    static DenseMap dense(IndexMap map) {
        double[][] write = new double[map.to()][map.from()];
        double[][] read = new double[map.to()][map.from()];
        for (int i = 0; i < map.to(); i++) {
            write[i][map.source()[i]] = 1;
            read[i][map.source()[i]] = map.coefficient()[i];
        }
        return new DenseMap(Nd4j.createFromArray(write), Nd4j.createFromArray(read));
    }
}
