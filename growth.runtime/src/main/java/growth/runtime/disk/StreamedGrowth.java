package growth.runtime.disk;

import growth.api.algebra.GrowthMap;
import growth.api.algebra.TensorGrowth;
import growth.api.model.ParameterLayout;
import growth.api.model.ParameterSpec;
import growth.formats.huggingface.ModelWeights;
import growth.formats.safetensors.TensorType;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A growth from file to file, tensor by tensor: one old tensor and the grown one are in memory at a time. Each keeps the type it has in the
 * file; freshly initialised ones get the model's.
 */
final class StreamedGrowth {
    private final ModelWeights weights;
    private final GrowthMap map;
    private final long seed;
    private final Map<String, ParameterSpec> specs;
    private long mostBytes;
    private long nanos;

    /**
     * @param weights the small model
     * @param map     the growth
     * @param seed    seed of what is random
     */
    StreamedGrowth(ModelWeights weights, GrowthMap map, long seed) {
        this.weights = weights;
        this.map = map;
        this.seed = seed;
        specs = ParameterLayout.of(map.to()).byName();
    }

    /** @return the type in which the grown tensor is written */
    static TensorType type(ModelWeights weights, GrowthMap map, ParameterSpec grown) {
        return TensorGrowth.of(map, grown, 0).source().map(weights::type).orElseGet(weights::type);
    }

    /** @return the type of arrays that holds a file's numbers exactly */
    static DataType arrays(TensorType type) {
        return type == TensorType.F64 ? DataType.DOUBLE : DataType.FLOAT;
    }

    /** Hands out the grown values of one parameter. */
    void give(String name, Consumer<INDArray> writer) {
        TensorGrowth growth = TensorGrowth.of(map, specs.get(name), seed);
        DataType type = arrays(type(weights, map, specs.get(name)));
        Optional<INDArray> old = growth.source().map(source -> weights.read(source, type));
        try {
            long begin = System.nanoTime();
            INDArray grown = growth.values(old, type);
            nanos += System.nanoTime() - begin;
            try {
                mostBytes = Math.max(mostBytes, (old.map(INDArray::length).orElse(0L) + grown.length()) * type.width());
                writer.accept(grown);
            } finally {
                grown.close();
            }
        } finally {
            old.ifPresent(INDArray::close);
        }
    }

    /** @return seconds that the growth itself took, without reading and writing */
    double seconds() {
        return nanos / 1e9;
    }

    /** @return bytes of an old tensor and its grown one, of those that are largest together */
    long mostBytes() {
        return mostBytes;
    }
}
