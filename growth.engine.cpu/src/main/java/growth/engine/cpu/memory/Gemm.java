package growth.engine.cpu.memory;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

/**
 * Matrix products of one worker, by BLAS on the worker's own thread. All matrices are row-major parts of native memory, given by the place of their
 * first element and the distance from row to row.
 */
public final class Gemm {
    private final int worker;

    /** @param worker number of the worker, whose pointers it uses */
    public Gemm(int worker) {
        this.worker = worker;
    }

    /** C = α·A·B + β·C with A {@code [m, k]}, B {@code [k, n]}, C {@code [m, n]}. */
    public void multiply(int m, int n, int k, float alpha, FloatMemory a, long aAt, int aStride, FloatMemory b, long bAt, int bStride, float beta,
            FloatMemory c, long cAt, int cStride) {
        sgemm(CblasNoTrans, CblasNoTrans, m, n, k, alpha, a, aAt, aStride, b, bAt, bStride, beta, c, cAt, cStride);
    }

    /** C = α·A·Bᵀ + β·C with A {@code [m, k]}, B {@code [n, k]}, C {@code [m, n]}. */
    public void multiplyByTransposed(int m, int n, int k, float alpha, FloatMemory a, long aAt, int aStride, FloatMemory b, long bAt, int bStride,
            float beta, FloatMemory c, long cAt, int cStride) {
        sgemm(CblasNoTrans, CblasTrans, m, n, k, alpha, a, aAt, aStride, b, bAt, bStride, beta, c, cAt, cStride);
    }

    /** C = α·Aᵀ·B + β·C with A {@code [k, m]}, B {@code [k, n]}, C {@code [m, n]}. */
    public void multiplyTransposed(int m, int n, int k, float alpha, FloatMemory a, long aAt, int aStride, FloatMemory b, long bAt, int bStride,
            float beta, FloatMemory c, long cAt, int cStride) {
        sgemm(CblasTrans, CblasNoTrans, m, n, k, alpha, a, aAt, aStride, b, bAt, bStride, beta, c, cAt, cStride);
    }

    private void sgemm(int aTransposed, int bTransposed, int m, int n, int k, float alpha, FloatMemory a, long aAt, int aStride, FloatMemory b,
            long bAt, int bStride, float beta, FloatMemory c, long cAt, int cStride) {
        if (m == 0 || n == 0) {
            return;
        }
        cblas_sgemm(CblasRowMajor, aTransposed, bTransposed, m, n, k, alpha, a.pointer(worker, 0, aAt), aStride, b.pointer(worker, 1, bAt), bStride,
                beta, c.pointer(worker, 2, cAt), cStride);
    }
}
