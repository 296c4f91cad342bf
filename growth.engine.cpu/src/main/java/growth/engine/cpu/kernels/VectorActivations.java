package growth.engine.cpu.kernels;

import growth.engine.cpu.memory.FloatMemory;
import growth.engine.cpu.memory.Window;
import jdk.incubator.vector.FloatVector;

/**
 * The activations of MLPs with the Vector API, for {@link VectorKernels}, whose rules are those of this class too: backward passes take two
 * loops, the first of which leaves its results on the heap. Belongs to one thread.
 */
final class VectorActivations {
    private static final int WIDTH = NativeVectors.WIDTH;
    private static final long BYTES = Float.BYTES;

    private final PlainRows rest;
    private float[] between = {};

    /** @param rest computes what does not fill a vector */
    VectorActivations(PlainRows rest) {
        this.rest = rest;
    }

    private static int whole(int n) {
        return n & -WIDTH;
    }

    private float[] between(int n) {
        if (between.length < n) {
            between = new float[n];
        }
        return between;
    }

    void swiGlu(FloatMemory memory, long gateUp, long out, int n) {
        Window a = memory.window(gateUp);
        Window b = memory.window(out);
        long p = NativeVectors.place(memory, gateUp, 2 * n);
        long q = NativeVectors.place(memory, out, n);
        int end = whole(n);
        for (int i = 0; i < end; i += WIDTH) {
            FloatVector gate = NativeVectors.load(a, p + BYTES * i);
            FloatVector silu = gate.div(VectorMath.exp(gate.neg()).add(1f));
            NativeVectors.store(silu.mul(NativeVectors.load(a, p + BYTES * (n + i))), b, q + BYTES * i);
        }
        rest.swiGlu(memory, gateUp, out, end, n);
    }

    void swiGluBackward(FloatMemory memory, long gateUp, long outGradient, int n) {
        float[] sigmoids = between(n);
        sigmoid(memory, gateUp, sigmoids, n);
        swiGluBackward(memory, gateUp, outGradient, sigmoids, n);
        rest.swiGluBackward(memory, gateUp, outGradient, whole(n), n);
    }

    private static void sigmoid(FloatMemory memory, long x, float[] sigmoids, int n) {
        Window a = memory.window(x);
        long p = NativeVectors.place(memory, x, n);
        int end = whole(n);
        for (int i = 0; i < end; i += WIDTH) {
            FloatVector gate = NativeVectors.load(a, p + BYTES * i);
            VectorMath.all(1f).div(VectorMath.exp(gate.neg()).add(1f)).intoArray(sigmoids, i);
        }
    }

    private static void swiGluBackward(FloatMemory memory, long gateUp, long outGradient, float[] sigmoids, int n) {
        Window a = memory.window(gateUp);
        Window b = memory.window(outGradient);
        long p = NativeVectors.place(memory, gateUp, 2 * n);
        long q = NativeVectors.place(memory, outGradient, n);
        int end = whole(n);
        for (int i = 0; i < end; i += WIDTH) {
            FloatVector up = NativeVectors.load(a, p + BYTES * (n + i));
            FloatVector d = NativeVectors.load(b, q + BYTES * i);
            FloatVector sigmoid = VectorMath.load(sigmoids, i);
            FloatVector silu = NativeVectors.load(a, p + BYTES * i).mul(sigmoid);
            FloatVector slope = VectorMath.all(1f).sub(sigmoid).fma(silu, sigmoid);
            NativeVectors.store(d.mul(up).mul(slope), a, p + BYTES * i);
            NativeVectors.store(d.mul(silu), a, p + BYTES * (n + i));
            NativeVectors.store(silu.mul(up), b, q + BYTES * i);
        }
    }

    void gelu(GeluKind kind, FloatMemory memory, long x, long out, int n) {
        if (kind == GeluKind.ERF) {
            geluByErf(memory, x, out, n);
        } else {
            geluByTanh(memory, x, out, n);
        }
        rest.gelu(kind, memory, x, out, whole(n), n);
    }

