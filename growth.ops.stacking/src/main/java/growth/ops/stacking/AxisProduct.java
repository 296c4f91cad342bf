package growth.ops.stacking;

import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The product of a tensor with a learned matrix along one axis: {@code [before, n, after]} × {@code [m, n]} → {@code [before, m, after]}.
 * The three parts of a fused projection have a matrix each; they form the diagonal of one matrix.
 *
 * @param maps   names of the matrices
 * @param before size of the axes before
 * @param from   size of the axis, n
 * @param to     size of the axis afterwards, m
 * @param after  size of the axes after it
 */
record AxisProduct(List<String> maps, long before, long from, long to, long after) {

    /** Returns the product. */
    INDArray forward(INDArray values, Map<String, INDArray> matrices) {
        return product(values, matrix(matrices, values), from);
    }

    /** Returns the gradient of the argument of {@link #forward} from the gradient of its result. */
    INDArray valueGradient(INDArray gradient, Map<String, INDArray> matrices) {
        return product(gradient, matrix(matrices, gradient).transpose(), to);
    }

    /** Adds the gradients of the matrices, from the argument of {@link #forward} and the gradient of its result. */
    void addMatrixGradients(INDArray gradient, INDArray values, Map<String, INDArray> sums) {
        INDArray all = multiply(rows(gradient, to).transpose(), rows(values, from));
        for (int k = 0; k < maps.size(); k++) {
            sums.get(maps.get(k)).addi(maps.size() == 1 ? all : part(all, k));
        }
    }

    private INDArray product(INDArray values, INDArray matrix, long size) {
        INDArray rows = rows(values, size);
        if (before == 1) {
            return multiply(matrix, rows.transpose());
        }
        INDArray product = multiply(rows, matrix.transpose());
        return after == 1 ? product : product.reshape('c', before, after, matrix.size(0)).permute(0, 2, 1).dup('c');
    }

    /** Returns the entries along the axis as rows, {@code [before·after, size]}. */
    private INDArray rows(INDArray values, long size) {
        if (after == 1) {
            return values.reshape('c', before, size);
        }
        if (before == 1) {
            return values.reshape('c', size, after).transpose();
        }
        return values.reshape('c', before, size, after).permute(0, 2, 1).dup('c').reshape('c', before * after, size);
    }

    /** Returns a·b in C order: BLAS writes its transpose, bᵀ·aᵀ, in Fortran order. */
    static INDArray multiply(INDArray a, INDArray b) {
        return b.transpose().mmul(a.transpose()).transpose();
    }

    private INDArray matrix(Map<String, INDArray> matrices, INDArray like) {
        if (maps.size() == 1) {
            return matrices.get(maps.get(0));
        }
        INDArray diagonal = Nd4j.zeros(like.dataType(), to, from);
        for (int k = 0; k < maps.size(); k++) {
            part(diagonal, k).assign(matrices.get(maps.get(k)));
        }
        return diagonal;
    }

    private INDArray part(INDArray matrix, int k) {
        long m = to / maps.size();
        long n = from / maps.size();
        return matrix.get(NDArrayIndex.interval(k * m, (k + 1) * m), NDArrayIndex.interval(k * n, (k + 1) * n));
    }
}
