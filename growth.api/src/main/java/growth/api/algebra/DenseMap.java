package growth.api.algebra;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A learned linear map of an axis (LiGO, Wang et al. 2023): new coordinates are combinations of all old ones.
 *
 * @param write {@code [to, from]}, applied where the axis is written: rows of W' = B_out W B_inᵀ
 * @param read  {@code [to, from]}, applied where the axis is read; often the same array as {@code write}
 */
public record DenseMap(INDArray write, INDArray read) implements AxisMap {
    @Override
    public int from() {
        return (int) write.size(1);
    }

    @Override
    public int to() {
        return (int) write.size(0);
    }
}
