package growth.engine.cpu.kernels;

import growth.engine.cpu.memory.FloatMemory;
import growth.engine.cpu.memory.Window;
import jdk.incubator.vector.FloatVector;

/**
 * The norms with the Vector API, for {@link VectorKernels}, whose rules are those of this class too. Belongs to one thread.
 */
final class VectorNorms {
    private static final int WIDTH = NativeVectors.WIDTH;
    private static final long BYTES = Float.BYTES;

    private final PlainRows rest;
    private final float[] lanes = new float[WIDTH];

    /** @param rest computes what does not fill a vector */
    VectorNorms(PlainRows rest) {
        this.rest = rest;
    }

    private static int whole(int n) {
        return n & -WIDTH;
    }

    /** Returns the sum of the lanes, added up in their order. */
    private float sumOfLanes() {
        float sum = 0;
        for (float lane : lanes) {
            sum += lane;
        }
        return sum;
    }

    /** Returns Σ x². */
    private float squares(FloatMemory x, long at, int n) {
        Window a = x.window(at);
        long p = NativeVectors.place(x, at, n);
        FloatVector even = VectorMath.all(0);
        FloatVector odd = VectorMath.all(0);
        int end = n & -2 * WIDTH;
        for (int i = 0; i < end; i += 2 * WIDTH) {
            FloatVector v = NativeVectors.load(a, p + BYTES * i);
            FloatVector w = NativeVectors.load(a, p + BYTES * (i + WIDTH));
            even = v.fma(v, even);
            odd = w.fma(w, odd);
        }
        even.add(odd).intoArray(lanes, 0);
        return sumOfLanes() + rest.squares(x, at, end, n);
    }

    /** Returns Σ c·x. */
    private float dot(FloatMemory x, long at, float[] c, int n) {
        Window a = x.window(at);
        long p = NativeVectors.place(x, at, n);
        FloatVector even = VectorMath.all(0);
        FloatVector odd = VectorMath.all(0);
        int end = n & -2 * WIDTH;
        for (int i = 0; i < end; i += 2 * WIDTH) {
            even = NativeVectors.load(a, p + BYTES * i).fma(VectorMath.load(c, i), even);
            odd = NativeVectors.load(a, p + BYTES * (i + WIDTH)).fma(VectorMath.load(c, i + WIDTH), odd);
        }
        even.add(odd).intoArray(lanes, 0);
        return sumOfLanes() + rest.dot(x, at, c, end, n);
    }

    void rmsNorm(FloatMemory memory, long x, NormRow norm, long y) {
        int n = norm.size;
        float r = norm.set(0, (double) squares(memory, x, n) / n);
        Window a = memory.window(x);
        Window b = memory.window(y);
        long p = NativeVectors.place(memory, x, n);
        long q = NativeVectors.place(memory, y, n);
        float[] gain = norm.gain;
        int end = whole(n);
        for (int i = 0; i < end; i += WIDTH) {
            NativeVectors.store(NativeVectors.load(a, p + BYTES * i).mul(r).mul(VectorMath.load(gain, i)), b, q + BYTES * i);
        }
        rest.normalise(memory, x, norm, y, end);
    }

    /** Adds dy·(x − mean)·r to the gradient of the gain; returns Σ dy·(x − mean)·gain. */
    private float gainGradient(FloatMemory memory, long dy, long x, NormRow norm) {
        int n = norm.size;
        Window a = memory.window(dy);
        Window b = memory.window(x);
        long p = NativeVectors.place(memory, dy, n);
        long q = NativeVectors.place(memory, x, n);
        float[] gain = norm.gain;
        float[] sums = norm.sums;
        int gainAt = norm.gainAt;
        float mean = norm.mean();
        FloatVector r = VectorMath.all(norm.r());
        FloatVector projections = VectorMath.all(0);
        int end = whole(n);
        for (int i = 0; i < end; i += WIDTH) {
            FloatVector t = NativeVectors.load(a, p + BYTES * i).mul(NativeVectors.load(b, q + BYTES * i).sub(mean));
            t.fma(r, VectorMath.load(sums, gainAt + i)).intoArray(sums, gainAt + i);
            projections = t.fma(VectorMath.load(gain, i), projections);
        }
        projections.intoArray(lanes, 0);
        return sumOfLanes() + rest.gainGradient(memory, dy, x, norm, end);
    }

    void rmsNormBackward(FloatMemory memory, long dy, long x, NormRow norm, long bypass, long dx) {
        float r = norm.r();
        norm.projection = -gainGradient(memory, dy, x, norm) * r * r * r / norm.size;
        if (bypass == RowKernels.NONE) {
            normGradient(memory, dy, x, norm, dx);
        } else {
            normGradient(memory, dy, x, norm, bypass, dx);
        }
        rest.normGradient(memory, dy, x, norm, bypass, dx, whole(norm.size));
    }

    private static void normGradient(FloatMemory memory, long dy, long x, NormRow norm, long dx) {
        int n = norm.size;
        Window a = memory.window(dy);
        Window b = memory.window(x);
        Window d = memory.window(dx);
        long p = NativeVectors.place(memory, dy, n);
        long q = NativeVectors.place(memory, x, n);
        long t = NativeVectors.place(memory, dx, n);
        float[] gain = norm.gain;
        FloatVector r = VectorMath.all(norm.r());
        float c = norm.projection;
        int end = whole(n);
        for (int i = 0; i < end; i += WIDTH) {
            FloatVector straight = NativeVectors.load(b, q + BYTES * i).mul(c);
            FloatVector sum = NativeVectors.load(a, p + BYTES * i).mul(VectorMath.load(gain, i)).fma(r, straight);
            NativeVectors.store(sum, d, t + BYTES * i);
        }
    }

