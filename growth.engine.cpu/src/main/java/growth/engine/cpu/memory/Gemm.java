package growth.engine.cpu.memory;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemv;

import org.bytedeco.javacpp.FloatPointer;

/**
 * Matrix products of one worker, computed by BLAS on the worker's own thread. An operand is a row-major matrix in native memory: a
 * {@link Region}, or the place of its first element and the distance from row to row. Usage: {@code gemm.left(…).right(…).into(…)
 * .multiply(…)}. Nothing is allocated.
 */
public final class Gemm {
    private final int worker;
    private final boolean ofRows;
    private FloatPointer left;
    private int leftStride;
    private int leftOrder;
    private FloatPointer right;
    private int rightStride;
    private int rightOrder;
    private FloatPointer result;
    private int resultStride;

    /** Creates the products of a worker. */
    public Gemm(int worker) {
        this(worker, false);
    }

    private Gemm(int worker, boolean ofRows) {
        this.worker = worker;
        this.ofRows = ofRows;
    }

    /**
     * Returns products of the same worker that take a single row as a vector. BLAS first copies a matrix for a product of matrices, which
     * costs ten times the product of one row.
     */
    public Gemm ofRows() {
        return new Gemm(worker, true);
    }

    /** Takes the matrix {@code [m, k]} at a place for A. */
    public Gemm left(FloatMemory memory, long at, int stride) {
        left = memory.pointer(worker, 0, at);
        leftStride = stride;
        leftOrder = CblasNoTrans;
        return this;
    }

    /** Takes a region for A, from a row on. */
    public Gemm left(Region a, long row) {
        return left(a.memory(), a.row(row), a.columns());
    }

    /** Takes the transpose of the matrix {@code [k, m]} at a place for A. */
    public Gemm leftTransposed(FloatMemory memory, long at, int stride) {
        left(memory, at, stride);
        leftOrder = CblasTrans;
        return this;
    }

    /** Takes the matrix {@code [k, n]} at a place for B. */
    public Gemm right(FloatMemory memory, long at, int stride) {
        right = memory.pointer(worker, 1, at);
        rightStride = stride;
        rightOrder = CblasNoTrans;
        return this;
    }

    /** Takes a region for B, from a row on. */
    public Gemm right(Region b, long row) {
        return right(b.memory(), b.row(row), b.columns());
    }

    /** Takes the transpose of the matrix {@code [n, k]} at a place for B. */
    public Gemm rightTransposed(FloatMemory memory, long at, int stride) {
        right(memory, at, stride);
        rightOrder = CblasTrans;
        return this;
    }

    /** Takes the matrix {@code [m, n]} at a place for C. */
    public Gemm into(FloatMemory memory, long at, int stride) {
        result = memory.pointer(worker, 2, at);
        resultStride = stride;
        return this;
    }

    /** Takes a region for C, from a row on. */
    public Gemm into(Region c, long row) {
        return into(c.memory(), c.row(row), c.columns());
    }

    /** Computes C = α·A·B + β·C; C is not read for β = 0. */
    public void multiply(int m, int n, int k, float alpha, float beta) {
        if (ofRows && m == 1 && leftOrder == CblasNoTrans) {
            boolean transposed = rightOrder == CblasTrans;
            cblas_sgemv(CblasRowMajor, transposed ? CblasNoTrans : CblasTrans, transposed ? n : k, transposed ? k : n, alpha, right,
                    rightStride, left, 1, beta, result, 1);
        } else if (m > 0 && n > 0) {
            cblas_sgemm(CblasRowMajor, leftOrder, rightOrder, m, n, k, alpha, left, leftStride, right, rightStride, beta, result,
                    resultStride);
        }
    }

    /** Computes C = A·B. */
    public void multiply(int m, int n, int k) {
        multiply(m, n, k, 1, 0);
    }
}
