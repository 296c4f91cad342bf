package growth.engine.cpu.kernels;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The row kernels with the Vector API. What does not fill a vector at the end of a row is computed as in plain Java. Sums over lanes are made in the
 * order of the lanes, because {@code reduceLanes} leaves the order, and with it the last bits, to the compiler.
 */
final class VectorKernels implements RowKernels {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;
    private static final int WIDTH = FLOATS.length();

    private final float[] lanes = new float[WIDTH];
    private final double[] doubleLanes = new double[DOUBLES.length()];

    @Override
    public String name() {
        return "Vector API, " + WIDTH + " floats";
    }

    private float sum(FloatVector v) {
        v.intoArray(lanes, 0);
        float sum = 0;
        for (float lane : lanes) {
            sum += lane;
        }
        return sum;
    }

    private static FloatVector load(float[] x, int i) {
        return FloatVector.fromArray(FLOATS, x, i);
    }

    private static FloatVector all(float c) {
        return FloatVector.broadcast(FLOATS, c);
    }

    @Override
    public void add(float[] x, float[] y, int n) {
        int i = 0;
        for (; i + WIDTH <= n; i += WIDTH) {
            load(x, i).add(load(y, i)).intoArray(x, i);
        }
        for (; i < n; i++) {
            x[i] += y[i];
        }
    }

    @Override
    public void scale(float[] x, float c, int n) {
        int i = 0;
        for (; i + WIDTH <= n; i += WIDTH) {
            load(x, i).mul(c).intoArray(x, i);
        }
        for (; i < n; i++) {
            x[i] *= c;
        }
    }

    @Override
    public double sumOfSquares(float[] x, int n) {
        DoubleVector low = DoubleVector.zero(DOUBLES);
        DoubleVector high = DoubleVector.zero(DOUBLES);
        int i = 0;
        for (; i + WIDTH <= n; i += WIDTH) {
            FloatVector v = load(x, i);
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
        for (; i < n; i++) {
            sum += (double) x[i] * x[i];
        }
        return sum;
    }

    @Override
    public float rmsNorm(float[] x, float[] gain, double epsilon, float[] y, int n) {
        FloatVector even = FloatVector.zero(FLOATS);
        FloatVector odd = FloatVector.zero(FLOATS);
        int i = 0;
        for (; i + 2 * WIDTH <= n; i += 2 * WIDTH) {
            FloatVector a = load(x, i);
            FloatVector b = load(x, i + WIDTH);
            even = a.fma(a, even);
            odd = b.fma(b, odd);
        }
        float squares = sum(even.add(odd));
        for (; i < n; i++) {
            squares += x[i] * x[i];
        }
        float r = (float) (1 / Math.sqrt((double) squares / n + epsilon));
        i = 0;
        for (; i + WIDTH <= n; i += WIDTH) {
            load(x, i).mul(r).mul(load(gain, i)).intoArray(y, i);
        }
        for (; i < n; i++) {
            y[i] = x[i] * r * gain[i];
        }
        return r;
    }

    @Override
    public void rmsNormBackward(float[] dy, float[] x, float[] gain, float r, float[] dx, float[] dgain, int dgainAt, int n) {
        FloatVector projections = FloatVector.zero(FLOATS);
        int i = 0;
        for (; i + WIDTH <= n; i += WIDTH) {
            FloatVector t = load(dy, i).mul(load(x, i));
            t.fma(all(r), load(dgain, dgainAt + i)).intoArray(dgain, dgainAt + i);
            projections = t.fma(load(gain, i), projections);
        }
        float projection = sum(projections);
        for (; i < n; i++) {
            float t = dy[i] * x[i];
            dgain[dgainAt + i] += t * r;
            projection += t * gain[i];
        }
        float c = -projection * r * r * r / n;
        i = 0;
        for (; i + WIDTH <= n; i += WIDTH) {
            FloatVector scaled = load(x, i).fma(all(c), load(dx, i));
            load(dy, i).mul(load(gain, i)).fma(all(r), scaled).intoArray(dx, i);
        }
        for (; i < n; i++) {
            dx[i] += dy[i] * gain[i] * r + x[i] * c;
        }
    }

    @Override
    public void rotate(float[] x, int heads, float[] cosines, float[] sines, int angleAt, int half, float sign) {
        for (int head = 0; head < heads; head++) {
            int first = 2 * head * half;
            int i = 0;
            for (; i + WIDTH <= half; i += WIDTH) {
                FloatVector c = load(cosines, angleAt + i);
                FloatVector s = load(sines, angleAt + i).mul(sign);
                FloatVector a = load(x, first + i);
                FloatVector b = load(x, first + half + i);
                a.mul(c).sub(b.mul(s)).intoArray(x, first + i);
                b.mul(c).add(a.mul(s)).intoArray(x, first + half + i);
            }
            for (; i < half; i++) {
                float c = cosines[angleAt + i];
                float s = sign * sines[angleAt + i];
                float a = x[first + i];
                float b = x[first + half + i];
                x[first + i] = a * c - b * s;
                x[first + half + i] = b * c + a * s;
            }
        }
    }

    /** As {@link FastExp#exp}, with fused multiply-add. */
    private static FloatVector exp(FloatVector value) {
        FloatVector x = value.max(FastExp.LOWEST).min(FastExp.HIGHEST);
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
        IntVector exponent = shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, FastExp.EXPONENT_SHIFT).add(FastExp.ONE_BITS);
        return p.mul(exponent.reinterpretAsFloats());
    }

