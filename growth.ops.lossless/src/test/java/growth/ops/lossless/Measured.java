package growth.ops.lossless;

import growth.api.data.Batch;
import growth.api.model.Family;
import growth.api.model.Gates;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.OptimizerState;
import growth.api.model.OptimizerState.Slot;
import growth.api.model.View;
import growth.api.operator.GrowthOperator;
import growth.api.operator.OptimizerStatePolicy;
import growth.reference.Grown;
import growth.reference.RandomModels;
import growth.reference.ReferenceLlama;
import growth.reference.ReferenceModel;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Growths of random models, and what is measured of them in float64. */
final class Measured {
    private Measured() {
    }

    static ModelState model(ModelShape shape) {
        return RandomModels.model(shape, 3);
    }

    /** Returns the grown model, without optimizer state. */
    static ModelState grow(GrowthOperator operator, String options, ModelState state, ModelShape to) {
        return grow(operator, options, state, to, OptimizerStatePolicy.RESET).state();
    }

    /** Returns the growth, with optimizer state by that policy. */
    static Grown grow(GrowthOperator operator, String options, ModelState state, ModelShape to, OptimizerStatePolicy policy) {
        return Grown.of(operator, state, Given.request(operator, options, state.shape(), to, policy));
    }

    static Batch batch(ModelShape shape) {
        return RandomModels.any(shape, shape.family() == Family.LLAMA ? 2 : 1, 5);
    }

    static double[] values(INDArray array) {
        return array.dup('c').reshape(array.length()).toDoubleVector();
    }

    /** Returns every parameter, to the last bit. */
    static Map<String, List<Double>> all(ModelState state) {
        Map<String, List<Double>> all = new LinkedHashMap<>();
        state.parameters().forEach((name, array) -> all.put(name, Arrays.stream(values(array)).boxed().toList()));
        return all;
    }

    /** Returns the gradients of the loss: analytic for llama, central differences (good to about 1e-9) for the others. */
    static Map<String, double[]> gradients(ModelState state) {
        if (state.shape().family() == Family.LLAMA) {
            return ReferenceLlama.of(state).gradients((Batch.Tokens) batch(state.shape())).values();
        }
        ReferenceModel model = ReferenceModel.of(state);
        Batch batch = batch(state.shape());
        Map<String, double[]> gradients = new LinkedHashMap<>();
        model.parameters().forEach((name, values) -> {
            double[] gradient = new double[values.length];
            Arrays.setAll(gradient, i -> model.difference(name, i, 1e-5, List.of(batch), View.full(), Gates.none(), 0));
            gradients.put(name, gradient);
        });
        return gradients;
    }

    static Map<String, INDArray> arrays(ModelState state, Map<String, double[]> gradients) {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        gradients.forEach((name, g) -> arrays.put(name, Nd4j.createFromArray(g).reshape('c', state.parameters().get(name).shape())));
        return arrays;
    }

    /** Returns the state with its gradients as first moments and their squares as second ones, after ten steps. */
    static ModelState withMoments(ModelState state) {
        Map<String, OptimizerState> optimizer = new LinkedHashMap<>();
        arrays(state, gradients(state)).forEach((name, g) -> optimizer.put(name,
                new OptimizerState(10, Map.of(Slot.FIRST_MOMENT, g, Slot.SECOND_MOMENT, g.mul(g)), Optional.empty())));
        return new ModelState(state.shape(), state.parameters(), optimizer, Map.of(), Gates.none());
    }

    /** Returns the state after one step of gradient descent. */
    static ModelState stepped(ModelState state, double rate) {
        Map<String, INDArray> parameters = new LinkedHashMap<>();
        arrays(state, gradients(state)).forEach((name, g) -> parameters.put(name, state.parameters().get(name).sub(g.mul(rate))));
        return ModelState.of(state.shape(), parameters);
    }
}
