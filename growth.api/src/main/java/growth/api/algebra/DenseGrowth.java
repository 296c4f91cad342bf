package growth.api.algebra;

import growth.api.model.Axis;
import growth.api.model.Dimension;
import growth.api.model.ModelShape;
import growth.api.model.ParameterSpec;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The learned part of a growth: every axis with a dense map is multiplied by it, W' = B_out W B_inᵀ (Wang et al. 2023, equation 4). */
final class DenseGrowth {
    private final GrowthMap map;
    private final ParameterSpec spec;

    DenseGrowth(GrowthMap map, ParameterSpec spec) {
        this.map = map;
        this.spec = spec;
    }

    /** @return whether some axis of the tensor has a dense map */
    boolean applies() {
        return spec.dimensions().stream().flatMap(d -> d.axes().stream()).anyMatch(a -> map.axes().get(a) instanceof DenseMap);
    }

    /** @return the tensor's shape while its dense axes still have their old size */
    long[] shapeBefore() {
        return spec.dimensions().stream()
                .mapToLong(d -> d.axes().stream().mapToLong(this::sizeBefore).reduce(1, Math::multiplyExact)).toArray();
    }

    /** @return the grown tensor from one whose dense axes still have their old size */
    INDArray apply(INDArray values) {
        ModelShape to = map.to();
        List<Long> sizes = new ArrayList<>();
        spec.dimensions().forEach(d -> d.axes().forEach(a -> sizes.add(sizeBefore(a))));
        INDArray current = values;
        int position = 0;
        for (Dimension d : spec.dimensions()) {
            for (Axis axis : d.axes()) {
                if (map.axes().get(axis) instanceof DenseMap dense) {
                    INDArray matrix = d.flow() == Dimension.Flow.IN ? dense.read() : dense.write();
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
