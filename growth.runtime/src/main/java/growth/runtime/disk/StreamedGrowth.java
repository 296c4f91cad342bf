package growth.runtime.disk;

import growth.api.algebra.GrownTensor;
import growth.api.algebra.GrowthMap;
import growth.api.algebra.SmallTensors;
import growth.api.algebra.StateGrowth;
import growth.api.algebra.TensorGrowth;
import growth.api.model.ModelShape;
import growth.api.model.OptimizerState;
import growth.api.model.ParameterLayout;
import growth.api.model.ParameterSpec;
import growth.api.operator.GrowthPlan;
import growth.api.operator.OptimizerStatePolicy;
import growth.formats.huggingface.ModelWeights;
import growth.formats.safetensors.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Grows a model from file to file, tensor by tensor: memory holds only one grown tensor and its sources. Each tensor keeps
 * the type it has in the file; freshly initialised ones get the model's.
 */
final class StreamedGrowth implements AutoCloseable {
    private final ModelWeights weights;
    private final BiConsumer<String, INDArray> values;
    private final GrowthPlan plan;
    private final long seed;
    private final Map<String, ParameterSpec> specs;
    private final List<ReusedArrays> sources = new ArrayList<>();
    private final ReusedArrays results = new ReusedArrays();
    private long mostBytes;
    private long nanos;

    /**
     * @param weights the small model
     * @param values  reads what is grown into arrays, parameter by parameter: the small model's values, or an average of them
     * @param plan    the growth
     * @param seed    seed of what is random
     */
    StreamedGrowth(ModelWeights weights, BiConsumer<String, INDArray> values, GrowthPlan plan, long seed) {
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
        Reading read = new Reading(arrays(type(weights, plan.map(), spec)));
        long begin = System.nanoTime();
        try (GrownTensor grown = new StateGrowth(plan, read, OptimizerStatePolicy.RESET, seed, results).tensor(spec)) {
            nanos += System.nanoTime() - begin - read.nanos;
            mostBytes = Math.max(mostBytes, (read.entries() + grown.value().length()) * read.type().width());
            writer.accept(grown.value());
        }
    }

    private INDArray source(int number, String name, DataType type) {
        if (number == sources.size()) {
            sources.add(new ReusedArrays());
        }
        ModelShape small = plan.map().from();
        INDArray array = sources.get(number).array(type, ParameterLayout.of(small).byName().get(name).shape(small));
        values.accept(name, array);
        return array;
    }

    @Override
    public void close() {
        sources.forEach(ReusedArrays::close);
        results.close();
    }

    /** Returns the seconds that the growth itself took, without reading and writing. */
    double seconds() {
        return nanos / 1e9;
    }

    /** Returns the bytes of a grown tensor and what it was made from, of those that are largest together. */
    long mostBytes() {
        return mostBytes;
    }

    /** The tensors read for one grown tensor, valid until the next one's are read. */
    private final class Reading implements SmallTensors {
        private final DataType type;
        private final Map<String, INDArray> arrays = new HashMap<>();
        private long nanos;

        Reading(DataType type) {
            this.type = type;
        }

        @Override
        public DataType type() {
            return type;
        }

        @Override
        public INDArray parameter(String name) {
            INDArray known = arrays.get(name);
            if (known != null) {
                return known;
            }
            long begin = System.nanoTime();
            INDArray array = source(arrays.size(), name, type);
            nanos += System.nanoTime() - begin;
            arrays.put(name, array);
            return array;
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
    }
}
