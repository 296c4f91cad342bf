package growth.api.algebra;

import growth.api.model.Axis;
import growth.api.model.ParameterLayout;
import growth.api.model.ParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Measures how far the gradients of copies are from those of their originals; {@link NewEntries#copyDistance} defines the distance. */
final class CopyDistance {
    private final GrowthMap map;
    private final List<ParameterSpec> parameters;
    private final Map<String, INDArray> gradients;

    /** @param gradients parameter name → gradient of the grown model, of the parameter's shape */
    CopyDistance(GrowthMap map, Map<String, INDArray> gradients) {
        this.map = map;
        this.parameters = ParameterLayout.of(map.to()).parameters();
        this.gradients = gradients;
    }

    /** Returns the distance of the copy that is most like its original. */
    OptionalDouble smallest() {
        List<Distance> distances = new ArrayList<>();
        for (int layer = 0; layer < map.layers().to(); layer++) {
            if (map.layers().repeated(layer)) {
                distances.add(ofLayer(layer));
            }
        }
        map.axes().forEach((axis, growth) -> {
            if (growth instanceof IndexMap index) {
                distances.addAll(ofIndices(axis, index));
            }
        });
        return distances.stream().filter(d -> d.reference > 0).mapToDouble(d -> Math.sqrt(d.difference / d.reference)).min();
    }

    /** Sums of squares over the entries of a copy and its original. */
    private static final class Distance {
        private double difference;
        private double reference;

        void add(double copy, double original) {
            difference += (copy - original) * (copy - original);
            reference += original * original;
        }
    }

    private Distance ofLayer(int layer) {
        int source = map.layers().layers().get(layer).layer();
        int original = IntStream.range(0, layer).filter(i -> map.layers().layers().get(i).layer() == source).findFirst().orElseThrow();
        Distance distance = new Distance();
        for (ParameterSpec spec : parameters) {
            if (spec.layer() == layer) {
                INDArray there = gradients.get(spec.inLayer(original).name());
                int columns = (int) there.size(-1);
                Rows copy = Rows.of(gradients.get(spec.name()), columns);
                Rows first = Rows.of(there, columns);
                double[] a = new double[columns];
                double[] b = new double[columns];
                for (int r = 0; r < there.length() / columns; r++) {
                    copy.read(r, a);
                    first.read(r, b);
                    for (int c = 0; c < columns; c++) {
                        distance.add(a[c], b[c]);
                    }
                }
            }
        }
        return distance;
    }

    /** All layers share the coordinates of the residual stream; neurons and heads belong to one layer. */
    private List<Distance> ofIndices(Axis axis, IndexMap index) {
        boolean[] copied = index.repeated();
        int[] originals = index.originals();
        Map<Integer, Distance[]> places = new TreeMap<>();
        for (ParameterSpec spec : parameters) {
            boolean fresh = spec.layer() != ParameterSpec.NO_LAYER && map.layers().layers().get(spec.layer()).fresh();
            if (axis == Axis.HIDDEN || !fresh) {
                Distance[] distances = places.computeIfAbsent(axis == Axis.HIDDEN ? ParameterSpec.NO_LAYER : spec.layer(),
                        place -> IntStream.range(0, copied.length).mapToObj(i -> new Distance()).toArray(Distance[]::new));
                add(spec, axis, copied, originals, distances);
            }
        }
        return places.values().stream().flatMap(d -> IntStream.range(0, d.length).filter(i -> copied[i]).mapToObj(i -> d[i])).toList();
    }

    /** Adds a tensor's slices along every dimension that the axis is part of. */
    private void add(ParameterSpec spec, Axis axis, boolean[] copied, int[] originals, Distance[] distances) {
        List<Axis> axes = spec.dimensions().stream().flatMap(d -> d.axes().stream()).toList();
        int inner = 1;
        for (int k = axes.size() - 1; k >= 0; k--) {
            if (axes.get(k) == axis) {
                add(gradients.get(spec.name()), inner, copied, originals, distances);
            }
            inner *= map.to().size(axes.get(k));
        }
    }

    /** @param inner entries between neighbouring indices of the axis */
    private static void add(INDArray gradient, int inner, boolean[] copied, int[] originals, Distance[] distances) {
        int columns = (int) gradient.size(-1);
        boolean inRows = inner >= columns;
        Rows rows = Rows.of(gradient, columns);
        double[] copy = new double[columns];
        double[] original = new double[columns];
        for (int r = 0; r < gradient.length() / columns; r++) {
            if (inRows) {
                int stride = inner / columns;
                int i = r / stride % copied.length;
                if (copied[i]) {
                    rows.read(r, copy);
                    rows.read(r - (i - originals[i]) * stride, original);
                    for (int c = 0; c < columns; c++) {
                        distances[i].add(copy[c], original[c]);
                    }
                }
            } else {
                rows.read(r, copy);
                for (int c = 0; c < columns; c++) {
                    int i = c / inner % copied.length;
                    if (copied[i]) {
                        distances[i].add(copy[c], copy[c - (i - originals[i]) * inner]);
                    }
                }
            }
        }
    }
}