    private static float max(float[] x, int n) {
        FloatVector maxima = all(Float.NEGATIVE_INFINITY);
        int i = 0;
        for (; i + WIDTH <= n; i += WIDTH) {
            maxima = maxima.max(load(x, i));
        }
        float max = maxima.reduceLanes(VectorOperators.MAX);
        for (; i < n; i++) {
            max = Math.max(max, x[i]);
        }
        return max;
    }

    /** x = exp(x − shift); returns the sum. */
    private float expAndSum(float[] x, float shift, int n) {
        FloatVector sums = FloatVector.zero(FLOATS);
        int i = 0;
        for (; i + WIDTH <= n; i += WIDTH) {
            FloatVector e = exp(load(x, i).sub(shift));
            e.intoArray(x, i);
            sums = sums.add(e);
        }
        float sum = sum(sums);
        for (; i < n; i++) {
            x[i] = FastExp.exp(x[i] - shift);
            sum += x[i];
        }
        return sum;
    }

    @Override
    public float softmax(float[] x, int n) {
        float max = max(x, n);
        float sum = expAndSum(x, max, n);
        scale(x, 1 / sum, n);
        return (float) (max + Math.log(sum));
    }

    @Override
    public void exp(float[] x, float shift, int n) {
        expAndSum(x, shift, n);
    }

    @Override
    public void softmaxBackward(float[] p, float[] dp, int n) {
        FloatVector dots = FloatVector.zero(FLOATS);
        int i = 0;
        for (; i + WIDTH <= n; i += WIDTH) {
            dots = load(p, i).fma(load(dp, i), dots);
        }
        float dot = sum(dots);
        for (; i < n; i++) {
            dot += p[i] * dp[i];
        }
        i = 0;
        for (; i + WIDTH <= n; i += WIDTH) {
            load(dp, i).sub(dot).mul(load(p, i)).intoArray(dp, i);
        }
        for (; i < n; i++) {
            dp[i] = p[i] * (dp[i] - dot);
        }
    }

    @Override
    public void swiGlu(float[] gateUp, float[] out, int n) {
        int i = 0;
        for (; i + WIDTH <= n; i += WIDTH) {
            FloatVector gate = load(gateUp, i);
            gate.div(exp(gate.neg()).add(1f)).mul(load(gateUp, n + i)).intoArray(out, i);
        }
        for (; i < n; i++) {
            float gate = gateUp[i];
            out[i] = gate / (1 + FastExp.exp(-gate)) * gateUp[n + i];
        }
    }

