package growth.engine.cpu.kernels;

import growth.engine.common.random.RowNoise;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The row kernels with the Vector API. No method of this class takes or returns a vector, so that none must be inlined: a caller that
 * inlines much leaves vectors on the heap. {@code bin/growth} therefore forbids it for this class. Sums over lanes are made in the order
 * of the lanes, because {@code reduceLanes} leaves the order, and with it the last bits, to the compiler.
 */
final class VectorKernels implements RowKernels {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final int WIDTH = FLOATS.length();

    private final float[] lanes = new float[WIDTH];
    private final double[] doubleLanes = new double[DOUBLES.length()];

    @Override
    public String name() {
        return "Vector API, " + WIDTH + " floats";
    }

    /** Returns the sum of the lanes, added up in their order. */
    private float sumOfLanes() {
        float sum = 0;
        for (float lane : lanes) {
            sum += lane;
        }
        return sum;
    }

    @Override
    public void add(float[] x, float[] y, int n) {
        int i = 0;
        for (; i + WIDTH <= n; i += WIDTH) {
            VectorMath.load(x, i).add(VectorMath.load(y, i)).intoArray(x, i);
        }
        ScalarRows.add(x, y, i, n);
    }

    @Override
    public void scale(float[] x, float c, int n) {
        int i = 0;
        for (; i + WIDTH <= n; i += WIDTH) {
            VectorMath.load(x, i).mul(c).intoArray(x, i);
        }
        ScalarRows.scale(x, c, i, n);
    }

    @Override
    public void addTo(float[] sum, int at, float[] y, int n) {
        int i = 0;
        for (; i + WIDTH <= n; i += WIDTH) {
            VectorMath.load(sum, at + i).add(VectorMath.load(y, i)).intoArray(sum, at + i);
        }
        ScalarRows.addTo(sum, at, y, i, n);
    }

    @Override
    public void multiply(float[] x, float[] c, int n) {
        int i = 0;
        for (; i + WIDTH <= n; i += WIDTH) {
            VectorMath.load(x, i).mul(VectorMath.load(c, i)).intoArray(x, i);
        }
        ScalarRows.multiply(x, c, i, n);
    }

    @Override
    public void dropout(float[] x, int key, int threshold, float scale, int n) {
        IntVector places = IntVector.zero(INTS).addIndex(1).mul(RowNoise.STEP);
        int i = 0;
        for (; i + WIDTH <= n; i += WIDTH) {
            IntVector h = places.add(key + i * RowNoise.STEP);
            h = h.lanewise(VectorOperators.XOR, h.lanewise(VectorOperators.LSHR, RowNoise.SHIFT_1)).mul(RowNoise.MIX_1);
            h = h.lanewise(VectorOperators.XOR, h.lanewise(VectorOperators.LSHR, RowNoise.SHIFT_2)).mul(RowNoise.MIX_2);
            h = h.lanewise(VectorOperators.XOR, h.lanewise(VectorOperators.LSHR, RowNoise.SHIFT_1))
                    .lanewise(VectorOperators.LSHR, RowNoise.UNUSED_BITS);
            VectorMath.load(x, i).mul(scale).blend(0f, h.compare(VectorOperators.LT, threshold).cast(FLOATS)).intoArray(x, i);
        }
        ScalarRows.dropout(x, key, threshold, scale, i, n);
    }

    private float dot(float[] x, float[] y, int n) {
        FloatVector even = VectorMath.all(0);
        FloatVector odd = VectorMath.all(0);
        int i = 0;
        for (; i + 2 * WIDTH <= n; i += 2 * WIDTH) {
            even = VectorMath.load(x, i).fma(VectorMath.load(y, i), even);
            odd = VectorMath.load(x, i + WIDTH).fma(VectorMath.load(y, i + WIDTH), odd);
        }
        even.add(odd).intoArray(lanes, 0);
        return sumOfLanes() + ScalarRows.dot(x, y, i, n);
    }

    @Override
    public double sumOfSquares(float[] x, int n) {
        DoubleVector low = DoubleVector.zero(DOUBLES);
        DoubleVector high = DoubleVector.zero(DOUBLES);
        int i = 0;
        for (; i + WIDTH <= n; i += WIDTH) {
            FloatVector v = VectorMath.load(x, i);
            DoubleVector a = (DoubleVector) v.convertShape(VectorOperators.F2D, DOUBLES, 0);
            DoubleVector b = (DoubleVector) v.convertShape(VectorOperators.F2D, DOUBLES, 1);
            low = a.fma(a, low);
            high = b.fma(b, high);
        }
        low.add(high).intoArray(doubleLanes, 0);
        double sum = 0;
        for (double lane : doubleLanes) {
            sum += lane;
        }
        return sum + ScalarRows.sumOfSquares(x, i, n);
    }

