package growth.engine.cpu.kernels;

import growth.engine.common.random.RowNoise;
import growth.engine.cpu.memory.FloatMemory;
import growth.engine.cpu.memory.Window;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The row kernels with the Vector API. No method of this class takes or returns a vector, so that none must be inlined: a caller that
 * inlines much leaves vectors on the heap. {@code bin/growth} therefore forbids it for this class; a method is one loop, with few
 * functions in it, since the compiler inlines no more beyond some size. Sums over lanes are made in the order of the lanes, because {@code
 * reduceLanes} leaves the order, and with it the last bits, to the compiler. {@link PlainRows} compute the rest of a row that does not fill
 * a vector.
 */
final class VectorKernels implements RowKernels {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final int WIDTH = NativeVectors.WIDTH;
    private static final long BYTES = Float.BYTES;

    private final PlainRows rest = new PlainRows();
    private final ScoreKernels scores = new VectorScores();
    private final VectorNorms norms = new VectorNorms(rest);
    private final VectorActivations activations = new VectorActivations(rest);
    private final float[] lanes = new float[WIDTH];
    private final double[] doubleLanes = new double[DOUBLES.length()];

    @Override
    public ScoreKernels scores() {
        return scores;
    }

    @Override
    public String name() {
        return "Vector API, " + WIDTH + " floats";
    }

    /** Returns the number of elements in the whole vectors of a row. */
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

    @Override
    public void add(FloatMemory x, long at, FloatMemory y, long yAt, int n) {
        Window a = x.window(at);
        Window b = y.window(yAt);
        long p = NativeVectors.place(x, at, n);
        long q = NativeVectors.place(y, yAt, n);
        int end = whole(n);
        for (int i = 0; i < end; i += WIDTH) {
            FloatVector sum = NativeVectors.load(a, p + BYTES * i).add(NativeVectors.load(b, q + BYTES * i));
            NativeVectors.store(sum, a, p + BYTES * i);
        }
        rest.add(x, at, y, yAt, end, n);
    }

    @Override
    public void sum(FloatMemory memory, long a, long b, long sum, int n) {
        Window first = memory.window(a);
        Window second = memory.window(b);
        Window result = memory.window(sum);
        long p = NativeVectors.place(memory, a, n);
        long q = NativeVectors.place(memory, b, n);
        long r = NativeVectors.place(memory, sum, n);
        int end = whole(n);
        for (int i = 0; i < end; i += WIDTH) {
            FloatVector both = NativeVectors.load(first, p + BYTES * i).add(NativeVectors.load(second, q + BYTES * i));
            NativeVectors.store(both, result, r + BYTES * i);
        }
        rest.sum(memory, a, b, sum, end, n);
    }

    @Override
    public void addTo(float[] sum, int at, FloatMemory y, long yAt, int n) {
        Window b = y.window(yAt);
        long q = NativeVectors.place(y, yAt, n);
        int end = whole(n);
        for (int i = 0; i < end; i += WIDTH) {
            VectorMath.load(sum, at + i).add(NativeVectors.load(b, q + BYTES * i)).intoArray(sum, at + i);
        }
        rest.addTo(sum, at, y, yAt, end, n);
    }

    @Override
    public void multiply(FloatMemory x, long at, float[] c, int n) {
        Window a = x.window(at);
        long p = NativeVectors.place(x, at, n);
        int end = whole(n);
        for (int i = 0; i < end; i += WIDTH) {
            NativeVectors.store(NativeVectors.load(a, p + BYTES * i).mul(VectorMath.load(c, i)), a, p + BYTES * i);
        }
        rest.multiply(x, at, c, end, n);
    }

    @Override
    public void scale(FloatMemory x, long at, float c, int n) {
        Window a = x.window(at);
        long p = NativeVectors.place(x, at, n);
        int end = whole(n);
        for (int i = 0; i < end; i += WIDTH) {
            NativeVectors.store(NativeVectors.load(a, p + BYTES * i).mul(c), a, p + BYTES * i);
        }
        rest.scale(x, at, c, end, n);
    }

    @Override
    public float max(FloatMemory x, long at, int n) {
        Window a = x.window(at);
        long p = NativeVectors.place(x, at, n);
        FloatVector maxima = VectorMath.all(Float.NEGATIVE_INFINITY);
        int end = whole(n);
        for (int i = 0; i < end; i += WIDTH) {
            FloatVector v = NativeVectors.load(a, p + BYTES * i);
            maxima = maxima.blend(v, v.compare(VectorOperators.GT, maxima));
        }
        return rest.max(x, at, maxima.reduceLanes(VectorOperators.MAX), end, n);
    }

    @Override
    public void dropout(FloatMemory x, long at, int key, int threshold, float scale, int n) {
        Window a = x.window(at);
        long p = NativeVectors.place(x, at, n);
        IntVector places = IntVector.zero(INTS).addIndex(1).mul(RowNoise.STEP);
        int end = whole(n);
        for (int i = 0; i < end; i += WIDTH) {
            IntVector h = VectorMath.noise(places.add(key + i * RowNoise.STEP));
            FloatVector kept = NativeVectors.load(a, p + BYTES * i).mul(scale);
            NativeVectors.store(kept.blend(0f, h.compare(VectorOperators.LT, threshold).cast(FLOATS)), a, p + BYTES * i);
        }
        rest.dropout(x, at, key, threshold, scale, end, n);
    }

