package growth.engine.cpu.kernels;

import jdk.incubator.vector.FloatVector;

/** GELU and its gradient on whole vectors; {@link ScalarGelu} computes the rest of a row that does not fill one. */
final class VectorGelu {
    private static final int WIDTH = FloatVector.SPECIES_PREFERRED.length();

    private VectorGelu() {
    }

    static void forward(GeluKind kind, float[] x, float[] out, int n) {
        int i = 0;
        for (; i + WIDTH <= n; i += WIDTH) {
            FloatVector v = VectorMath.load(x, i);
            FloatVector share = kind == GeluKind.ERF ? phi(v) : VectorMath.tanh(inner(v)).add(1f).mul(0.5f);
            v.mul(share).intoArray(out, i);
        }
        ScalarGelu.forward(kind, x, out, i, n);
    }

    static void backward(GeluKind kind, float[] x, float[] outGradient, int n) {
        int i = 0;
        for (; i + WIDTH <= n; i += WIDTH) {
            FloatVector v = VectorMath.load(x, i);
            FloatVector d = VectorMath.load(outGradient, i);
            FloatVector share;
            FloatVector slope;
            if (kind == GeluKind.ERF) {
                share = phi(v);
                FloatVector density = VectorMath.exp(v.mul(v).mul(-0.5f)).mul(ScalarGelu.DENSITY);
                slope = v.fma(density, share);
            } else {
                FloatVector t = VectorMath.tanh(inner(v));
                share = t.add(1f).mul(0.5f);
                FloatVector inside = v.mul(v).fma(VectorMath.all(3 * ScalarGelu.TANH_CUBE), VectorMath.all(1f)).mul(ScalarGelu.TANH_SCALE);
                slope = VectorMath.all(1f).sub(t.mul(t)).mul(inside).mul(v).fma(VectorMath.all(0.5f), share);
            }
            d.mul(slope).intoArray(x, i);
            v.mul(share).intoArray(outGradient, i);
        }
        ScalarGelu.backward(kind, x, outGradient, i, n);
    }

    private static FloatVector phi(FloatVector x) {
        return VectorMath.erf(x.mul(ScalarGelu.ROOT_HALF)).add(1f).mul(0.5f);
    }

    private static FloatVector inner(FloatVector x) {
        return x.mul(x).mul(x).fma(VectorMath.all(ScalarGelu.TANH_CUBE), x).mul(ScalarGelu.TANH_SCALE);
    }
}
