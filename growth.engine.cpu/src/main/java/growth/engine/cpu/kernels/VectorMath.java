package growth.engine.cpu.kernels;

import growth.engine.common.random.RowNoise;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Vectors of floats, and functions of them. Comparing and blending is faster than minimum and maximum, which mind the sign of zero. */
final class VectorMath {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;

    private VectorMath() {
    }

    /** Returns a vector of the elements from a place on. */
    static FloatVector load(float[] x, int i) {
        return FloatVector.fromArray(FLOATS, x, i);
    }

    /** Returns a vector of equal elements. */
    static FloatVector all(float c) {
        return FloatVector.broadcast(FLOATS, c);
    }

    /** Computes {@link FastMath#exp}. */
    static FloatVector exp(FloatVector value) {
        FloatVector x = value.blend(FastMath.HIGHEST, value.compare(VectorOperators.GT, FastMath.HIGHEST));
        return expBelowHighest(x);
    }

    /** Computes exp(x) of an x that is known not to exceed the highest value. */
    static FloatVector expBelowHighest(FloatVector value) {
        FloatVector x = value.blend(FastMath.LOWEST, value.compare(VectorOperators.LT, FastMath.LOWEST));
        FloatVector shifted = x.fma(all(FastMath.LOG2_E), all(FastMath.ROUND));
        FloatVector n = shifted.sub(FastMath.ROUND);
        FloatVector r = n.fma(all(-FastMath.LN2_HIGH), x);
        r = n.fma(all(-FastMath.LN2_LOW), r);
        FloatVector p = r.fma(all(FastMath.C7), all(FastMath.C6));
        p = p.fma(r, all(FastMath.C5));
        p = p.fma(r, all(FastMath.C4));
        p = p.fma(r, all(FastMath.C3));
        p = p.fma(r, all(FastMath.C2));
        p = p.fma(r.mul(r), r).add(1f);
        IntVector exponent = shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, FastMath.EXPONENT_SHIFT);
        return p.mul(exponent.add(FastMath.ONE_BITS).reinterpretAsFloats());
    }

    /**
     * Computes a probability from its logarithm. One that is above 0 comes of scores so large that they were rounded otherwise when their
     * sum was made; it counts as 0.
     */
    static FloatVector probability(FloatVector logarithm) {
        return expBelowHighest(logarithm.blend(0f, logarithm.compare(VectorOperators.GT, 0f)));
    }

    /** Computes 1 − 2/(exp(2x) + 1). */
    static FloatVector tanh(FloatVector x) {
        return all(1f).sub(all(2f).div(exp(x.add(x)).add(1f)));
    }

    /** Computes {@link FastMath#erf}. */
    static FloatVector erf(FloatVector value) {
        FloatVector x = value.blend(FastMath.LIMIT, value.compare(VectorOperators.GT, FastMath.LIMIT));
        x = x.blend(-FastMath.LIMIT, x.compare(VectorOperators.LT, -FastMath.LIMIT));
        FloatVector s = x.mul(x);
        FloatVector p = s.fma(all(FastMath.A13), all(FastMath.A11));
        p = p.fma(s, all(FastMath.A9));
        p = p.fma(s, all(FastMath.A7));
        p = p.fma(s, all(FastMath.A5));
        p = p.fma(s, all(FastMath.A3));
        p = p.fma(s, all(FastMath.A1));
        FloatVector q = s.fma(all(FastMath.B8), all(FastMath.B6));
        q = q.fma(s, all(FastMath.B4));
        q = q.fma(s, all(FastMath.B2));
        q = q.fma(s, all(FastMath.B0));
        return x.mul(p).div(q);
    }

    /** Computes Φ(x), GELU's share of x by the error function. */
    static FloatVector phi(FloatVector x) {
        return erf(x.mul(ScalarGelu.ROOT_HALF)).add(1f).mul(0.5f);
    }

    /** Computes √(2/π)(x + 0.044715·x³), of which GELU's other form takes tanh. */
    static FloatVector geluInner(FloatVector x) {
        return x.mul(x).mul(x).fma(all(ScalarGelu.TANH_CUBE), x).mul(ScalarGelu.TANH_SCALE);
    }

    /** Computes {@link RowNoise#bits} of keys to which the places have been added. */
    static IntVector noise(IntVector sums) {
        IntVector h = sums;
        h = h.lanewise(VectorOperators.XOR, h.lanewise(VectorOperators.LSHR, RowNoise.SHIFT_1)).mul(RowNoise.MIX_1);
        h = h.lanewise(VectorOperators.XOR, h.lanewise(VectorOperators.LSHR, RowNoise.SHIFT_2)).mul(RowNoise.MIX_2);
        return h.lanewise(VectorOperators.XOR, h.lanewise(VectorOperators.LSHR, RowNoise.SHIFT_1))
                .lanewise(VectorOperators.LSHR, RowNoise.UNUSED_BITS);
    }
}
