package growth.api.algebra;

import growth.api.model.OptimizerState;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One tensor of a grown model. Owns its arrays, which are all of the tensor's shape.
 *
 * @param value     the parameter
 * @param averages  name of the average → average of the parameter
 * @param optimizer the optimizer state of the parameter; empty if it starts afresh
 */
public record GrownTensor(INDArray value, Map<String, INDArray> averages, Optional<OptimizerState> optimizer)
        implements AutoCloseable {

    /** Returns the tensor with the entries (row-major, in float64) of the parameter and of every average changed alike. */
    GrownTensor changed(UnaryOperator<double[]> change) {
        return new GrownTensor(Entries.changed(value, change), changedAverages(change), optimizer);
    }

    private Map<String, INDArray> changedAverages(UnaryOperator<double[]> change) {
        Map<String, INDArray> changed = new LinkedHashMap<>();
        averages.forEach((name, average) -> changed.put(name, Entries.changed(average, change)));
        return changed;
    }

    /** Returns the tensor with another optimizer state. */
    GrownTensor with(Optional<OptimizerState> other) {
        return new GrownTensor(value, averages, other);
    }

    /** Returns every array of the tensor. */
    public Stream<INDArray> arrays() {
        Stream<INDArray> remembered = optimizer.stream().flatMap(s -> Stream.concat(s.slots().values().stream(), s.born().stream()));
        return Stream.of(Stream.of(value), averages.values().stream(), remembered).flatMap(s -> s);
    }

    /** Releases the memory of arrays that own theirs. */
    @Override
    public void close() {
        arrays().filter(INDArray::closeable).forEach(INDArray::close);
    }
}
