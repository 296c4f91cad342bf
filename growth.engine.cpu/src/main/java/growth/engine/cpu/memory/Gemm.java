package growth.engine.cpu.memory;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemv;

import growth.engine.cpu.onednn.Format;
import growth.engine.cpu.onednn.OneDnn;
import growth.engine.cpu.onednn.Products;
import growth.engine.cpu.onednn.Shape;
import java.util.Optional;

/**
 * Matrix products of one worker, computed on the worker's own thread: by oneDNN where it is there and the product is large enough to gain
 * by it, else by BLAS. Which one computes depends on the sizes alone, so that results do. An operand is a row-major matrix in native
 * memory: a {@link Region}, or the place of its first element and the distance from row to row. Usage: {@code gemm.left(…).right(…)
 * .into(…).multiply(…)}. oneDNN allocates nothing once a product of such sizes has been computed, and BLAS a row for a bias.
 */
public final class Gemm implements AutoCloseable {
    /** Multiplications from which a call of oneDNN costs less than it gains. */
    private static final long WORTHWHILE = 1 << 18;

    private final int worker;
    private final boolean ofRows;
    private final Optional<Products> products;
    private final Shape shape = new Shape();
    private final Matrix left = new Matrix();
    private final Matrix right = new Matrix();
    private final Matrix result = new Matrix();
    private FloatMemory bias;
    private long biasAt;
    private int count = 1;

    /** A matrix of the next product. */
    private static final class Matrix {
        private NativeMemory memory;
        private long at;
        private int stride;
        private boolean transposed;
        private int step;

        void set(NativeMemory ofMemory, long place, int rowStride, boolean ofTranspose) {
            memory = ofMemory;
            at = place;
            stride = rowStride;
            transposed = ofTranspose;
        }

        long address() {
            return memory.address(at);
        }

        void describe(Shape product, Shape.Operand operand) {
            product.operand(operand, memory.format(), stride, transposed, step);
        }
    }

    /** Creates the products of a worker, by BLAS alone. */
    public Gemm(int worker) {
        this(worker, Optional.empty());
    }

    /**
     * Creates the products of a worker.
     *
     * @param oneDnn computes those that are large enough, if it is there
     */
    public Gemm(int worker, Optional<OneDnn> oneDnn) {
        this(worker, false, oneDnn.map(OneDnn::products));
    }

    private Gemm(int worker, boolean ofRows, Optional<Products> products) {
        this.worker = worker;
        this.ofRows = ofRows;
        this.products = products;
    }

    /**
     * Returns products of the same worker that take a single row as a vector. BLAS first copies a matrix for a product of matrices, which
     * costs ten times the product of one row.
     */
    public Gemm ofRows() {
        return new Gemm(worker, true, products);
    }

    /** Takes the matrix {@code [m, k]} at a place for A. */
    public Gemm left(NativeMemory memory, long at, int stride) {
        left.set(memory, at, stride, false);
        return this;
    }

    /** Takes a region for A, from a row on. */
    public Gemm left(Region a, long row) {
        return left(a.memory(), a.row(row), a.columns());
    }

    /** Takes the transpose of the matrix {@code [k, m]} at a place for A. */
    public Gemm leftTransposed(NativeMemory memory, long at, int stride) {
        left.set(memory, at, stride, true);
        return this;
    }

    /** Takes the matrix {@code [k, n]} at a place for B. */
    public Gemm right(NativeMemory memory, long at, int stride) {
        right.set(memory, at, stride, false);
        return this;
    }

    /** Takes a region for B, from a row on. */
    public Gemm right(Region b, long row) {
        return right(b.memory(), b.row(row), b.columns());
    }

    /** Takes the transpose of the matrix {@code [n, k]} at a place for B. */
    public Gemm rightTransposed(NativeMemory memory, long at, int stride) {
        right.set(memory, at, stride, true);
        return this;
    }

    /** Takes the matrix {@code [m, n]} at a place for C. */
    public Gemm into(NativeMemory memory, long at, int stride) {
        result.set(memory, at, stride, false);
        return this;
    }

    /** Takes a region for C, from a row on. */
    public Gemm into(Region c, long row) {
        return into(c.memory(), c.row(row), c.columns());
    }

    /**
     * Computes several products of the same sizes in the next call: those of the heads of a sequence, for instance.
     *
     * @param products   how many
     * @param leftStep   elements from one A to the next
     * @param rightStep  elements from one B to the next
     * @param resultStep elements from one C to the next
     */
    public Gemm batch(int products, int leftStep, int rightStep, int resultStep) {
        count = products;
        left.step = leftStep;
        right.step = rightStep;
        result.step = resultStep;
        return this;
    }

