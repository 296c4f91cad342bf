package growth.parallel.session;

import growth.api.model.ModelState;
import growth.api.model.OptimizerState;
import growth.api.model.OptimizerState.Slot;
import growth.api.model.ParameterLayout;
import growth.api.model.ParameterSpec;
import growth.api.model.Trainable;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * What ranks exchange of their models at a synchronisation: of everything that learns the parameters, what the optimizer remembers (both
 * moments of AdamW, the momentum of Muon), and the moving averages. It lies in one array, {@code [parameters | moments | averages]}, so
 * that one sum exchanges all. What is frozen, and how old entries are, is the same on all ranks anyway.
 */
final class ExchangedState {
    private final ModelState state;
    private final Map<String, INDArray> parameters = new LinkedHashMap<>();
    private final List<INDArray> others = new ArrayList<>();

    /**
     * @param state    of one rank; its arrays are read when they are needed
     * @param learning what has learned since the last synchronisation
     */
    ExchangedState(ModelState state, Trainable learning) {
        this.state = state;
        List<String> names = ParameterLayout.of(state.shape()).parameters().stream().filter(learning::trains).map(ParameterSpec::name)
                .toList();
        names.forEach(name -> parameters.put(name, state.parameters().get(name)));
        for (Slot slot : Slot.values()) {
            for (String name : names) {
                OptimizerState remembered = state.optimizer().get(name);
                if (remembered != null && remembered.slots().containsKey(slot)) {
                    others.add(remembered.slots().get(slot));
                }
            }
        }
        // sorted: the order of a map may differ from process to process
        for (String average : new TreeSet<>(state.averages().keySet())) {
            names.forEach(name -> others.add(state.averages().get(average).get(name)));
        }
    }

    /** Returns how many numbers are exchanged. */
    long length() {
        return arrays().mapToLong(INDArray::length).sum();
    }

    /** Returns all numbers in one array, {@code [length]}, float32, in memory of its own. */
    INDArray gathered() {
        INDArray flat = Nd4j.createUninitialized(DataType.FLOAT, length());
        views(flat).forEach((array, view) -> view.assign(array));
        return flat;
    }

    /**
     * Returns the parameters in such an array.
     *
     * @return name → view, of the parameter's shape
     */
    Map<String, INDArray> parameters(INDArray flat) {
        Map<INDArray, INDArray> views = views(flat);
        Map<String, INDArray> named = new LinkedHashMap<>();
        parameters.forEach((name, array) -> named.put(name, views.get(array)));
        return named;
    }

    /** Returns the state with the numbers of such an array in place of its own: views of the array, and copies of the rest. */
    ModelState with(INDArray flat) {
        Map<INDArray, INDArray> views = views(flat);
        return state.map(array -> views.containsKey(array) ? views.get(array) : array.dup());
    }

    /** Returns each array's place in a flat one. */
    private Map<INDArray, INDArray> views(INDArray flat) {
        Map<INDArray, INDArray> views = new IdentityHashMap<>();
        long at = 0;
        for (INDArray array : arrays().toList()) {
            long end = at + array.length();
            views.put(array, flat.get(NDArrayIndex.interval(at, end)).reshape('c', array.shape()));
            at = end;
        }
        return views;
    }

    private Stream<INDArray> arrays() {
        return Stream.concat(parameters.values().stream(), others.stream());
    }
}
