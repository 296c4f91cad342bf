package growth.engine.cpu.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import growth.api.engine.OptimizerSettings;
import growth.engine.cpu.kernels.RowKernels.Angles;
import growth.engine.cpu.memory.FloatMemory;
import java.util.Arrays;
import java.util.function.BiConsumer;

/** Row kernels on heap arrays, for tests: copies them to rows of native memory, none of which is aligned, and back. */
final class HeapRows {
    static final float GRADIENT_SCALE = 0.5f;
    static final float KEEP = 0.99f;
    private static final int GAP = 5;
    private static final float UNTOUCHED = 1234.5f;

    final RowKernels kernels;

    HeapRows(RowKernels kernels) {
        this.kernels = kernels;
    }

    @Override
    public String toString() {
        return kernels.name();
    }

    /** Computes something of rows, given their places. */
    private interface Work {
        double run(FloatMemory memory, long[] at);
    }

    private static double onRows(Work work, float[]... rows) {
        long[] at = new long[rows.length];
        long length = GAP;
        for (int i = 0; i < rows.length; i++) {
            at[i] = length;
            length += rows[i].length + GAP;
        }
        try (FloatMemory memory = new FloatMemory(length, 1)) {
            for (long i = 0; i < length; i++) {
                memory.set(i, UNTOUCHED);
            }
            for (int i = 0; i < rows.length; i++) {
                memory.write(at[i], rows[i], rows[i].length);
            }
            double result = work.run(memory, at);
            for (int i = 0; i < rows.length; i++) {
                memory.read(at[i], rows[i], rows[i].length);
                assertThat(memory.get(at[i] - 1)).as("element before row " + i).isEqualTo(UNTOUCHED);
                assertThat(memory.get(at[i] + rows[i].length)).as("element behind row " + i).isEqualTo(UNTOUCHED);
            }
            return result;
        }
    }

    private static void inRows(BiConsumer<FloatMemory, long[]> work, float[]... rows) {
        onRows((memory, at) -> {
            work.accept(memory, at);
            return 0;
        }, rows);
    }

    void add(float[] x, float[] y, int n) {
        float[] sum = new float[n];
        inRows((m, at) -> kernels.sum(m, at[0], at[1], at[2], n), x, y, sum);
        inRows((m, at) -> kernels.add(m, at[0], m, at[1], n), x, y);
        assertThat(sum).isEqualTo(x);
    }

    void addTo(float[] sum, int first, float[] y, int n) {
        inRows((m, at) -> kernels.addTo(sum, first, m, at[0], n), y);
    }

    void multiply(float[] x, float[] c, int n) {
        inRows((m, at) -> kernels.multiply(m, at[0], c, n), x);
    }

    void scale(float[] x, float c, int n) {
        inRows((m, at) -> kernels.scale(m, at[0], c, n), x);
    }

    float max(float[] x, int n) {
        return (float) onRows((m, at) -> kernels.max(m, at[0], n), x);
    }

    void dropout(float[] x, int key, int threshold, float scale, int n) {
        inRows((m, at) -> kernels.dropout(m, at[0], key, threshold, scale, n), x);
    }

    double sumOfSquares(float[] x, int n) {
        return onRows((m, at) -> kernels.sumOfSquares(m, at[0], n), x);
    }

    void rmsNorm(float[] x, NormRow norm, float[] y) {
        inRows((m, at) -> kernels.rmsNorm(m, at[0], norm, at[1]), x, y);
    }

    void layerNorm(float[] x, NormRow norm, float[] y) {
        inRows((m, at) -> kernels.layerNorm(m, at[0], norm, at[1]), x, y);
    }

