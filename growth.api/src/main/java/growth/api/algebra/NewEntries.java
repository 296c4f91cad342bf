package growth.api.algebra;

import growth.api.model.ParameterLayout;
import growth.api.model.ParameterSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Which entries of a grown model are new and which are copies, and what the first gradient says of them: new entries without any gradient
 * are dead (growth-methods 1.2), and copies with the same gradients as their originals stay equal to them for ever (1.6).
 *
 * <p>New are entries that come from no old one: padded or filled ones, fresh layers, everything along a learned map, and what silent layers
 * write.
 */
public final class NewEntries {
    private final Map<String, TensorGrowth> tensors = new LinkedHashMap<>();
    private final GrowthMap map;

    private NewEntries(GrowthMap map) {
        this.map = map;
        for (ParameterSpec spec : ParameterLayout.of(map.to()).parameters()) {
            tensors.put(spec.name(), TensorGrowth.of(map, spec, 0));
        }
    }

    /** @return the new entries and copies of a growth */
    public static NewEntries of(GrowthMap map) {
        return new NewEntries(map);
    }

    /** @return names of the tensors that have new entries, in order */
    public List<String> names() {
        return tensors.values().stream().filter(NewEntries::hasNew).map(t -> t.spec().name()).toList();
    }

    /**
     * @param gradients parameter name → gradient of the grown model, of the parameter's shape
     * @return L2 norm of the gradient over all new entries; 0 if there are none
     */
    public double gradientNorm(Map<String, INDArray> gradients) {
        return Math.sqrt(names().stream().mapToDouble(name -> newSquares(tensors.get(name), gradients.get(name))).sum());
    }

    /**
     * At the first step also what waits for a silent writer has no gradient (the rows of W_up while their columns of W_down are 0), which
     * ends with that step; what has none at the second step is dead.
     *
     * @return names of the tensors all of whose new entries have a zero gradient, in order
     */
    public List<String> dead(Map<String, INDArray> gradients) {
        return names().stream().filter(name -> newSquares(tensors.get(name), gradients.get(name)) == 0).toList();
    }

    /**
     * How far copies are from their originals: the smallest, over all copied layers and over all tensors that were copied in width, of
     * ‖gradient of the copies − gradient of their originals‖ / ‖gradient of the originals‖.
     *
     * @return 0 if some copies would stay equal to their originals; empty if nothing was copied, or originals have no gradient
     */
    public OptionalDouble copyDistance(Map<String, INDArray> gradients) {
        List<Distance> distances = new ArrayList<>();
        for (int layer = 0; layer < map.layers().to(); layer++) {
            if (map.layers().repeated(layer)) {
                distances.add(layerDistance(layer, gradients));
            }
        }
        tensors.values().stream().filter(t -> !t.learned() && (t.sides().rows().copies() || t.sides().columns().copies()))
                .forEach(t -> distances.add(widthDistance(t, gradients.get(t.spec().name()))));
        return distances.stream().filter(d -> d.reference > 0).mapToDouble(d -> Math.sqrt(d.difference / d.reference)).min();
    }

    /** Sums of squares over entries. */
    private record Distance(double difference, double reference) {
    }

    private Distance layerDistance(int layer, Map<String, INDArray> gradients) {
        int source = map.layers().layers().get(layer).layer();
        int original = IntStream.range(0, layer).filter(i -> map.layers().layers().get(i).layer() == source).findFirst().orElseThrow();
        double difference = 0;
        double reference = 0;
        for (TensorGrowth t : tensors.values()) {
            if (t.spec().layer() == layer) {
                INDArray there = gradients.get(t.spec().inLayer(original).name());
                int columns = t.sides().columns().size();
                Rows copy = Rows.of(gradients.get(t.spec().name()), columns);
                Rows first = Rows.of(there, columns);
                double[] a = new double[columns];
                double[] b = new double[columns];
                for (int r = 0; r < there.length() / columns; r++) {
                    copy.read(r, a);
                    first.read(r, b);
                    for (int c = 0; c < columns; c++) {
                        difference += (a[c] - b[c]) * (a[c] - b[c]);
                        reference += b[c] * b[c];
                    }
                }
            }
        }
        return new Distance(difference, reference);
    }

    private static Distance widthDistance(TensorGrowth tensor, INDArray gradient) {
        Side rows = tensor.sides().rows();
        Side columns = tensor.sides().columns();
        int[] originalRows = rows.originals();
        int[] originalColumns = columns.originals();
        Rows values = Rows.of(gradient, columns.size());
        double[] copy = new double[columns.size()];
        double[] original = new double[columns.size()];
        double difference = 0;
        double reference = 0;
        for (int r = 0; r < rows.size(); r++) {
            if (rows.source()[r] == IndexMap.NEW) {
                continue;
            }
            values.read(r, copy);
            values.read(originalRows[r], original);
            for (int c = 0; c < columns.size(); c++) {
                if (columns.source()[c] != IndexMap.NEW && (rows.copied()[r] || columns.copied()[c])) {
                    double o = original[originalColumns[c]];
                    difference += (copy[c] - o) * (copy[c] - o);
                    reference += o * o;
                }
            }
        }
        return new Distance(difference, reference);
    }

    private static boolean hasNew(TensorGrowth t) {
        return t.silenced() || t.learned() || t.sides().rows().fills() || t.sides().columns().fills();
    }

    private static double newSquares(TensorGrowth tensor, INDArray gradient) {
        Side rows = tensor.sides().rows();
        Side columns = tensor.sides().columns();
        boolean all = tensor.silenced() || tensor.learned();
        int width = (int) gradient.size(-1);
        Rows values = Rows.of(gradient, width);
        double[] row = new double[width];
        double sum = 0;
        for (int r = 0; r < gradient.length() / width; r++) {
            boolean wholeRow = all || rows.source()[r] == IndexMap.NEW;
            values.read(r, row);
            for (int c = 0; c < width; c++) {
                sum += wholeRow || columns.source()[c] == IndexMap.NEW ? row[c] * row[c] : 0;
            }
        }
        return sum;
    }
}
