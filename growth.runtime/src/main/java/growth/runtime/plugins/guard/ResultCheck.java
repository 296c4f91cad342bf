package growth.runtime.plugins.guard;

import growth.api.algebra.AxisMap;
import growth.api.algebra.DenseMap;
import growth.api.algebra.GrownTensor;
import growth.api.algebra.GrowthMap;
import growth.api.algebra.SmallTensors;
import growth.api.model.Axis;
import growth.api.model.ModelShape;
import growth.api.model.OptimizerState;
import growth.api.model.OptimizerState.Slot;
import growth.api.model.ParameterSpec;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Looks at what an operator has made, and copies it into memory of the framework: a plug-in may close its arrays, or write into them.
 *
 * @param calls to the operator
 */
record ResultCheck(PluginCalls calls) {
    /**
     * Returns the map with learned maps in memory of the framework.
     *
     * @throws growth.api.GrowthException (FAILING_PLUGIN) if a learned map is closed or not finite
     */
    GrowthMap map(String call, GrowthMap map) {
        Map<Axis, AxisMap> axes = new EnumMap<>(Axis.class);
        map.axes().forEach((axis, along) -> axes.put(axis, along instanceof DenseMap dense
                ? new DenseMap(copy(call, "map of " + axis, dense.write()), copy(call, "map of " + axis, dense.read())) : along));
        return new GrowthMap(map.from(), map.to(), axes, map.layers(), map.fill(), map.normGain(), map.description());
    }

    /** @throws growth.api.GrowthException (FAILING_PLUGIN) if an entry is NaN or infinite */
    void finite(String call, String name, double[] values) {
        long wrong = Arrays.stream(values).filter(v -> !Double.isFinite(v)).count();
        if (wrong > 0) {
            throw calls.wrong(call, name + String.format(Locale.ROOT, " with %,d of %,d numbers NaN or infinite", wrong, values.length));
        }
    }

    /**
     * Returns a tensor that the operator has made, in memory of the framework.
     *
     * @param small the small model
     * @param to    the grown model's shape
     * @throws growth.api.GrowthException (FAILING_PLUGIN) that says what cannot be
     */
    GrownTensor tensor(GrownTensor made, ParameterSpec spec, SmallTensors small, ModelShape to) {
        if (!made.averages().keySet().equals(small.averages())) {
            throw calls.wrong("make", "averages " + made.averages().keySet() + " instead of " + small.averages());
        }
        String name = spec.name();
        long[] shape = spec.shape(to);
        Map<String, INDArray> averages = new LinkedHashMap<>();
        made.averages().forEach((average, value) -> averages.put(average, tensor("average " + average + " of " + name, value, small.type(),
                shape)));
        return new GrownTensor(tensor(name, made.value(), small.type(), shape), averages, made.optimizer()
                .map(state -> remembered(name, state, small.type(), shape)));
    }

    private OptimizerState remembered(String name, OptimizerState state, DataType type, long[] shape) {
        Map<Slot, INDArray> slots = new EnumMap<>(Slot.class);
        state.slots().forEach((slot, value) -> slots.put(slot, tensor(slot.name().toLowerCase(Locale.ROOT) + " of " + name, value, type,
                shape)));
        Optional<INDArray> born = state.born().map(value -> tensor("ages of " + name, value, value.dataType(), shape));
        return new OptimizerState(state.steps(), slots, born);
    }

    private INDArray tensor(String name, INDArray value, DataType type, long[] shape) {
        INDArray copy = copy("make", name, value);
        if (copy.dataType() != type) {
            throw calls.wrong("make", name + " of type " + copy.dataType() + " instead of " + type);
        }
        if (!Arrays.equals(copy.shape(), shape)) {
            throw calls.wrong("make", name + " as " + Arrays.toString(copy.shape()) + " instead of " + Arrays.toString(shape));
        }
        return copy;
    }

    private INDArray copy(String call, String name, INDArray value) {
        if (value.wasClosed()) {
            throw calls.wrong(call, name + " closed");
        }
        INDArray copy = value.dup('c');
        // the sum of many large numbers may overflow, so they are counted then
        if (!Double.isFinite(copy.sumNumber().doubleValue())) {
            finite(call, name, copy.reshape(copy.length()).toDoubleVector());
        }
        return copy;
    }
}