    /** Adds the gradient of RMSNorm to dx, whose first contents bypass the norm, and compares with what is left without them. */
    void rmsNormBackward(float[] dy, float[] x, NormRow norm, float[] dx) {
        float[] alone = dy.clone();
        float[] sums = norm.sums.clone();
        inRows((m, at) -> kernels.rmsNormBackward(m, at[0], at[1], norm, RowKernels.NONE, at[0]), alone, x);
        System.arraycopy(sums, 0, norm.sums, 0, sums.length);
        addsTo(alone, dx, () -> inRows((m, at) -> kernels.rmsNormBackward(m, at[0], at[1], norm, at[2], at[2]), dy, x, dx));
    }

    /** Adds the gradient of LayerNorm to dx, likewise. */
    void layerNormBackward(float[] dy, float[] x, NormRow norm, float[] dx) {
        float[] alone = dy.clone();
        float[] sums = norm.sums.clone();
        inRows((m, at) -> kernels.layerNormBackward(m, at[0], at[1], norm, RowKernels.NONE, at[0]), alone, x);
        System.arraycopy(sums, 0, norm.sums, 0, sums.length);
        addsTo(alone, dx, () -> inRows((m, at) -> kernels.layerNormBackward(m, at[0], at[1], norm, at[2], at[2]), dy, x, dx));
    }

    private static void addsTo(float[] alone, float[] sum, Runnable work) {
        float[] before = sum.clone();
        work.run();
        for (int i = 0; i < sum.length; i++) {
            float scale = Math.max(1, Math.max(Math.abs(alone[i]), Math.abs(before[i])));
            assertThat(sum[i] - before[i]).isCloseTo(alone[i], within(1e-5f * scale));
        }
    }

    void rotate(float[] x, int heads, Angles angles, int position, float sign) {
        inRows((m, at) -> kernels.rotate(m, at[0], heads, angles, position, sign), x);
    }

    void swiGlu(float[] gateUp, float[] out, int n) {
        inRows((m, at) -> kernels.swiGlu(m, at[0], at[1], n), gateUp, out);
    }

    void swiGluBackward(float[] gateUp, float[] outGradient, int n) {
        inRows((m, at) -> kernels.swiGluBackward(m, at[0], at[1], n), gateUp, outGradient);
    }

    void gelu(GeluKind kind, float[] x, float[] out, int n) {
        inRows((m, at) -> kernels.gelu(kind, m, at[0], at[1], n), x, out);
    }

    void geluBackward(GeluKind kind, float[] x, float[] outGradient, int n) {
        inRows((m, at) -> kernels.geluBackward(kind, m, at[0], at[1], n), x, outGradient);
    }

    double crossEntropy(float[] x, int label, float weight, int n) {
        return onRows((m, at) -> kernels.crossEntropy(m, at[0], label, weight, n), x);
    }

    /**
     * Makes a step of entries of different ages: entry i has the step size 10⁻³ / (1 + i) and the root scale 1 + i/10.
     *
     * @param entries parameters, gradients, first and second moments
     */
    void adamW(OptimizerSettings settings, float[][] entries) {
        AdamWRow step = new AdamWRow();
        step.begin(settings, GRADIENT_SCALE);
        step.tensor(KEEP, 1, 1);
        int n = entries[0].length;
        for (int i = 0; i < n; i++) {
            step.stepSizes()[i] = 1e-3f / (1 + i);
            step.rootScales()[i] = 1 + 0.1f * i;
        }
        FloatMemory[] memories = new FloatMemory[entries.length];
        Arrays.setAll(memories, i -> new FloatMemory(n + 2 * GAP, 1));
        for (int i = 0; i < entries.length; i++) {
            memories[i].write(GAP, entries[i], n);
        }
        step.entries(memories[0], memories[1], memories[2], memories[3]);
        kernels.adamW(step, GAP, n);
        for (int i = 0; i < entries.length; i++) {
            memories[i].read(GAP, entries[i], n);
            assertThat(memories[i].get(GAP - 1)).isZero();
            assertThat(memories[i].get(GAP + n)).isZero();
            memories[i].close();
        }
    }
}
