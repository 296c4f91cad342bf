package growth.api.algebra;

import growth.api.model.OptimizerState;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The entries of whole arrays, row-major and in float64. */
final class Entries {
    private Entries() {
    }

    /** Returns a copy of the entries. */
    static double[] of(INDArray array) {
        double[] entries = new double[Math.toIntExact(array.length())];
        Rows.of(array, entries.length).read(0, entries);
        return entries;
    }

    /** Returns the array with changed entries, rounded to its type; another one, if its memory cannot be addressed. */
    static INDArray changed(INDArray array, UnaryOperator<double[]> change) {
        double[] entries = change.apply(of(array));
        INDArray changed = Rows.addressable(array) ? array : Rows.create(array.dataType(), array.shape());
        Rows.of(changed, entries.length).write(0, entries);
        return changed;
    }

    /**
     * Returns changed optimizer state.
     *
     * @param slots  changes each remembered tensor
     * @param births changes the steps at which entries were added; all are 0 where the state has none
     */
    static OptimizerState changed(OptimizerState state, Map<OptimizerState.Slot, UnaryOperator<double[]>> slots,
            UnaryOperator<double[]> births) {
        if (state.slots().isEmpty()) {
            return state;
        }
        INDArray born = state.born().orElseGet(() -> state.slots().values().iterator().next().like().assign(0));
        Map<OptimizerState.Slot, INDArray> changed = new EnumMap<>(OptimizerState.Slot.class);
        state.slots().forEach((slot, values) -> changed.put(slot, changed(values, slots.get(slot))));
        return new OptimizerState(state.steps(), changed, Optional.of(changed(born, births)));
    }
}