    /** Adds the row {@code [n]} at a place to each row of the next call's C. */
    public Gemm bias(FloatMemory memory, long at) {
        bias = memory;
        biasAt = at;
        return this;
    }

    /** Computes C = α·A·B + β·C, and the bias if there is one; C is not read for β = 0. */
    public void multiply(int m, int n, int k, float alpha, float beta) {
        if (m > 0 && n > 0 && count > 0) {
            if (byOneDnn(m, n, k)) {
                byOneDnn(m, n, k, alpha, beta);
            } else {
                byBlas(m, n, k, alpha, beta);
            }
        }
        bias = null;
        count = 1;
        left.step = 0;
        right.step = 0;
        result.step = 0;
    }

    /** Computes C = A·B. */
    public void multiply(int m, int n, int k) {
        multiply(m, n, k, 1, 0);
    }

    /**
     * Copies a matrix, whose numbers may change their format.
     *
     * @param from   where the matrix {@code [rows, columns]} lies
     * @param to     where it is written
     * @param stride elements from row to row of both
     */
    public void convert(NativeMemory from, long fromAt, NativeMemory to, long toAt, Sizes sizes) {
        if (sizes.rows() > 0 && sizes.columns() > 0) {
            shape.sizes(sizes.rows(), sizes.columns(), 0);
            shape.terms(1, false, 1, 0);
            shape.operand(Shape.Operand.A, from.format(), sizes.stride(), false, 0);
            shape.operand(Shape.Operand.B, from.format(), 0, false, 0);
            shape.operand(Shape.Operand.C, to.format(), sizes.stride(), false, 0);
            products.orElseThrow().convert(shape, from.address(fromAt), to.address(toAt));
        }
    }

    /**
     * Sizes of a matrix.
     *
     * @param stride elements from row to row
     */
    public record Sizes(int rows, int columns, int stride) {
    }

    private boolean byOneDnn(int m, int n, int k) {
        if (products.isEmpty() || k == 0) {
            return false;
        }
        return left.memory.format() != Format.F32 || (long) count * m * n * k >= WORTHWHILE && !(ofRows && m == 1);
    }

    private void byOneDnn(int m, int n, int k, float alpha, float beta) {
        left.describe(shape, Shape.Operand.A);
        right.describe(shape, Shape.Operand.B);
        result.describe(shape, Shape.Operand.C);
        shape.sizes(m, n, k);
        shape.terms(count, bias != null, alpha, beta);
        products.get().multiply(shape, left.address(), right.address(), result.address(), bias == null ? 0 : bias.address(biasAt));
    }

    private void byBlas(int m, int n, int k, float alpha, float beta) {
        FloatMemory a = (FloatMemory) left.memory;
        FloatMemory b = (FloatMemory) right.memory;
        FloatMemory c = (FloatMemory) result.memory;
        int leftOrder = left.transposed ? CblasTrans : CblasNoTrans;
        int rightOrder = right.transposed ? CblasTrans : CblasNoTrans;
        for (int i = 0; i < count; i++) {
            long resultAt = result.at + (long) i * result.step;
            float added = beta;
            if (bias != null) {
                addBias(c, resultAt, m, n, beta);
                added = 1;
            }
            var atA = a.pointer(worker, 0, left.at + (long) i * left.step);
            var atB = b.pointer(worker, 1, right.at + (long) i * right.step);
            var atC = c.pointer(worker, 2, resultAt);
            if (ofRows && m == 1 && !left.transposed) {
                cblas_sgemv(CblasRowMajor, right.transposed ? CblasNoTrans : CblasTrans, right.transposed ? n : k,
                        right.transposed ? k : n, alpha, atB, right.stride, atA, 1, added, atC, 1);
            } else {
                cblas_sgemm(CblasRowMajor, leftOrder, rightOrder, m, n, k, alpha, atA, left.stride, atB, right.stride, added, atC,
                        result.stride);
            }
        }
    }

    /** Computes C = β·C + bias. */
    private void addBias(FloatMemory c, long at, int m, int n, float beta) {
        float[] row = new float[n];
        float[] old = new float[n];
        bias.read(biasAt, row, n);
        for (int i = 0; i < m; i++) {
            long place = at + (long) i * result.stride;
            if (beta == 0) {
                c.write(place, row, n);
            } else {
                c.read(place, old, n);
                for (int j = 0; j < n; j++) {
                    old[j] = beta * old[j] + row[j];
                }
                c.write(place, old, n);
            }
        }
    }

    @Override
    public void close() {
        if (!ofRows) {
            products.ifPresent(Products::close);
        }
    }
}
