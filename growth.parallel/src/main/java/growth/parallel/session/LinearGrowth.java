package growth.parallel.session;

import growth.api.algebra.GrownTensor;
import growth.api.algebra.SmallTensors;
import growth.api.algebra.StateGrowth;
import growth.api.model.ModelState;
import growth.api.model.OptimizerState;
import growth.api.model.ParameterLayout;
import growth.api.model.ParameterSpec;
import growth.api.operator.GrowthPlan;
import growth.api.operator.OptimizerStatePolicy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Grows differences of parameters, such as the momentum of the outer optimizer: by the linear part of the map that grows the parameters.
 *
 * <p>A growth g copies, scales, mixes and fills. It grows an average of the parameters as it grows the parameters, with the same fills and
 * the same random numbers, so that these cancel: for a difference v the result is g(θ + v) − g(θ), in float64. Of maps, silent layers, mean
 * coordinates, blocks and rows of the next layer this is the linear part itself, whatever θ is; entries without a source, and what noise
 * adds, become exactly 0. Of arithmetic of an operator's own that is not linear it is the change that v makes at θ.
 */
public final class LinearGrowth {
    private static final String MOVED = "moved";

    private LinearGrowth() {
    }

    /**
     * Returns the grown differences, float32, by the names of the grown parameters, in memory of their own.
     *
     * @param plan        the growth, as it is performed
     * @param small       the model before it
     * @param differences v: parameter of the small model → difference, of its shape
     * @param seed        seed of the growth
     */
    public static Map<String, INDArray> of(GrowthPlan plan, ModelState small, Map<String, INDArray> differences, long seed) {
        Map<String, INDArray> from = plan.source().of(small).parameters();
        StateGrowth growth = new StateGrowth(plan, new Moved(from, differences), OptimizerStatePolicy.RESET, seed);
        Map<String, INDArray> grown = new LinkedHashMap<>();
        for (ParameterSpec spec : ParameterLayout.of(plan.map().to()).parameters()) {
            try (GrownTensor tensor = growth.tensor(spec); INDArray change = tensor.averages().get(MOVED).sub(tensor.value())) {
                grown.put(spec.name(), change.castTo(DataType.FLOAT));
            }
        }
        return grown;
    }

    /** The small model with one "average", the parameters moved by the differences; both in float64. */
    private record Moved(Map<String, INDArray> from, Map<String, INDArray> differences) implements SmallTensors {
        @Override
        public DataType type() {
            return DataType.DOUBLE;
        }

        @Override
        public INDArray parameter(String name) {
            return from.get(name).castTo(DataType.DOUBLE);
        }

        @Override
        public Set<String> averages() {
            return Set.of(MOVED);
        }

        @Override
        public INDArray average(String average, String name) {
            return parameter(name).add(differences.get(name).castTo(DataType.DOUBLE));
        }

        @Override
        public Optional<OptimizerState> optimizer(String name) {
            return Optional.empty();
        }
    }
}
