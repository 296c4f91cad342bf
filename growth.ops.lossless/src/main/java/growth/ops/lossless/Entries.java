package growth.ops.lossless;

import growth.api.model.ModelState;
import growth.api.model.ParameterSpec;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Changes entries of freshly grown arrays in place, in row-major order and in float64. */
final class Entries {
    private Entries() {
    }

    /** @return the entries, row-major */
    static double[] of(INDArray array) {
        return array.reshape(array.length()).toDoubleVector();
    }

    /** Sets the entries, rounded to the array's type. */
    static void set(INDArray array, double[] entries) {
        array.assign(Nd4j.createFromArray(entries).reshape('c', array.shape()).castTo(array.dataType()));
    }

    /** Replaces the entries of an array. */
    static void change(INDArray array, UnaryOperator<double[]> change) {
        set(array, change.apply(of(array)));
    }

    /** Does the same to a parameter and to every average of it. */
    static void each(ModelState state, ParameterSpec spec, Consumer<INDArray> change) {
        valueMaps(state).map(values -> values.get(spec.name())).forEach(change);
    }

    /** @return the parameters and every average of them, by name */
    static Stream<Map<String, INDArray>> valueMaps(ModelState state) {
        return Stream.concat(Stream.of(state.parameters()), state.averages().values().stream());
    }
}
