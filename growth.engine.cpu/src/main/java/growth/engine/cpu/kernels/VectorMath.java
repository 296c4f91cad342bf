package growth.engine.cpu.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Vectors of floats and functions of them. Comparing and blending is faster than minimum and maximum, which mind the sign of zero. */
final class VectorMath {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;

    private VectorMath() {
    }

    /** @return a vector of the elements from there on */
    static FloatVector load(float[] x, int i) {
        return FloatVector.fromArray(FLOATS, x, i);
    }

    /** @return a vector of equal elements */
    static FloatVector all(float c) {
        return FloatVector.broadcast(FLOATS, c);
    }

    /** As {@link FastExp#exp}. */
    static FloatVector exp(FloatVector value) {
        FloatVector x = value.blend(FastExp.HIGHEST, value.compare(VectorOperators.GT, FastExp.HIGHEST));
        return expBelowHighest(x);
    }

    /** exp(x) where x is known not to exceed the highest value. */
    static FloatVector expBelowHighest(FloatVector value) {
        FloatVector x = value.blend(FastExp.LOWEST, value.compare(VectorOperators.LT, FastExp.LOWEST));
        FloatVector shifted = x.fma(all(FastExp.LOG2_E), all(FastExp.ROUND));
        FloatVector n = shifted.sub(FastExp.ROUND);
        FloatVector r = n.fma(all(-FastExp.LN2_HIGH), x);
        r = n.fma(all(-FastExp.LN2_LOW), r);
        FloatVector p = r.fma(all(FastExp.C7), all(FastExp.C6));
        p = p.fma(r, all(FastExp.C5));
        p = p.fma(r, all(FastExp.C4));
        p = p.fma(r, all(FastExp.C3));
        p = p.fma(r, all(FastExp.C2));
        p = p.fma(r.mul(r), r).add(1f);
        IntVector exponent = shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, FastExp.EXPONENT_SHIFT);
        return p.mul(exponent.add(FastExp.ONE_BITS).reinterpretAsFloats());
    }

    /** 1 − 2/(exp(2x) + 1). */
    static FloatVector tanh(FloatVector x) {
        return all(1f).sub(all(2f).div(exp(x.add(x)).add(1f)));
    }

    /** As {@link FastErf#erf}. */
    static FloatVector erf(FloatVector value) {
        FloatVector x = value.blend(FastErf.LIMIT, value.compare(VectorOperators.GT, FastErf.LIMIT));
        x = x.blend(-FastErf.LIMIT, x.compare(VectorOperators.LT, -FastErf.LIMIT));
        FloatVector s = x.mul(x);
        FloatVector p = s.fma(all(FastErf.A13), all(FastErf.A11));
        p = p.fma(s, all(FastErf.A9));
        p = p.fma(s, all(FastErf.A7));
        p = p.fma(s, all(FastErf.A5));
        p = p.fma(s, all(FastErf.A3));
        p = p.fma(s, all(FastErf.A1));
        FloatVector q = s.fma(all(FastErf.B8), all(FastErf.B6));
        q = q.fma(s, all(FastErf.B4));
        q = q.fma(s, all(FastErf.B2));
        q = q.fma(s, all(FastErf.B0));
        return x.mul(p).div(q);
    }
}
