package growth.api.algebra;

import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.ParameterLayout;
import growth.api.model.ParameterSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Makes models to train from scratch: every entry is new, and filled by {@link FillRule#initial}. */
public final class ParameterInitializer {
    private ParameterInitializer() {
    }

    /**
     * @param seed seed of the random numbers; each tensor's depend on it and on the tensor's name alone
     * @return a float32 model without optimizer state
     */
    public static ModelState initialize(ModelShape shape, long seed) {
        return initialize(shape, seed, DataType.FLOAT);
    }

    /** Makes the model of {@link #initialize(ModelShape, long)} in float32 or float64; the numbers are the same up to rounding. */
    public static ModelState initialize(ModelShape shape, long seed, DataType type) {
        FillRule rule = FillRule.initial(shape);
        Map<String, INDArray> parameters = new LinkedHashMap<>();
        for (ParameterSpec spec : ParameterLayout.of(shape).parameters()) {
            TensorSides sides = TensorSides.fresh(spec, shape);
            parameters.put(spec.name(), Gather.filled(sides, new BlockFiller(spec, sides, rule, seed), type, spec.shape(shape)));
        }
        return ModelState.of(shape, parameters);
    }
}
