package growth.api.algebra;

import growth.api.model.ModelState;
import growth.api.model.OptimizerState;
import java.util.Optional;
import java.util.Set;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The small model of a growth, tensor by tensor: in memory or in files. The arrays belong to whoever offers them and are not changed. */
public interface SmallTensors {
    /** Returns the type of tensors that come from no old one: float or double. */
    DataType type();

    /** Returns the parameter of that name. */
    INDArray parameter(String name);

    /** Returns the names of the averages that are grown along with the parameters. */
    Set<String> averages();

    /** Returns an average of the parameter of that name. */
    INDArray average(String average, String name);

    /** Returns the optimizer state of the parameter of that name; empty if it starts afresh. */
    Optional<OptimizerState> optimizer(String name);

    /** Returns the tensors of a model in memory. */
    static SmallTensors of(ModelState state) {
        /** Reads the arrays where they are. */
        record InMemory(ModelState state) implements SmallTensors {
            @Override
            public DataType type() {
                return state.parameters().values().iterator().next().dataType();
            }

            @Override
            public INDArray parameter(String name) {
                return state.parameters().get(name);
            }

            @Override
            public Set<String> averages() {
                return state.averages().keySet();
            }

            @Override
            public INDArray average(String average, String name) {
                return state.averages().get(average).get(name);
            }

            @Override
            public Optional<OptimizerState> optimizer(String name) {
                return Optional.ofNullable(state.optimizer().get(name));
            }
        }
        return new InMemory(state);
    }
}
