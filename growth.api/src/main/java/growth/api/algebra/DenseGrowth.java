package growth.api.algebra;

import growth.api.model.Axis;
import growth.api.model.Dimension;
import growth.api.model.ModelShape;
import growth.api.model.ParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The learned part of a growth: every axis with a dense map is multiplied by it, W' = B_out W B_inᵀ (Wang et al. 2023, equation 4). */
final class DenseGrowth {
    private final GrowthMap map;
    private final ParameterSpec spec;

    /** Which matrix of a map multiplies an axis. */
    private interface Choice {
        INDArray matrix(DenseMap dense, boolean reads);
    }

    DenseGrowth(GrowthMap map, ParameterSpec spec) {
        this.map = map;
        this.spec = spec;
    }

    /** Returns whether some axis of the tensor has a dense map. */
    boolean applies() {
        return spec.dimensions().stream().flatMap(d -> d.axes().stream()).anyMatch(a -> map.axes().get(a) instanceof DenseMap);
    }

    /** Returns the tensor's shape while its dense axes still have their old size. */
    long[] shapeBefore() {
        return spec.dimensions().stream()
                .mapToLong(d -> d.axes().stream().mapToLong(this::sizeBefore).reduce(1, Math::multiplyExact)).toArray();
    }

    /** Returns the grown tensor from one whose dense axes still have their old size. */
    INDArray values(INDArray values) {
        return apply(values, (dense, reads) -> reads ? dense.read() : dense.write());
    }

    /**
     * The gradient of W' is that of y' times x'ᵀ. The gradient of y' is that of y times the matrix that reads y', and x' is x times the
     * matrix that writes it. Along each axis, a gradient is therefore multiplied by the matrix that the tensor itself does not use
     * (growth-methods 1.6, where that matrix is the split coefficient of the output index).
     *
     * @param values gradients, or what is linear in them, of a tensor whose dense axes still have their old size
     * @param change changes each matrix before it multiplies
     * @return those of the grown tensor
     */
    INDArray gradients(INDArray values, UnaryOperator<INDArray> change) {
        return apply(values, (dense, reads) -> change.apply(reads ? dense.write() : dense.read()));
    }

    private INDArray apply(INDArray values, Choice choice) {
        ModelShape to = map.to();
        List<Long> sizes = new ArrayList<>();
        spec.dimensions().forEach(d -> d.axes().forEach(a -> sizes.add(sizeBefore(a))));
        INDArray current = values;
        int position = 0;
        for (Dimension d : spec.dimensions()) {
            for (Axis axis : d.axes()) {
                if (map.axes().get(axis) instanceof DenseMap dense) {
                    INDArray matrix = choice.matrix(dense, d.flow() == Dimension.Flow.IN);
                    current = multiply(current, matrix.castTo(values.dataType()), product(sizes.subList(0, position)), sizes.get(position),
                            product(sizes.subList(position + 1, sizes.size())));
                    sizes.set(position, (long) dense.to());
                }
                position++;
            }
        }
        return current.reshape('c', spec.shape(to)).dup('c');
    }

    /** {@code [before, n, after]} × {@code [m, n]} → {@code [before, m, after]}. */
    private static INDArray multiply(INDArray values, INDArray matrix, long before, long n, long after) {
        long m = matrix.size(0);
        INDArray rows = values.reshape('c', before, n, after).permute(0, 2, 1).dup('c').reshape('c', before * after, n);
        return rows.mmul(matrix.transpose()).reshape(before, after, m).permute(0, 2, 1).dup('c');
    }

    private long sizeBefore(Axis axis) {
        return (map.axes().get(axis) instanceof DenseMap ? map.from() : map.to()).size(axis);
    }

    private static long product(List<Long> sizes) {
        return sizes.stream().reduce(1L, Math::multiplyExact);
    }
}
