package growth.engine.cpu.kernels;

import growth.engine.cpu.kernels.RowKernels.Angles;
import growth.engine.cpu.memory.FloatMemory;
import java.util.Arrays;

/**
 * {@link ScalarRows} on rows of native memory: copies the elements {@code from} to {@code n} to the heap, computes there, and copies the
 * results back. Belongs to one thread.
 */
final class PlainRows {
    private float[] first = {};
    private float[] second = {};
    private float[] third = {};
    private float[] fourth = {};

    private void fit(int n) {
        if (first.length < n) {
            first = new float[n];
            second = new float[n];
            third = new float[n];
            fourth = new float[n];
        }
    }

    private float[] first(FloatMemory memory, long at, int from, int n) {
        fit(n);
        memory.read(at + from, first, from, n - from);
        return first;
    }

    private float[] second(FloatMemory memory, long at, int from, int n) {
        fit(n);
        memory.read(at + from, second, from, n - from);
        return second;
    }

    private static void write(FloatMemory memory, long at, float[] row, int from, int n) {
        memory.write(at + from, row, from, n - from);
    }

    void add(FloatMemory x, long at, FloatMemory y, long yAt, int from, int n) {
        if (from < n) {
            float[] sum = first(x, at, from, n);
            ScalarRows.add(sum, second(y, yAt, from, n), from, n);
            write(x, at, sum, from, n);
        }
    }

    void sum(FloatMemory memory, long a, long b, long sum, int from, int n) {
        if (from < n) {
            ScalarRows.add(first(memory, a, from, n), second(memory, b, from, n), from, n);
            write(memory, sum, first, from, n);
        }
    }

    void addTo(float[] sum, int at, FloatMemory y, long yAt, int from, int n) {
        if (from < n) {
            ScalarRows.addTo(sum, at, first(y, yAt, from, n), from, n);
        }
    }

    void multiply(FloatMemory x, long at, float[] c, int from, int n) {
        if (from < n) {
            ScalarRows.multiply(first(x, at, from, n), c, from, n);
            write(x, at, first, from, n);
        }
    }

    void scale(FloatMemory x, long at, float c, int from, int n) {
        if (from < n) {
            ScalarRows.scale(first(x, at, from, n), c, from, n);
            write(x, at, first, from, n);
        }
    }

    float max(FloatMemory x, long at, float start, int from, int n) {
        return from < n ? ScalarRows.max(first(x, at, from, n), start, from, n) : start;
    }

    void dropout(FloatMemory x, long at, int key, int threshold, float scale, int from, int n) {
        if (from < n) {
            ScalarRows.dropout(first(x, at, from, n), key, threshold, scale, from, n);
            write(x, at, first, from, n);
        }
    }

    double sumOfSquares(FloatMemory x, long at, int from, int n) {
        return from < n ? ScalarRows.sumOfSquares(first(x, at, from, n), from, n) : 0;
    }

    float sum(FloatMemory x, long at, int from, int n) {
        return from < n ? ScalarRows.sum(first(x, at, from, n), from, n) : 0;
    }

    float squaredDistance(FloatMemory x, long at, float mean, int from, int n) {
        return from < n ? ScalarRows.squaredDistance(first(x, at, from, n), mean, from, n) : 0;
    }

    float dot(FloatMemory x, long at, float[] c, int from, int n) {
        return from < n ? ScalarRows.dot(first(x, at, from, n), c, from, n) : 0;
    }

    /** Returns Σ x² in single precision. */
    float squares(FloatMemory x, long at, int from, int n) {
        return from < n ? ScalarRows.dot(first(x, at, from, n), first, from, n) : 0;
    }

    void normalise(FloatMemory memory, long x, NormRow norm, long y, int from) {
        if (from < norm.size) {
            ScalarRows.normalise(first(memory, x, from, norm.size), norm, second, from, norm.size);
            write(memory, y, second, from, norm.size);
        }
    }

    void standardise(FloatMemory memory, long x, NormRow norm, long y, int from) {
        if (from < norm.size) {
            ScalarRows.standardise(first(memory, x, from, norm.size), norm, second, from, norm.size);
            write(memory, y, second, from, norm.size);
        }
    }

