package growth.api.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The whole state of a model at one moment: shape, parameters, optimizer state, averages (EMA copies) and gates. The maps cannot be
 * changed; the arrays belong to whoever made the state. A state that an engine hands out is a live view of its memory, valid until the
 * session changes: {@link #copy()} detaches it. {@link #close()} releases the arrays of a state that owns them.
 *
 * @param shape      the shape
 * @param parameters name → values, exactly the names of {@link ParameterLayout}, in its order
 * @param optimizer  name → optimizer state; names without an entry start afresh
 * @param averages   name of the average (e.g. {@code 0.9996}) → parameter name → values
 * @param gates      the gates
 */
public record ModelState(ModelShape shape, Map<String, INDArray> parameters, Map<String, OptimizerState> optimizer,
        Map<String, Map<String, INDArray>> averages, Gates gates) implements AutoCloseable {

    public ModelState {
        Map<String, ParameterSpec> specs = ParameterLayout.of(shape).byName();
        parameters = complete(shape, specs, parameters);
        for (String name : optimizer.keySet()) {
            if (!specs.containsKey(name)) {
                throw new IllegalArgumentException("optimizer state of an unknown parameter " + name);
            }
        }
        optimizer = Collections.unmodifiableMap(new LinkedHashMap<>(optimizer));
        Map<String, Map<String, INDArray>> checked = new LinkedHashMap<>();
        averages.forEach((name, values) -> checked.put(name, complete(shape, specs, values)));
        averages = Collections.unmodifiableMap(checked);
    }

    private static Map<String, INDArray> complete(ModelShape shape, Map<String, ParameterSpec> specs, Map<String, INDArray> values) {
        Map<String, INDArray> ordered = new LinkedHashMap<>();
        specs.forEach((name, spec) -> {
            INDArray value = values.get(name);
            if (value == null) {
                throw new IllegalArgumentException("parameter " + name + " is missing");
            }
            if (!java.util.Arrays.equals(value.shape(), spec.shape(shape))) {
                throw new IllegalArgumentException("parameter " + name + " is " + java.util.Arrays.toString(value.shape()) + ", not "
                        + java.util.Arrays.toString(spec.shape(shape)));
            }
            ordered.put(name, value);
        });
        if (values.size() != specs.size()) {
            Set<String> unknown = new java.util.TreeSet<>(values.keySet());
            unknown.removeAll(specs.keySet());
            throw new IllegalArgumentException("parameters that " + shape + " does not have: " + unknown);
        }
        return Collections.unmodifiableMap(ordered);
    }

    /** Returns a state of parameters alone: no optimizer state, averages or gates. */
    public static ModelState of(ModelShape shape, Map<String, INDArray> parameters) {
        return new ModelState(shape, parameters, Map.of(), Map.of(), Gates.none());
    }

    /** Returns a state that shares these arrays, with other gates. */
    public ModelState withGates(Gates other) {
        return new ModelState(shape, parameters, optimizer, averages, other);
    }

    /** Returns a state that shares these parameters and nothing else. */
    public ModelState parametersOnly() {
        return of(shape, parameters);
    }

    /** Returns a state with arrays of its own. */
    public ModelState copy() {
        return map(INDArray::dup);
    }

    /** Returns a state in which {@code each} has been applied to every array of this one. */
    public ModelState map(UnaryOperator<INDArray> each) {
        Map<String, OptimizerState> states = new LinkedHashMap<>();
        optimizer.forEach((name, s) -> {
            Map<OptimizerState.Slot, INDArray> slots = new LinkedHashMap<>();
            s.slots().forEach((slot, value) -> slots.put(slot, each.apply(value)));
            states.put(name, new OptimizerState(s.steps(), slots, s.born().map(each)));
        });
        Map<String, Map<String, INDArray>> means = new LinkedHashMap<>();
        averages.forEach((name, values) -> means.put(name, mapAll(values, each)));
        return new ModelState(shape, mapAll(parameters, each), states, means, gates);
    }

    private static Map<String, INDArray> mapAll(Map<String, INDArray> values, UnaryOperator<INDArray> each) {
        Map<String, INDArray> mapped = new LinkedHashMap<>();
        values.forEach((name, value) -> mapped.put(name, each.apply(value)));
        return mapped;
    }

    /** Returns every array of the state. */
    public Stream<INDArray> arrays() {
        Stream<INDArray> slots = optimizer.values().stream().flatMap(s -> Stream.concat(s.slots().values().stream(), s.born().stream()));
        Stream<INDArray> means = averages.values().stream().flatMap(values -> values.values().stream());
        return Stream.of(parameters.values().stream(), slots, means).flatMap(s -> s);
    }

    /** Releases the memory of arrays that own theirs; views are left alone. The state must not be used afterwards. */
    @Override
    public void close() {
        arrays().filter(a -> a.closeable() && !a.wasClosed()).forEach(INDArray::close);
    }
}