    private static void normGradient(FloatMemory memory, long dy, long x, NormRow norm, long bypass, long dx) {
        int n = norm.size;
        Window a = memory.window(dy);
        Window b = memory.window(x);
        Window c = memory.window(bypass);
        Window d = memory.window(dx);
        long p = NativeVectors.place(memory, dy, n);
        long q = NativeVectors.place(memory, x, n);
        long s = NativeVectors.place(memory, bypass, n);
        long t = NativeVectors.place(memory, dx, n);
        float[] gain = norm.gain;
        FloatVector r = VectorMath.all(norm.r());
        FloatVector share = VectorMath.all(norm.projection);
        int end = whole(n);
        for (int i = 0; i < end; i += WIDTH) {
            FloatVector straight = NativeVectors.load(b, q + BYTES * i).fma(share, NativeVectors.load(c, s + BYTES * i));
            FloatVector sum = NativeVectors.load(a, p + BYTES * i).mul(VectorMath.load(gain, i)).fma(r, straight);
            NativeVectors.store(sum, d, t + BYTES * i);
        }
    }

    private float mean(FloatMemory memory, long x, int n) {
        Window a = memory.window(x);
        long p = NativeVectors.place(memory, x, n);
        FloatVector sums = VectorMath.all(0);
        int end = whole(n);
        for (int i = 0; i < end; i += WIDTH) {
            sums = sums.add(NativeVectors.load(a, p + BYTES * i));
        }
        sums.intoArray(lanes, 0);
        return (sumOfLanes() + rest.sum(memory, x, end, n)) / n;
    }

    private float squaredDistance(FloatMemory memory, long x, float mean, int n) {
        Window a = memory.window(x);
        long p = NativeVectors.place(memory, x, n);
        FloatVector squares = VectorMath.all(0);
        int end = whole(n);
        for (int i = 0; i < end; i += WIDTH) {
            FloatVector centred = NativeVectors.load(a, p + BYTES * i).sub(mean);
            squares = centred.fma(centred, squares);
        }
        squares.intoArray(lanes, 0);
        return sumOfLanes() + rest.squaredDistance(memory, x, mean, end, n);
    }

    void layerNorm(FloatMemory memory, long x, NormRow norm, long y) {
        int n = norm.size;
        float mean = mean(memory, x, n);
        float r = norm.set(mean, (double) squaredDistance(memory, x, mean, n) / n);
        Window a = memory.window(x);
        Window b = memory.window(y);
        long p = NativeVectors.place(memory, x, n);
        long q = NativeVectors.place(memory, y, n);
        float[] gain = norm.gain;
        float[] bias = norm.bias;
        int end = whole(n);
        for (int i = 0; i < end; i += WIDTH) {
            FloatVector normed = NativeVectors.load(a, p + BYTES * i).sub(mean).mul(r);
            NativeVectors.store(normed.fma(VectorMath.load(gain, i), VectorMath.load(bias, i)), b, q + BYTES * i);
        }
        rest.standardise(memory, x, norm, y, end);
    }

    void layerNormBackward(FloatMemory memory, long dy, long x, NormRow norm, long bypass, long dx) {
        int n = norm.size;
        norm.projection = gainGradient(memory, dy, x, norm) * norm.r() / n;
        norm.common = dot(memory, dy, norm.gain, n) / n;
        if (bypass == RowKernels.NONE) {
            standardGradient(memory, dy, x, norm, dx);
        } else {
            standardGradient(memory, dy, x, norm, bypass, dx);
        }
        rest.standardGradient(memory, dy, x, norm, bypass, dx, whole(n));
    }

    private static void standardGradient(FloatMemory memory, long dy, long x, NormRow norm, long dx) {
        int n = norm.size;
        Window a = memory.window(dy);
        Window b = memory.window(x);
        Window d = memory.window(dx);
        long p = NativeVectors.place(memory, dy, n);
        long q = NativeVectors.place(memory, x, n);
        long t = NativeVectors.place(memory, dx, n);
        float[] gain = norm.gain;
        float mean = norm.mean();
        float r = norm.r();
        FloatVector c = VectorMath.all(-norm.projection * r);
        FloatVector common = VectorMath.all(-norm.common);
        int end = whole(n);
        for (int i = 0; i < end; i += WIDTH) {
            FloatVector inner = NativeVectors.load(b, q + BYTES * i).sub(mean).fma(c, common);
            inner = NativeVectors.load(a, p + BYTES * i).fma(VectorMath.load(gain, i), inner);
            NativeVectors.store(inner.mul(r), d, t + BYTES * i);
        }
    }

    private static void standardGradient(FloatMemory memory, long dy, long x, NormRow norm, long bypass, long dx) {
        int n = norm.size;
        Window a = memory.window(dy);
        Window b = memory.window(x);
        Window e = memory.window(bypass);
        Window d = memory.window(dx);
        long p = NativeVectors.place(memory, dy, n);
        long q = NativeVectors.place(memory, x, n);
        long s = NativeVectors.place(memory, bypass, n);
        long t = NativeVectors.place(memory, dx, n);
        float[] gain = norm.gain;
        float mean = norm.mean();
        FloatVector r = VectorMath.all(norm.r());
        FloatVector c = VectorMath.all(-norm.projection * norm.r());
        FloatVector common = VectorMath.all(-norm.common);
        int end = whole(n);
        for (int i = 0; i < end; i += WIDTH) {
            FloatVector inner = NativeVectors.load(b, q + BYTES * i).sub(mean).fma(c, common);
            inner = NativeVectors.load(a, p + BYTES * i).fma(VectorMath.load(gain, i), inner);
            NativeVectors.store(inner.fma(r, NativeVectors.load(e, s + BYTES * i)), d, t + BYTES * i);
        }
    }
}