    @Override
    public void swiGluBackward(float[] gateUp, float[] outGradient, int n) {
        int i = 0;
        for (; i + WIDTH <= n; i += WIDTH) {
            FloatVector gate = load(gateUp, i);
            FloatVector up = load(gateUp, n + i);
            FloatVector d = load(outGradient, i);
            FloatVector sigmoid = all(1f).div(exp(gate.neg()).add(1f));
            FloatVector silu = gate.mul(sigmoid);
            FloatVector slope = all(1f).sub(sigmoid).fma(silu, sigmoid);
            d.mul(up).mul(slope).intoArray(gateUp, i);
            d.mul(silu).intoArray(gateUp, n + i);
            silu.mul(up).intoArray(outGradient, i);
        }
        for (; i < n; i++) {
            float gate = gateUp[i];
            float up = gateUp[n + i];
            float d = outGradient[i];
            float sigmoid = 1 / (1 + FastExp.exp(-gate));
            float silu = gate * sigmoid;
            gateUp[i] = d * up * (sigmoid + silu * (1 - sigmoid));
            gateUp[n + i] = d * silu;
            outGradient[i] = silu * up;
        }
    }

    @Override
    public double crossEntropy(float[] x, int label, float weight, int n) {
        float max = max(x, n);
        double score = x[label];
        float sum = expAndSum(x, max, n);
        scale(x, weight / sum, n);
        x[label] -= weight;
        return Math.log(sum) + max - score;
    }

    @Override
    public void adamW(float[] parameters, float[] gradients, float[] first, float[] second, AdamWStep step, float keep, float stepSize,
            float rootScale, int n) {
        int i = 0;
        for (; i + WIDTH <= n; i += WIDTH) {
            FloatVector m = firstMoment(gradients, first, step, i);
            FloatVector v = secondMoment(gradients, second, step, i);
            FloatVector change = m.mul(stepSize).div(v.lanewise(VectorOperators.SQRT).mul(rootScale).add(step.epsilon()));
            load(parameters, i).mul(keep).sub(change).intoArray(parameters, i);
        }
        for (; i < n; i++) {
            adamWEntry(parameters, gradients, first, second, step, keep, stepSize, rootScale, i);
        }
    }

    @Override
    public void adamWByEntry(float[] parameters, float[] gradients, float[] first, float[] second, AdamWStep step, float keep, float[] stepSizes,
            float[] rootScales, int n) {
        int i = 0;
        for (; i + WIDTH <= n; i += WIDTH) {
            FloatVector m = firstMoment(gradients, first, step, i);
            FloatVector v = secondMoment(gradients, second, step, i);
            FloatVector change = m.mul(load(stepSizes, i)).div(v.lanewise(VectorOperators.SQRT).mul(load(rootScales, i)).add(step.epsilon()));
            load(parameters, i).mul(keep).sub(change).intoArray(parameters, i);
        }
        for (; i < n; i++) {
            adamWEntry(parameters, gradients, first, second, step, keep, stepSizes[i], rootScales[i], i);
        }
    }

    private static FloatVector firstMoment(float[] gradients, float[] first, AdamWStep step, int i) {
        FloatVector g = load(gradients, i).mul(step.gradientScale());
        FloatVector m = load(first, i).mul(step.beta1()).add(g.mul(step.complement1()));
        m.intoArray(first, i);
        return m;
    }

    private static FloatVector secondMoment(float[] gradients, float[] second, AdamWStep step, int i) {
        FloatVector g = load(gradients, i).mul(step.gradientScale());
        FloatVector v = load(second, i).mul(step.beta2()).add(g.mul(g).mul(step.complement2()));
        v.intoArray(second, i);
        return v;
    }

    private static void adamWEntry(float[] parameters, float[] gradients, float[] first, float[] second, AdamWStep step, float keep, float stepSize,
            float rootScale, int i) {
        float g = gradients[i] * step.gradientScale();
        float m = step.beta1() * first[i] + step.complement1() * g;
        float v = step.beta2() * second[i] + step.complement2() * (g * g);
        first[i] = m;
        second[i] = v;
        parameters[i] = keep * parameters[i] - m * stepSize / ((float) Math.sqrt(v) * rootScale + step.epsilon());
    }
}
