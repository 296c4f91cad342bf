package growth.runtime.disk;

import growth.api.algebra.GrownTensor;
import growth.api.algebra.GrowthMap;
import growth.api.algebra.SmallTensors;
import growth.api.algebra.StateGrowth;
import growth.api.algebra.TensorGrowth;
import growth.api.model.OptimizerState;
import growth.api.model.ParameterLayout;
import growth.api.model.ParameterSpec;
import growth.api.operator.GrowthPlan;
import growth.api.operator.OptimizerStatePolicy;
import growth.formats.huggingface.ModelWeights;
import growth.formats.safetensors.TensorType;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Grows a model from file to file, tensor by tensor: memory holds only the sources of one grown tensor. Each tensor keeps
 * the type it has in the file; freshly initialised ones get the model's.
 */
final class StreamedGrowth {
    private final ModelWeights weights;
    private final BiFunction<String, DataType, INDArray> values;
    private final GrowthPlan plan;
    private final long seed;
    private final Map<String, ParameterSpec> specs;
    private long mostBytes;
    private long nanos;

    /**
     * @param weights the small model
     * @param values  reads what is grown, parameter by parameter: the small model's values, or an average of them
     * @param plan    the growth
     * @param seed    seed of what is random
     */
    StreamedGrowth(ModelWeights weights, BiFunction<String, DataType, INDArray> values, GrowthPlan plan, long seed) {
        this.weights = weights;
        this.values = values;
        this.plan = plan;
        this.seed = seed;
        specs = ParameterLayout.of(plan.map().to()).byName();
    }

    /** Returns the type in which a grown tensor is written. */
    static TensorType type(ModelWeights weights, GrowthMap map, ParameterSpec grown) {
        return TensorGrowth.of(map, grown, 0).source().map(weights::type).orElseGet(weights::type);
    }

    /** Returns the type of arrays that holds a file's numbers exactly. */
    static DataType arrays(TensorType type) {
        return type == TensorType.F64 ? DataType.DOUBLE : DataType.FLOAT;
    }

    /** Hands out the grown values of one parameter. */
    void give(String name, Consumer<INDArray> writer) {
        ParameterSpec spec = specs.get(name);
        try (Reading read = new Reading(values, arrays(type(weights, plan.map(), spec)))) {
            long begin = System.nanoTime();
            try (GrownTensor grown = new StateGrowth(plan, read, OptimizerStatePolicy.RESET, seed).tensor(spec)) {
                nanos += System.nanoTime() - begin - read.nanos;
                mostBytes = Math.max(mostBytes, (read.entries() + grown.value().length()) * read.type().width());
                writer.accept(grown.value());
            }
        }
    }

    /** Returns the seconds that the growth itself took, without reading and writing. */
    double seconds() {
        return nanos / 1e9;
    }

    /** Returns the bytes of a grown tensor and what it was made from, of those that are largest together. */
    long mostBytes() {
        return mostBytes;
    }

    /** The tensors read for one grown tensor, held until closed. */
    private static final class Reading implements SmallTensors, AutoCloseable {
        private final BiFunction<String, DataType, INDArray> values;
        private final DataType type;
        private final Map<String, INDArray> arrays = new HashMap<>();
        private long nanos;

        Reading(BiFunction<String, DataType, INDArray> values, DataType type) {
            this.values = values;
            this.type = type;
        }

        @Override
        public DataType type() {
            return type;
        }

        @Override
        public INDArray parameter(String name) {
            return arrays.computeIfAbsent(name, parameter -> {
                long begin = System.nanoTime();
                INDArray array = values.apply(parameter, type);
                nanos += System.nanoTime() - begin;
                return array;
            });
        }

        long entries() {
            return arrays.values().stream().mapToLong(INDArray::length).sum();
        }

        @Override
        public Set<String> averages() {
            return Set.of();
        }

        @Override
        public INDArray average(String average, String name) {
            throw new IllegalStateException("a checkpoint grows without its averages");
        }

        @Override
        public Optional<OptimizerState> optimizer(String name) {
            return Optional.empty();
        }

        @Override
        public void close() {
            arrays.values().forEach(INDArray::close);
        }
    }
}
