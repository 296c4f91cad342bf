package growth.engine.cpu.memory;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

import org.bytedeco.javacpp.FloatPointer;

/**
 * Matrix products of one worker, by BLAS on the worker's own thread. Operands are row-major parts of native memory, each given by the place
 * of its first element and the distance from row to row: {@code gemm.left(…).right(…).into(…).multiply(…)}. Nothing is allocated.
 */
public final class Gemm {
    private final int worker;
    private FloatPointer left;
    private int leftStride;
    private int leftOrder;
    private FloatPointer right;
    private int rightStride;
    private int rightOrder;
    private FloatPointer result;
    private int resultStride;

    /** @param worker number of the worker, whose pointers it uses */
    public Gemm(int worker) {
        this.worker = worker;
    }

    /** A is the matrix {@code [m, k]} there. */
    public Gemm left(FloatMemory memory, long at, int stride) {
        left = memory.pointer(worker, 0, at);
        leftStride = stride;
        leftOrder = CblasNoTrans;
        return this;
    }

    /** A is the transpose of the matrix {@code [k, m]} there. */
    public Gemm leftTransposed(FloatMemory memory, long at, int stride) {
        left(memory, at, stride);
        leftOrder = CblasTrans;
        return this;
    }

    /** B is the matrix {@code [k, n]} there. */
    public Gemm right(FloatMemory memory, long at, int stride) {
        right = memory.pointer(worker, 1, at);
        rightStride = stride;
        rightOrder = CblasNoTrans;
        return this;
    }

    /** B is the transpose of the matrix {@code [n, k]} there. */
    public Gemm rightTransposed(FloatMemory memory, long at, int stride) {
        right(memory, at, stride);
        rightOrder = CblasTrans;
        return this;
    }

    /** C is the matrix {@code [m, n]} there. */
    public Gemm into(FloatMemory memory, long at, int stride) {
        result = memory.pointer(worker, 2, at);
        resultStride = stride;
        return this;
    }

    /** C = α·A·B + β·C, where C is not read for β = 0. */
    public void multiply(int m, int n, int k, float alpha, float beta) {
        if (m > 0 && n > 0) {
            cblas_sgemm(CblasRowMajor, leftOrder, rightOrder, m, n, k, alpha, left, leftStride, right, rightStride, beta, result,
                    resultStride);
        }
    }

    /** C = A·B. */
    public void multiply(int m, int n, int k) {
        multiply(m, n, k, 1, 0);
    }
}
