package growth.engine.cpu.optimizer;

import growth.engine.common.optimizer.Orthogonal;
import growth.engine.cpu.memory.FloatMemory;
import growth.engine.cpu.memory.Gemm;

/**
 * Turns a matrix X = U·Σ·Vᵀ into about U·Vᵀ by five quintic Newton–Schulz iterations X ← a·X + (b·A + c·A²)·X with A = X·Xᵀ, after X has
 * been divided by its Frobenius norm (Jordan et al. 2024); singular values end between about 0.7 and 1.2. For matrices with more rows than
 * columns A = Xᵀ·X is multiplied from the right. Serves one worker.
 */
final class NewtonSchulz {
    private final Gemm gemm;
    private final FloatMemory memory;
    private final long at;
    private final float[][] heap = {{}, {}};
    private int rows;
    private int columns;
    private long x;
    private long next;

    /**
     * @param gemm   products of the worker
     * @param memory scratch memory
     * @param at     first element of the worker's part
     */
    NewtonSchulz(Gemm gemm, FloatMemory memory, long at) {
        this.gemm = gemm;
        this.memory = memory;
        this.at = at;
    }

    /** Returns the number of scratch floats for a matrix of that shape. */
    static long floats(int rows, int columns) {
        long small = Math.min(rows, columns);
        return 2L * rows * columns + 2 * small * small;
    }

    /** Gets ready for a matrix. */
    void begin(int ofRows, int ofColumns) {
        rows = ofRows;
        columns = ofColumns;
        x = at;
        next = at + (long) rows * columns;
        int longest = Math.max(columns, Math.min(rows, columns));
        if (heap[0].length < longest) {
            heap[0] = new float[longest];
            heap[1] = new float[longest];
        }
    }

    /** Returns heap array 0 or 1, at least as long as a row, for the caller. */
    float[] row(int which) {
        return heap[which];
    }

    /** Sets a row of the matrix. */
    void set(int row, float[] values) {
        memory.write(x + (long) row * columns, values, columns);
    }

    /** Reads a row of the result. */
    void get(int row, float[] into) {
        memory.read(x + (long) row * columns, into, columns);
    }

    /** Orthogonalises the matrix. */
    void run() {
        normalise();
        boolean wide = rows <= columns;
        int small = Math.min(rows, columns);
        int large = Math.max(rows, columns);
        long gram = at + 2L * rows * columns;
        long polynomial = gram + (long) small * small;
        for (int i = 0; i < Orthogonal.ITERATIONS; i++) {
            if (wide) {
                gemm.left(memory, x, columns).rightTransposed(memory, x, columns);
            } else {
                gemm.leftTransposed(memory, x, columns).right(memory, x, columns);
            }
            gemm.into(memory, gram, small).multiply(small, small, large);
            copy(gram, polynomial, small, small);
            gemm.left(memory, gram, small).right(memory, gram, small).into(memory, polynomial, small)
                    .multiply(small, small, small, Orthogonal.C, Orthogonal.B);
            copy(x, next, rows, columns);
            if (wide) {
                gemm.left(memory, polynomial, small).right(memory, x, columns);
            } else {
                gemm.left(memory, x, columns).right(memory, polynomial, small);
            }
            gemm.into(memory, next, columns).multiply(rows, columns, small, 1, Orthogonal.A);
            long old = x;
            x = next;
            next = old;
        }
    }

    private void copy(long from, long to, int count, int length) {
        for (int row = 0; row < count; row++) {
            memory.read(from + (long) row * length, heap[0], length);
            memory.write(to + (long) row * length, heap[0], length);
        }
    }

    private void normalise() {
        double sum = 0;
        for (int row = 0; row < rows; row++) {
            get(row, heap[0]);
            for (int i = 0; i < columns; i++) {
                sum += (double) heap[0][i] * heap[0][i];
            }
        }
        float factor = (float) (1 / (Math.sqrt(sum) + Orthogonal.SMALLEST_NORM));
        for (int row = 0; row < rows; row++) {
            get(row, heap[0]);
            for (int i = 0; i < columns; i++) {
                heap[0][i] *= factor;
            }
            set(row, heap[0]);
        }
    }
}