    private static void geluByErf(FloatMemory memory, long x, long out, int n) {
        Window a = memory.window(x);
        Window b = memory.window(out);
        long p = NativeVectors.place(memory, x, n);
        long q = NativeVectors.place(memory, out, n);
        int end = whole(n);
        for (int i = 0; i < end; i += WIDTH) {
            FloatVector v = NativeVectors.load(a, p + BYTES * i);
            NativeVectors.store(v.mul(VectorMath.phi(v)), b, q + BYTES * i);
        }
    }

    private static void geluByTanh(FloatMemory memory, long x, long out, int n) {
        Window a = memory.window(x);
        Window b = memory.window(out);
        long p = NativeVectors.place(memory, x, n);
        long q = NativeVectors.place(memory, out, n);
        int end = whole(n);
        for (int i = 0; i < end; i += WIDTH) {
            FloatVector v = NativeVectors.load(a, p + BYTES * i);
            NativeVectors.store(v.mul(VectorMath.tanh(VectorMath.geluInner(v)).add(1f).mul(0.5f)), b, q + BYTES * i);
        }
    }

    void geluBackward(GeluKind kind, FloatMemory memory, long x, long outGradient, int n) {
        float[] shares = between(n);
        if (kind == GeluKind.ERF) {
            shareByErf(memory, x, shares, n);
            geluBackwardByErf(memory, x, outGradient, shares, n);
        } else {
            tanhOfInner(memory, x, shares, n);
            geluBackwardByTanh(memory, x, outGradient, shares, n);
        }
        rest.geluBackward(kind, memory, x, outGradient, whole(n), n);
    }

    private static void shareByErf(FloatMemory memory, long x, float[] shares, int n) {
        Window a = memory.window(x);
        long p = NativeVectors.place(memory, x, n);
        int end = whole(n);
        for (int i = 0; i < end; i += WIDTH) {
            VectorMath.phi(NativeVectors.load(a, p + BYTES * i)).intoArray(shares, i);
        }
    }

    private static void geluBackwardByErf(FloatMemory memory, long x, long outGradient, float[] shares, int n) {
        Window a = memory.window(x);
        Window b = memory.window(outGradient);
        long p = NativeVectors.place(memory, x, n);
        long q = NativeVectors.place(memory, outGradient, n);
        int end = whole(n);
        for (int i = 0; i < end; i += WIDTH) {
            FloatVector v = NativeVectors.load(a, p + BYTES * i);
            FloatVector share = VectorMath.load(shares, i);
            FloatVector density = VectorMath.exp(v.mul(v).mul(-0.5f)).mul(ScalarGelu.DENSITY);
            NativeVectors.store(NativeVectors.load(b, q + BYTES * i).mul(v.fma(density, share)), a, p + BYTES * i);
            NativeVectors.store(v.mul(share), b, q + BYTES * i);
        }
    }

    private static void tanhOfInner(FloatMemory memory, long x, float[] tanhs, int n) {
        Window a = memory.window(x);
        long p = NativeVectors.place(memory, x, n);
        int end = whole(n);
        for (int i = 0; i < end; i += WIDTH) {
            VectorMath.tanh(VectorMath.geluInner(NativeVectors.load(a, p + BYTES * i))).intoArray(tanhs, i);
        }
    }

    private static void geluBackwardByTanh(FloatMemory memory, long x, long outGradient, float[] tanhs, int n) {
        Window a = memory.window(x);
        Window b = memory.window(outGradient);
        long p = NativeVectors.place(memory, x, n);
        long q = NativeVectors.place(memory, outGradient, n);
        int end = whole(n);
        for (int i = 0; i < end; i += WIDTH) {
            FloatVector v = NativeVectors.load(a, p + BYTES * i);
            FloatVector t = VectorMath.load(tanhs, i);
            FloatVector share = t.add(1f).mul(0.5f);
            FloatVector inside = v.mul(v).fma(VectorMath.all(3 * ScalarGelu.TANH_CUBE), VectorMath.all(1f)).mul(ScalarGelu.TANH_SCALE);
            FloatVector slope = VectorMath.all(1f).sub(t.mul(t)).mul(inside).mul(v).fma(VectorMath.all(0.5f), share);
            NativeVectors.store(NativeVectors.load(b, q + BYTES * i).mul(slope), a, p + BYTES * i);
            NativeVectors.store(v.mul(share), b, q + BYTES * i);
        }
    }
}