    float gainGradient(FloatMemory memory, long dy, long x, NormRow norm, int from) {
        int n = norm.size;
        return from < n ? ScalarRows.gainGradient(first(memory, dy, from, n), second(memory, x, from, n), norm, from, n) : 0;
    }

    /** Returns the third row with the gradient that bypasses a norm. */
    private float[] bypass(FloatMemory memory, long bypass, int from, int n) {
        fit(n);
        if (bypass == RowKernels.NONE) {
            Arrays.fill(third, from, n, 0);
        } else {
            memory.read(bypass + from, third, from, n - from);
        }
        return third;
    }

    /** Computes dx = bypass + dy·gain·r + x·c, where c stands in the norm's projection. */
    void normGradient(FloatMemory memory, long dy, long x, NormRow norm, long bypass, long dx, int from) {
        int n = norm.size;
        if (from < n) {
            ScalarRows.normGradient(first(memory, dy, from, n), second(memory, x, from, n), norm, norm.projection,
                    bypass(memory, bypass, from, n), from, n);
            write(memory, dx, third, from, n);
        }
    }

    /** Computes dx = bypass + r·(dy·gain − common − (x − mean)·r·projection). */
    void standardGradient(FloatMemory memory, long dy, long x, NormRow norm, long bypass, long dx, int from) {
        int n = norm.size;
        if (from < n) {
            ScalarRows.standardGradient(first(memory, dy, from, n), second(memory, x, from, n), norm, bypass(memory, bypass, from, n),
                    from, n);
            write(memory, dx, third, from, n);
        }
    }

    /** Rotates the elements of one head from {@code from} on, and their partners. */
    void rotate(FloatMemory memory, long head, Angles angles, int position, float sign, int from) {
        int half = angles.half();
        if (from < half) {
            ScalarRows.rotate(first(memory, head, from, 2 * half), 0, angles, position, from, sign);
            write(memory, head, first, from, 2 * half);
        }
    }

    float expAndSum(FloatMemory x, long at, float shift, int from, int n) {
        float sum = 0;
        if (from < n) {
            sum = ScalarRows.expAndSum(first(x, at, from, n), shift, from, n);
            write(x, at, first, from, n);
        }
        return sum;
    }

    void adamW(AdamWRow step, long at, int from, int n) {
        if (from < n) {
            fit(n);
            step.parameters.read(at + from, first, from, n - from);
            step.gradients.read(at + from, second, from, n - from);
            step.first.read(at + from, third, from, n - from);
            step.second.read(at + from, fourth, from, n - from);
            ScalarRows.adamW(step, new float[][] {first, second, third, fourth}, from, n);
            write(step.parameters, at, first, from, n);
            write(step.first, at, third, from, n);
            write(step.second, at, fourth, from, n);
        }
    }

    void swiGlu(FloatMemory memory, long gateUp, long out, int from, int n) {
        if (from < n) {
            ScalarRows.swiGlu(first(memory, gateUp, from, 2 * n), second, from, n);
            write(memory, out, second, from, n);
        }
    }

    void swiGluBackward(FloatMemory memory, long gateUp, long outGradient, int from, int n) {
        if (from < n) {
            ScalarRows.swiGluBackward(first(memory, gateUp, from, 2 * n), second(memory, outGradient, from, n), from, n);
            write(memory, gateUp, first, from, n);
            write(memory, gateUp, first, n + from, 2 * n);
            write(memory, outGradient, second, from, n);
        }
    }

    void gelu(GeluKind kind, FloatMemory memory, long x, long out, int from, int n) {
        if (from < n) {
            ScalarGelu.forward(kind, first(memory, x, from, n), second, from, n);
            write(memory, out, second, from, n);
        }
    }

    void geluBackward(GeluKind kind, FloatMemory memory, long x, long outGradient, int from, int n) {
        if (from < n) {
            ScalarGelu.backward(kind, first(memory, x, from, n), second(memory, outGradient, from, n), from, n);
            write(memory, x, first, from, n);
            write(memory, outGradient, second, from, n);
        }
    }
}
