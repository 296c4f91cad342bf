package growth.runtime.plugins.guard;

import growth.api.algebra.SmallTensors;
import growth.api.model.ModelState;
import growth.api.model.OptimizerState;
import growth.api.model.OptimizerState.Slot;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Arrays that are shared with a plug-in. Native memory that is released while somebody still computes with it ends the JVM, so nobody
 * releases these: they go when nobody can reach them any more.
 */
final class LentArrays {
    private LentArrays() {
    }

    /** Returns the state, whose arrays cannot be closed from now on. */
    static ModelState of(ModelState state) {
        state.arrays().forEach(LentArrays::of);
        return state;
    }

    static INDArray of(INDArray array) {
        array.setCloseable(false);
        return array;
    }

    /** Returns the tensors of a model, each copied when it is asked for. */
    static SmallTensors of(SmallTensors small) {
        record Lent(SmallTensors small) implements SmallTensors {
            @Override
            public DataType type() {
                return small.type();
            }

            @Override
            public INDArray parameter(String name) {
                return of(small.parameter(name).dup());
            }

            @Override
            public Set<String> averages() {
                return small.averages();
            }

            @Override
            public INDArray average(String average, String name) {
                return of(small.average(average, name).dup());
            }

            @Override
            public Optional<OptimizerState> optimizer(String name) {
                return small.optimizer(name).map(state -> {
                    Map<Slot, INDArray> slots = new EnumMap<>(Slot.class);
                    state.slots().forEach((slot, value) -> slots.put(slot, of(value.dup())));
                    return new OptimizerState(state.steps(), slots, state.born().map(born -> of(born.dup())));
                });
            }

            private static INDArray of(INDArray copy) {
                return LentArrays.of(copy);
            }
        }
        return new Lent(small);
    }
}
