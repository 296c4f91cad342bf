package growth.api.algebra;

import growth.api.model.ParameterLayout;
import growth.api.model.ParameterSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Tells which entries of a grown model are new and which are copies, and what the first gradient says about them: new entries without any
 * gradient are dead (growth-methods 1.2), and copies with the same gradients as their originals stay equal to them for ever (1.6).
 *
 * <p>New entries come from no old one: padded and filled entries, fresh layers, everything along a learned map, and what silent layers
 * write.
 */
public final class NewEntries {
    /** Copies with this {@link #copyDistance} or less are equal up to the rounding of float32. */
    public static final double EQUAL = 1e-4;
    private final Map<String, TensorGrowth> tensors = new LinkedHashMap<>();
    private final GrowthMap map;

    private NewEntries(GrowthMap map) {
        this.map = map;
        for (ParameterSpec spec : ParameterLayout.of(map.to()).parameters()) {
            tensors.put(spec.name(), TensorGrowth.of(map, spec, 0));
        }
    }

    /** Returns the new entries and copies of a growth. */
    public static NewEntries of(GrowthMap map) {
        return new NewEntries(map);
    }

    /** Returns the names of the tensors that have new entries, in order. */
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
     * Finds tensors without a gradient. At the first step, entries that wait for a silent writer have none either (the rows of W_up while
     * their columns of W_down are 0), which ends with that step. Entries without a gradient at the second step are dead.
     *
     * @return names of the tensors all of whose new entries have a zero gradient, in order
     */
    public List<String> dead(Map<String, INDArray> gradients) {
        return names().stream().filter(name -> newSquares(tensors.get(name), gradients.get(name)) == 0).toList();
    }

    /**
     * Measures how far copies are from their originals: the smallest value, over all copies, of ‖gradient of the copy − gradient of its
     * original‖ / ‖gradient of the original‖. The gradient of a copied layer is that of all its tensors. The gradient of a copied index of
     * an axis covers everything that belongs to the index in the tensors that have the axis: rows of what writes it, columns of what reads
     * it, and its entries of gains and biases. Neurons and heads are compared layer by layer, coordinates of the residual stream in the
     * whole model at once.
     *
     * <p>Copies stay equal for ever only where all of this is equal. Uneven shares of what reads the copies scale the gradients of what
     * writes them, but not those of the readers. A scale counts even where nothing else is different, as in copied key and value heads,
     * although Adam removes it from the first step: it comes from readers with unequal values, which that step moves equally far and so out
     * of proportion, and the copies part from the second step on (1.6).
     *
     * @return at most {@link #EQUAL} if some copies would stay equal to their originals; empty if nothing was copied, or originals have
     *         no gradient
     */
    public OptionalDouble copyDistance(Map<String, INDArray> gradients) {
        return new CopyDistance(map, gradients).smallest();
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