    @Override
    public void rmsNorm(float[] x, NormRow norm, float[] y, int n) {
        float r = norm.set(0, (double) dot(x, x, n) / n);
        float[] gain = norm.gain;
        int i = 0;
        for (; i + WIDTH <= n; i += WIDTH) {
            VectorMath.load(x, i).mul(r).mul(VectorMath.load(gain, i)).intoArray(y, i);
        }
        ScalarRows.normalise(x, norm, y, i, n);
    }

    /** Adds dy·(x − mean)·r to the gradient of the gain; returns Σ dy·(x − mean)·gain. */
    private float gainGradient(float[] dy, float[] x, NormRow norm, int n) {
        float[] gain = norm.gain;
        float[] sums = norm.sums;
        int gainAt = norm.gainAt;
        float mean = norm.mean();
        float r = norm.r();
        FloatVector projections = VectorMath.all(0);
        int i = 0;
        for (; i + WIDTH <= n; i += WIDTH) {
            FloatVector t = VectorMath.load(dy, i).mul(VectorMath.load(x, i).sub(mean));
            t.fma(VectorMath.all(r), VectorMath.load(sums, gainAt + i)).intoArray(sums, gainAt + i);
            projections = t.fma(VectorMath.load(gain, i), projections);
        }
        projections.intoArray(lanes, 0);
        return sumOfLanes() + ScalarRows.gainGradient(dy, x, norm, i, n);
    }

    @Override
    public void rmsNormBackward(float[] dy, float[] x, NormRow norm, float[] dx, int n) {
        float[] gain = norm.gain;
        float r = norm.r();
        float c = -gainGradient(dy, x, norm, n) * r * r * r / n;
        int i = 0;
        for (; i + WIDTH <= n; i += WIDTH) {
            FloatVector straight = VectorMath.load(x, i).fma(VectorMath.all(c), VectorMath.load(dx, i));
            VectorMath.load(dy, i).mul(VectorMath.load(gain, i)).fma(VectorMath.all(r), straight).intoArray(dx, i);
        }
        ScalarRows.normGradient(dy, x, norm, c, dx, i, n);
    }

    @Override
    public void layerNorm(float[] x, NormRow norm, float[] y, int n) {
        float[] gain = norm.gain;
        float[] bias = norm.bias;
        FloatVector sums = VectorMath.all(0);
        int i = 0;
        for (; i + WIDTH <= n; i += WIDTH) {
            sums = sums.add(VectorMath.load(x, i));
        }
        sums.intoArray(lanes, 0);
        float mean = (sumOfLanes() + ScalarRows.sum(x, i, n)) / n;
        FloatVector squares = VectorMath.all(0);
        for (i = 0; i + WIDTH <= n; i += WIDTH) {
            FloatVector centred = VectorMath.load(x, i).sub(mean);
            squares = centred.fma(centred, squares);
        }
        squares.intoArray(lanes, 0);
        float r = norm.set(mean, (double) (sumOfLanes() + ScalarRows.squaredDistance(x, mean, i, n)) / n);
        for (i = 0; i + WIDTH <= n; i += WIDTH) {
            VectorMath.load(x, i).sub(mean).mul(r).fma(VectorMath.load(gain, i), VectorMath.load(bias, i)).intoArray(y, i);
        }
        ScalarRows.standardise(x, norm, y, i, n);
    }

    @Override
    public void layerNormBackward(float[] dy, float[] x, NormRow norm, float[] dx, int n) {
        float[] gain = norm.gain;
        float mean = norm.mean();
        float r = norm.r();
        addTo(norm.sums, norm.biasAt, dy, n);
        norm.projection = gainGradient(dy, x, norm, n) * r / n;
        norm.common = dot(dy, gain, n) / n;
        float common = norm.common;
        float c = -norm.projection * r;
        int i = 0;
        for (; i + WIDTH <= n; i += WIDTH) {
            FloatVector inner = VectorMath.load(x, i).sub(mean).fma(VectorMath.all(c), VectorMath.all(-common));
            inner = VectorMath.load(dy, i).fma(VectorMath.load(gain, i), inner);
            inner.fma(VectorMath.all(r), VectorMath.load(dx, i)).intoArray(dx, i);
        }
        ScalarRows.standardGradient(dy, x, norm, dx, i, n);
    }

