package growth.api.algebra;

import growth.api.model.OptimizerState.Slot;
import growth.api.operator.OptimizerStatePolicy;
import java.util.Arrays;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Grows the optimizer state of a tensor that grows by matrices. Row i of a matrix holds the coefficients a_j of new index i; the rule is
 * that of growth-methods 1.6 for more than one source.
 *
 * <ul>
 * <li>SCALED: m' = Σ a_j m_j, as the gradients, which are linear; v' = (Σ |a_j| √v_j)². By Minkowski's inequality no Σ a_j g_j has a larger
 * root mean square than √v', whatever the correlation of the g_j; of one source it is a² v. From |m_j| ≤ r √v_j follows |m'| ≤ r √v', so
 * that no step is longer than the longest of the sources' (the mean square of independent gradients, Σ a_j² v_j, allows √n times that);
 * <li>CARRY: the same, each row divided by Σ |a_j|, so that one source is carried unscaled (but for the sign of its coefficient);
 * <li>ASYMMETRIC: as CARRY; rows beyond the old size, which repeat or mix what is there already, start afresh.
 * </ul>
 *
 * A row of zeros has no source: its entries hold 0 and have age 0. A mixed entry is as old as at least half of its sources, by their |a_j|.
 * Scaled moments are the grown model's own where the matrices keep the function, and otherwise only near them.
 */
public final class LinearMoments {
    private final OptimizerStatePolicy policy;
    private final Product product;

    /** The growth of one tensor, linear in the tensor and in each of its matrices. */
    @FunctionalInterface
    public interface Product {
        /**
         * @param values   what is multiplied, of the old tensor's shape
         * @param matrices changes each matrix, {@code [new, old]}, before it multiplies; returns another array, or the same one unchanged
         * @return the product, of the grown tensor's shape, in memory of its own
         */
        INDArray of(INDArray values, UnaryOperator<INDArray> matrices);
    }

    /**
     * @param policy  any but RESET, which leaves nothing
     * @param product the growth of gradients
     */
    public LinearMoments(OptimizerStatePolicy policy, Product product) {
        if (policy == OptimizerStatePolicy.RESET) {
            throw new IllegalArgumentException("reset state does not grow");
        }
        this.policy = policy;
        this.product = product;
    }

    /**
     * @param slot   which tensor of the optimizer state
     * @param values the old tensor's optimizer state
     * @return the grown tensor's optimizer state
     */
    public INDArray slot(Slot slot, INDArray values) {
        if (slot.gradientPower() == 1) {
            return product.of(values, this::coefficients);
        }
        INDArray roots = product.of(Transforms.sqrt(values, true), this::magnitudes);
        return roots.muli(roots);
    }

    /**
     * @param births for each entry of the old tensor the step at which it was added
     * @param steps  steps the grown tensor has seen: the birth of what has no source
     * @return the births of the grown tensor's entries, each one of those given, or {@code steps}; empty if all were there at step 0
     */
    public Optional<INDArray> births(INDArray births, long steps) {
        INDArray made = null;
        // from the youngest to the oldest: the last one that is of at least half of an entry's sources stays
        for (double birth : distinct(births, steps).descendingSet()) {
            INDArray share = product.of(births.lte(birth).castTo(births.dataType()), this::shares);
            if (made == null) {
                made = share.like().assign(steps);
            } else {
                INDArray older = share.gte(0.5).castTo(made.dataType());
                made.muli(older.rsub(1)).addi(older.mul(birth));
            }
        }
        return made.maxNumber().doubleValue() == 0 ? Optional.empty() : Optional.of(made);
    }

    /** The coefficients of first moments. */
    private INDArray coefficients(INDArray matrix) {
        return rows(matrix, policy != OptimizerStatePolicy.SCALED, DoubleUnaryOperator.identity());
    }

    /** The coefficients of the roots of second moments. */
    private INDArray magnitudes(INDArray matrix) {
        return rows(matrix, policy != OptimizerStatePolicy.SCALED, Math::abs);
    }

    /** The shares of the sources, which sum to 1, or to 0 where there is none. */
    private INDArray shares(INDArray matrix) {
        return rows(matrix, true, Math::abs);
    }

    /** Row by row in Java: ND4J starts threads for the few rows of a small matrix, and waits for them. */
    private INDArray rows(INDArray matrix, boolean normalised, DoubleUnaryOperator entry) {
        int old = matrix.columns();
        INDArray changed = Rows.create(matrix.dataType(), matrix.shape());
        Rows in = Rows.of(matrix, old);
        Rows out = Rows.of(changed, old);
        double[] row = new double[old];
        for (int r = 0; r < matrix.rows(); r++) {
            in.read(r, row);
            double sum = Arrays.stream(row).map(Math::abs).sum();
            boolean empty = sum == 0 || policy == OptimizerStatePolicy.ASYMMETRIC && r >= old;
            double divisor = normalised ? sum : 1;
            out.write(r, Arrays.stream(row).map(a -> empty ? 0 : entry.applyAsDouble(a) / divisor).toArray());
        }
        return changed;
    }

    /** Returns the steps at which entries were added, and as the last one the step at which new ones are added. */
    private static NavigableSet<Double> distinct(INDArray births, long steps) {
        NavigableSet<Double> distinct = new TreeSet<>(Set.of((double) steps));
        int columns = (int) births.size(-1);
        Rows rows = Rows.of(births, columns);
        double[] row = new double[columns];
        for (int r = 0; r < births.length() / columns; r++) {
            rows.read(r, row);
            for (double birth : row) {
                distinct.add(birth);
            }
        }
        return distinct;
    }
}
