package growth.engine.cpu.memory;

import growth.api.model.ModelShape;
import growth.api.model.ParameterLayout;
import growth.api.model.ParameterRole;
import growth.api.model.ParameterSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Where each parameter lies in a flat buffer: first all weights in the order of the {@link ParameterLayout}, then all biases and gains.
 * Weights that read the same input (query, key and value; gate and up) so become neighbours in every family and are one matrix for BLAS,
 * and the vectors, whose gradients every worker sums up for itself, are one range. A pure function of the shape.
 */
public final class FlatLayout {
    private final ModelShape shape;
    private final ParameterLayout parameters;
    private final Map<String, Slot> slots;
    private final long vectorsAt;
    private final long length;

    /**
     * One parameter's place.
     *
     * @param spec  the parameter
     * @param at    its first element
     * @param count its elements
     */
    public record Slot(ParameterSpec spec, long at, long count) {
        /** @return the element behind its last */
        public long end() {
            return at + count;
        }
    }

    /** The layout of a model of that shape. */
    public FlatLayout(ModelShape shape) {
        this.shape = shape;
        parameters = ParameterLayout.of(shape);
        List<ParameterSpec> weights = new ArrayList<>();
        List<ParameterSpec> vectors = new ArrayList<>();
        for (ParameterSpec spec : parameters.parameters()) {
            (spec.kind() == ParameterSpec.Kind.WEIGHT ? weights : vectors).add(spec);
        }
        Map<String, Slot> all = new LinkedHashMap<>();
        vectorsAt = place(weights, 0, all);
        length = place(vectors, vectorsAt, all);
        slots = Collections.unmodifiableMap(all);
    }

    private long place(List<ParameterSpec> specs, long from, Map<String, Slot> all) {
        long at = from;
        for (ParameterSpec spec : specs) {
            Slot slot = new Slot(spec, at, spec.count(shape));
            all.put(spec.name(), slot);
            at = slot.end();
        }
        return at;
    }

    /** @return the shape laid out */
    public ModelShape shape() {
        return shape;
    }

    /** @return every parameter's place by its name, by ascending place */
    public Map<String, Slot> slots() {
        return slots;
    }

    /** @return names of all parameters in the order of {@link ParameterLayout} */
    public Set<String> names() {
        return parameters.byName().keySet();
    }

    /** @return views of all parameters in a flat buffer, by their names in the order of {@link ParameterLayout} */
    public Map<String, INDArray> views(FloatMemory memory) {
        Map<String, INDArray> views = new LinkedHashMap<>();
        names().forEach(name -> views.put(name, view(memory, name)));
        return Collections.unmodifiableMap(views);
    }

    /** @return a view of one parameter in a flat buffer, of the shape it has in files */
    public INDArray view(FloatMemory memory, String name) {
        Slot slot = slots.get(name);
        return memory.view(slot.at(), slot.spec().shape(shape));
    }

    /**
     * Copies all parameters into a flat buffer, whatever their order in memory and their number type.
     *
     * @param copied hears of every array that has been copied
     */
    public void copy(Map<String, INDArray> values, FloatMemory memory, Consumer<INDArray> copied) {
        slots.keySet().forEach(name -> {
            view(memory, name).assign(values.get(name));
            copied.accept(values.get(name));
        });
    }

    /** @return the place of the weight of that role in that block */
    public Slot weight(ParameterRole role, int layer) {
        return slots.get(parameters.find(role, ParameterSpec.Kind.WEIGHT, layer).name());
    }

    /** @return the place of the norm gain of that role in that block */
    public Slot gain(ParameterRole role, int layer) {
        return slots.get(parameters.find(role, ParameterSpec.Kind.GAIN, layer).name());
    }

    /** @return the place of the bias of that role in that block (outside of blocks for {@link ParameterSpec#NO_LAYER}), if there is one */
    public Optional<Slot> bias(ParameterRole role, int layer) {
        return parameters.parameters().stream()
                .filter(p -> p.role() == role && p.kind() == ParameterSpec.Kind.BIAS && p.layer() == layer).findFirst()
                .map(p -> slots.get(p.name()));
    }

    /** @return the place of a gain or bias among the vectors */
    public int vector(Slot slot) {
        return Math.toIntExact(slot.at() - vectorsAt);
    }

    /** @return the weights of a block, by ascending place */
    public List<Slot> blockWeights(int layer) {
        return slots.values().stream().filter(s -> s.spec().layer() == layer && s.spec().kind() == ParameterSpec.Kind.WEIGHT).toList();
    }

    /** @return the first element of the vectors (biases and gains) */
    public long vectorsAt() {
        return vectorsAt;
    }

    /** @return number of elements of all vectors together */
    public int vectorsLength() {
        return Math.toIntExact(length - vectorsAt);
    }

    /** @return number of elements of all parameters */
    public long length() {
        return length;
    }
}