    @Override
    public void rotate(float[] x, int heads, Angles angles, int position, float sign) {
        float[] cosines = angles.cosines();
        float[] sines = angles.sines();
        int half = angles.half();
        int at = position * half;
        for (int head = 0; head < heads; head++) {
            int first = 2 * head * half;
            int i = 0;
            for (; i + WIDTH <= half; i += WIDTH) {
                FloatVector c = VectorMath.load(cosines, at + i);
                FloatVector s = VectorMath.load(sines, at + i).mul(sign);
                FloatVector a = VectorMath.load(x, first + i);
                FloatVector b = VectorMath.load(x, first + half + i);
                a.mul(c).sub(b.mul(s)).intoArray(x, first + i);
                b.mul(c).add(a.mul(s)).intoArray(x, first + half + i);
            }
            ScalarRows.rotate(x, first, angles, position, i, sign);
        }
    }

    @Override
    public float max(float[] x, int n) {
        FloatVector maxima = VectorMath.all(Float.NEGATIVE_INFINITY);
        int i = 0;
        for (; i + WIDTH <= n; i += WIDTH) {
            FloatVector v = VectorMath.load(x, i);
            maxima = maxima.blend(v, v.compare(VectorOperators.GT, maxima));
        }
        return ScalarRows.max(x, maxima.reduceLanes(VectorOperators.MAX), i, n);
    }

    /** Computes x = exp(x − shift) for a shift that is not far below any x, and returns the sum. */
    private float expAndSum(float[] x, float shift, int n) {
        FloatVector sums = VectorMath.all(0);
        int i = 0;
        for (; i + WIDTH <= n; i += WIDTH) {
            FloatVector e = VectorMath.expBelowHighest(VectorMath.load(x, i).sub(shift));
            e.intoArray(x, i);
            sums = sums.add(e);
        }
        sums.intoArray(lanes, 0);
        return sumOfLanes() + ScalarRows.expAndSum(x, shift, i, n);
    }

    @Override
    public float softmax(float[] x, int n) {
        float max = max(x, n);
        float sum = expAndSum(x, max, n);
        scale(x, 1 / sum, n);
        return (float) (max + Math.log(sum));
    }

    @Override
    public void softmaxAgain(float[] x, float logSum, int n) {
        int i = 0;
        for (; i + WIDTH <= n; i += WIDTH) {
            VectorMath.expBelowHighest(VectorMath.load(x, i).sub(logSum)).intoArray(x, i);
        }
        ScalarRows.expAndSum(x, logSum, i, n);
    }

    @Override
    public void softmaxBackward(float[] p, float[] dp, int n) {
        float dot = dot(p, dp, n);
        int i = 0;
        for (; i + WIDTH <= n; i += WIDTH) {
            VectorMath.load(dp, i).sub(dot).mul(VectorMath.load(p, i)).intoArray(dp, i);
        }
        ScalarRows.softmaxGradient(p, dp, dot, i, n);
    }

    @Override
    public void swiGlu(float[] gateUp, float[] out, int n) {
        int i = 0;
        for (; i + WIDTH <= n; i += WIDTH) {
            FloatVector gate = VectorMath.load(gateUp, i);
            gate.div(VectorMath.exp(gate.neg()).add(1f)).mul(VectorMath.load(gateUp, n + i)).intoArray(out, i);
        }
        ScalarRows.swiGlu(gateUp, out, i, n);
    }

    @Override
    public void swiGluBackward(float[] gateUp, float[] outGradient, int n) {
        int i = 0;
        for (; i + WIDTH <= n; i += WIDTH) {
            FloatVector gate = VectorMath.load(gateUp, i);
            FloatVector up = VectorMath.load(gateUp, n + i);
            FloatVector d = VectorMath.load(outGradient, i);
            FloatVector sigmoid = VectorMath.all(1f).div(VectorMath.exp(gate.neg()).add(1f));
            FloatVector silu = gate.mul(sigmoid);
            FloatVector slope = VectorMath.all(1f).sub(sigmoid).fma(silu, sigmoid);
            d.mul(up).mul(slope).intoArray(gateUp, i);
            d.mul(silu).intoArray(gateUp, n + i);
            silu.mul(up).intoArray(outGradient, i);
        }
        ScalarRows.swiGluBackward(gateUp, outGradient, i, n);
    }

    @Override
    public void gelu(GeluKind kind, float[] x, float[] out, int n) {
        VectorGelu.forward(kind, x, out, n);
    }

    @Override
    public void geluBackward(GeluKind kind, float[] x, float[] outGradient, int n) {
        VectorGelu.backward(kind, x, outGradient, n);
    }

    @Override
    public double crossEntropy(float[] x, int label, float weight, int n) {
        double score = x[label];
        float max = max(x, n);
        float sum = expAndSum(x, max, n);
        scale(x, weight / sum, n);
        x[label] -= weight;
        return Math.log(sum) + max - score;
    }
}