    @Override
    public double sumOfSquares(FloatMemory x, long at, int n) {
        Window window = x.window(at);
        long p = NativeVectors.place(x, at, n);
        DoubleVector low = DoubleVector.zero(DOUBLES);
        DoubleVector high = DoubleVector.zero(DOUBLES);
        int end = whole(n);
        for (int i = 0; i < end; i += WIDTH) {
            FloatVector v = NativeVectors.load(window, p + BYTES * i);
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
        return sum + rest.sumOfSquares(x, at, end, n);
    }

    @Override
    public void rmsNorm(FloatMemory memory, long x, NormRow norm, long y) {
        norms.rmsNorm(memory, x, norm, y);
    }

    @Override
    public void rmsNormBackward(FloatMemory memory, long dy, long x, NormRow norm, long bypass, long dx) {
        norms.rmsNormBackward(memory, dy, x, norm, bypass, dx);
    }

    @Override
    public void layerNorm(FloatMemory memory, long x, NormRow norm, long y) {
        norms.layerNorm(memory, x, norm, y);
    }

    @Override
    public void layerNormBackward(FloatMemory memory, long dy, long x, NormRow norm, long bypass, long dx) {
        addTo(norm.sums, norm.biasAt, memory, dy, norm.size);
        norms.layerNormBackward(memory, dy, x, norm, bypass, dx);
    }

    @Override
    public void rotate(FloatMemory memory, long at, int heads, Angles angles, int position, float sign) {
        int half = angles.half();
        int end = whole(half);
        Window window = memory.window(at);
        long p = NativeVectors.place(memory, at, 2 * heads * half);
        for (int head = 0; head < heads; head++) {
            rotate(window, p + BYTES * 2 * head * half, angles, position * half, sign);
            rest.rotate(memory, at + 2L * head * half, angles, position, sign, end);
        }
    }

    private static void rotate(Window window, long p, Angles angles, int at, float sign) {
        float[] cosines = angles.cosines();
        float[] sines = angles.sines();
        int half = angles.half();
        int end = whole(half);
        long q = p + BYTES * half;
        for (int i = 0; i < end; i += WIDTH) {
            FloatVector c = VectorMath.load(cosines, at + i);
            FloatVector s = VectorMath.load(sines, at + i).mul(sign);
            FloatVector a = NativeVectors.load(window, p + BYTES * i);
            FloatVector b = NativeVectors.load(window, q + BYTES * i);
            NativeVectors.store(a.mul(c).sub(b.mul(s)), window, p + BYTES * i);
            NativeVectors.store(b.mul(c).add(a.mul(s)), window, q + BYTES * i);
        }
    }

    @Override
    public void adamW(AdamWRow step, long at, int n) {
        Window a = step.parameters.window(at);
        Window b = step.gradients.window(at);
        Window c = step.first.window(at);
        Window d = step.second.window(at);
        long p = NativeVectors.place(step.parameters, at, n);
        long q = NativeVectors.place(step.gradients, at, n);
        long r = NativeVectors.place(step.first, at, n);
        long s = NativeVectors.place(step.second, at, n);
        float[] stepSizes = step.stepSizes();
        float[] rootScales = step.rootScales();
        float scale = step.gradientScale;
        float beta1 = step.beta1;
        float complement1 = step.complement1;
        float beta2 = step.beta2;
        float complement2 = step.complement2;
        float keep = step.keep;
        float epsilon = step.epsilon;
        int end = whole(n);
        for (int i = 0; i < end; i += WIDTH) {
            FloatVector g = NativeVectors.load(b, q + BYTES * i).mul(scale);
            FloatVector m = NativeVectors.load(c, r + BYTES * i).mul(beta1).add(g.mul(complement1));
            FloatVector v = NativeVectors.load(d, s + BYTES * i).mul(beta2).add(g.mul(g).mul(complement2));
            NativeVectors.store(m, c, r + BYTES * i);
            NativeVectors.store(v, d, s + BYTES * i);
            FloatVector root = v.lanewise(VectorOperators.SQRT).mul(VectorMath.load(rootScales, i)).add(epsilon);
            FloatVector change = m.mul(VectorMath.load(stepSizes, i)).div(root);
            NativeVectors.store(NativeVectors.load(a, p + BYTES * i).mul(keep).sub(change), a, p + BYTES * i);
        }
        rest.adamW(step, at, end, n);
    }

    @Override
    public void swiGlu(FloatMemory memory, long gateUp, long out, int n) {
        activations.swiGlu(memory, gateUp, out, n);
    }

    @Override
    public void swiGluBackward(FloatMemory memory, long gateUp, long outGradient, int n) {
        activations.swiGluBackward(memory, gateUp, outGradient, n);
    }

    @Override
    public void gelu(GeluKind kind, FloatMemory memory, long x, long out, int n) {
        activations.gelu(kind, memory, x, out, n);
    }

    @Override
    public void geluBackward(GeluKind kind, FloatMemory memory, long x, long outGradient, int n) {
        activations.geluBackward(kind, memory, x, outGradient, n);
    }

    /** Computes x = exp(x − shift) for a shift that is not far below any x, and returns the sum. */
    private float expAndSum(FloatMemory x, long at, float shift, int n) {
        Window a = x.window(at);
        long p = NativeVectors.place(x, at, n);
        FloatVector sums = VectorMath.all(0);
        int end = whole(n);
        for (int i = 0; i < end; i += WIDTH) {
            FloatVector e = VectorMath.expBelowHighest(NativeVectors.load(a, p + BYTES * i).sub(shift));
            NativeVectors.store(e, a, p + BYTES * i);
            sums = sums.add(e);
        }
        sums.intoArray(lanes, 0);
        return sumOfLanes() + rest.expAndSum(x, at, shift, end, n);
    }

    @Override
    public double crossEntropy(FloatMemory memory, long x, int label, float weight, int n) {
        double score = memory.get(x + label);
        float max = max(memory, x, n);
        float sum = expAndSum(memory, x, max, n);
        scale(memory, x, weight / sum, n);
        memory.set(x + label, memory.get(x + label) - weight);
        return Math.log(sum) + max - score;
    }
}
