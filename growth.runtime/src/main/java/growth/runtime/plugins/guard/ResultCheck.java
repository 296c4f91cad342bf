package growth.runtime.plugins.guard;

import growth.api.algebra.GrowthMap;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.OptimizerState;
import growth.api.model.ParameterLayout;
import growth.api.model.ParameterSpec;
import growth.api.operator.GrowthResult;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Looks at what an operator has made before it takes the place of the model. Names and shapes of parameters need no look: a state cannot be
 * made without them.
 *
 * @param calls to the operator
 */
record ResultCheck(PluginCalls calls) {
    /** @throws growth.api.GrowthException (FAILING_PLUGIN) that says what cannot be */
    void check(ModelState before, GrowthResult result) {
        ModelState state = result.state();
        if (state == null || result.map() == null) {
            throw calls.wrong("grow", "no " + (state == null ? "state" : "map"));
        }
        check("grow", before.shape(), result.map());
        if (!state.shape().equals(result.map().to())) {
            throw calls.wrong("grow", "a model of " + state.shape() + " with a map to " + result.map().to());
        }
        if (!state.averages().keySet().equals(before.averages().keySet())) {
            throw calls.wrong("grow", "averages " + state.averages().keySet() + " instead of " + before.averages().keySet());
        }
        tensors(state, before.parameters().values().iterator().next().dataType());
    }

    /** @throws growth.api.GrowthException (FAILING_PLUGIN) if the map does not begin at the model */
    void check(String call, ModelShape from, GrowthMap map) {
        if (!map.from().equals(from)) {
            throw calls.wrong(call, "a map from " + map.from() + ", but the model is " + from);
        }
    }

    private void tensors(ModelState state, DataType type) {
        Map<String, ParameterSpec> specs = ParameterLayout.of(state.shape()).byName();
        state.parameters().forEach((name, value) -> tensor(name, value, type, specs.get(name).shape(state.shape())));
        state.optimizer().forEach((name, remembered) -> slots(name, remembered, type, specs.get(name).shape(state.shape())));
        state.averages().forEach((average, values) -> values.forEach(
                (name, value) -> tensor("average " + average + " of " + name, value, type, specs.get(name).shape(state.shape()))));
    }

    private void slots(String name, OptimizerState remembered, DataType type, long[] shape) {
        remembered.slots().forEach((slot, value) -> tensor(slot.name().toLowerCase(Locale.ROOT) + " of " + name, value, type, shape));
        remembered.born().ifPresent(value -> tensor("ages of " + name, value, value.dataType(), shape));
    }

    private void tensor(String name, INDArray value, DataType type, long[] shape) {
        if (value.wasClosed()) {
            throw calls.wrong("grow", name + " closed");
        }
        if (value.dataType() != type) {
            throw calls.wrong("grow", name + " of type " + value.dataType() + " instead of " + type);
        }
        if (!Arrays.equals(value.shape(), shape)) {
            throw calls.wrong("grow", name + " as " + Arrays.toString(value.shape()) + " instead of " + Arrays.toString(shape));
        }
        // the sum of many large numbers may overflow, so they are counted then
        if (!Double.isFinite(value.sumNumber().doubleValue())) {
            long wrong = count(value);
            if (wrong > 0) {
                throw calls.wrong("grow", name + String.format(Locale.ROOT, " with %,d of %,d numbers NaN or infinite", wrong,
                        value.length()));
            }
        }
    }

    private static long count(INDArray value) {
        long wrong = 0;
        for (long i = 0; i < value.length(); i++) {
            wrong += Double.isFinite(value.getDouble(i)) ? 0 : 1;
        }
        return wrong;
    }
}
