package growth.engine.common.layout;

import growth.api.model.ModelShape;
import growth.api.model.ParameterLayout;
import growth.api.model.ParameterRole;
import growth.api.model.ParameterSpec;
import growth.api.model.Trainable;
import growth.engine.common.memory.FlatMemory;
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
 * The place of each parameter in a flat memory: all weights in the order of the {@link ParameterLayout}, then all vectors (biases and
 * gains). Weights that read the same input (query, key and value; gate and up) are neighbours in every family and so one matrix for BLAS.
 * The vectors, whose gradients every worker sums up for itself, are one range. A pure function of the shape.
 */
public final class FlatLayout {
    private final ModelShape shape;
    private final ParameterLayout parameters;
    private final Map<String, Place> places;
    private final long vectorsAt;
    private final long length;

    /**
     * The place of a parameter.
     *
     * @param spec  the parameter
     * @param at    its first element
     * @param count number of its elements
     */
    public record Place(ParameterSpec spec, long at, long count) {
        /** Returns the element behind the last one. */
        public long end() {
            return at + count;
        }
    }

    /**
     * The place of a bias or gain.
     *
     * @param at    its first element in the flat memory
     * @param sumAt its first element among the vectors
     * @param count number of its elements
     */
    public record Vector(long at, int sumAt, int count) {
    }

    /**
     * Neighbouring elements.
     *
     * @param at    the first one
     * @param count their number
     */
    public record Stretch(long at, long count) {
    }

    /** Lays out a model of that shape. */
    public FlatLayout(ModelShape shape) {
        this.shape = shape;
        parameters = ParameterLayout.of(shape);
        List<ParameterSpec> weights = new ArrayList<>();
        List<ParameterSpec> vectors = new ArrayList<>();
        for (ParameterSpec spec : parameters.parameters()) {
            (spec.kind() == ParameterSpec.Kind.WEIGHT ? weights : vectors).add(spec);
        }
        Map<String, Place> all = new LinkedHashMap<>();
        vectorsAt = place(weights, 0, all);
        length = place(vectors, vectorsAt, all);
        places = Collections.unmodifiableMap(all);
    }

    private long place(List<ParameterSpec> specs, long from, Map<String, Place> all) {
        long at = from;
        for (ParameterSpec spec : specs) {
            Place place = new Place(spec, at, spec.count(shape));
            all.put(spec.name(), place);
            at = place.end();
        }
        return at;
    }

    /** Returns the shape that is laid out. */
    public ModelShape shape() {
        return shape;
    }

    /** Returns the places of all parameters by name, in ascending order. */
    public Map<String, Place> places() {
        return places;
    }

    /** Returns the names of all parameters in the order of the {@link ParameterLayout}. */
    public Set<String> names() {
        return parameters.byName().keySet();
    }

    /** Returns views of all parameters in a flat memory, by name in the order of the {@link ParameterLayout}. */
    public Map<String, INDArray> views(FlatMemory memory) {
        Map<String, INDArray> views = new LinkedHashMap<>();
        names().forEach(name -> views.put(name, view(memory, name)));
        return Collections.unmodifiableMap(views);
    }

    /** Returns a view of one parameter in a flat memory, in the shape that files give it. */
    public INDArray view(FlatMemory memory, String name) {
        Place place = places.get(name);
        return memory.view(place.at(), place.spec().shape(shape));
    }

    /** Copies one parameter into a flat memory, whatever its order and number type. */
    public void assign(FlatMemory memory, String name, INDArray values) {
        Place place = places.get(name);
        memory.assign(place.at(), values, place.spec().shape(shape));
    }

    /**
     * Copies all parameters into a flat memory, whatever their order and number type.
     *
     * @param copied receives every array that has been copied
     */
    public void copy(Map<String, INDArray> values, FlatMemory memory, Consumer<INDArray> copied) {
        places.keySet().forEach(name -> {
            assign(memory, name, values.get(name));
            copied.accept(values.get(name));
        });
    }

    /** Returns the place of the weight with that role in that block ({@link ParameterSpec#NO_LAYER} outside of blocks). */
    public Place weight(ParameterRole role, int layer) {
        return places.get(parameters.find(role, ParameterSpec.Kind.WEIGHT, layer).name());
    }

    /** Returns the place of the norm gain with that role in that block. */
    public Vector gain(ParameterRole role, int layer) {
        return vector(parameters.find(role, ParameterSpec.Kind.GAIN, layer));
    }

    /** Returns the place of the bias with that role in that block, if there is one. */
    public Optional<Vector> bias(ParameterRole role, int layer) {
        return parameters.parameters().stream()
                .filter(p -> p.role() == role && p.kind() == ParameterSpec.Kind.BIAS && p.layer() == layer).findFirst()
                .map(this::vector);
    }

    private Vector vector(ParameterSpec spec) {
        Place place = places.get(spec.name());
        return new Vector(place.at(), Math.toIntExact(place.at() - vectorsAt), Math.toIntExact(place.count()));
    }

    /** Returns the places of a block's weights in ascending order. */
    public List<Place> blockWeights(int layer) {
        return places.values().stream().filter(p -> p.spec().layer() == layer && p.spec().kind() == ParameterSpec.Kind.WEIGHT).toList();
    }

    /** Returns where the parameters of the parts that learn lie, ascending and apart. */
    public List<Stretch> stretches(Trainable learning) {
        List<Stretch> stretches = new ArrayList<>();
        long at = 0;
        long end = 0;
        for (Place place : places.values()) {
            if (learning.trains(place.spec())) {
                if (place.at() != end) {
                    add(at, end, stretches);
                    at = place.at();
                }
                end = place.end();
            }
        }
        add(at, end, stretches);
        return List.copyOf(stretches);
    }

    private static void add(long at, long end, List<Stretch> stretches) {
        if (end > at) {
            stretches.add(new Stretch(at, end - at));
        }
    }

    /** Returns the first element of the vectors (biases and gains). */
    public long vectorsAt() {
        return vectorsAt;
    }

    /** Returns the number of elements of all vectors. */
    public int vectorsLength() {
        return Math.toIntExact(length - vectorsAt);
    }

    /** Returns the number of elements of all parameters. */
    public long length() {
        return length;
    }
}
