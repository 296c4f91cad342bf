package growth.engine.cpu.kernels;

import growth.engine.cpu.memory.FloatMemory;

/** The row kernels in plain Java, for Java machines without the Vector API. */
public class PlainKernels implements RowKernels {
    private final ScoreKernels scores = new PlainScores();
    private final PlainRows rows = new PlainRows();

    @Override
    public ScoreKernels scores() {
        return scores;
    }

    @Override
    public String name() {
        return "plain Java";
    }

    @Override
    public void add(FloatMemory x, long at, FloatMemory y, long yAt, int n) {
        rows.add(x, at, y, yAt, 0, n);
    }

    @Override
    public void sum(FloatMemory memory, long a, long b, long sum, int n) {
        rows.sum(memory, a, b, sum, 0, n);
    }

    @Override
    public void addTo(float[] sum, int at, FloatMemory y, long yAt, int n) {
        rows.addTo(sum, at, y, yAt, 0, n);
    }

    @Override
    public void multiply(FloatMemory x, long at, float[] c, int n) {
        rows.multiply(x, at, c, 0, n);
    }

    @Override
    public void scale(FloatMemory x, long at, float c, int n) {
        rows.scale(x, at, c, 0, n);
    }

    @Override
    public float max(FloatMemory x, long at, int n) {
        return rows.max(x, at, Float.NEGATIVE_INFINITY, 0, n);
    }

    @Override
    public void dropout(FloatMemory x, long at, int key, int threshold, float scale, int n) {
        rows.dropout(x, at, key, threshold, scale, 0, n);
    }

    @Override
    public double sumOfSquares(FloatMemory x, long at, int n) {
        return rows.sumOfSquares(x, at, 0, n);
    }

    @Override
    public void rmsNorm(FloatMemory memory, long x, NormRow norm, long y) {
        norm.set(0, (double) rows.squares(memory, x, 0, norm.size) / norm.size);
        rows.normalise(memory, x, norm, y, 0);
    }

    @Override
    public void rmsNormBackward(FloatMemory memory, long dy, long x, NormRow norm, long bypass, long dx) {
        float r = norm.r();
        norm.projection = -rows.gainGradient(memory, dy, x, norm, 0) * r * r * r / norm.size;
        rows.normGradient(memory, dy, x, norm, bypass, dx, 0);
    }

    @Override
    public void layerNorm(FloatMemory memory, long x, NormRow norm, long y) {
        float mean = rows.sum(memory, x, 0, norm.size) / norm.size;
        norm.set(mean, (double) rows.squaredDistance(memory, x, mean, 0, norm.size) / norm.size);
        rows.standardise(memory, x, norm, y, 0);
    }

    @Override
    public void layerNormBackward(FloatMemory memory, long dy, long x, NormRow norm, long bypass, long dx) {
        rows.addTo(norm.sums, norm.biasAt, memory, dy, 0, norm.size);
        norm.projection = rows.gainGradient(memory, dy, x, norm, 0) * norm.r() / norm.size;
        norm.common = rows.dot(memory, dy, norm.gain, 0, norm.size) / norm.size;
        rows.standardGradient(memory, dy, x, norm, bypass, dx, 0);
    }

    @Override
    public void rotate(FloatMemory memory, long at, int heads, Angles angles, int position, float sign) {
        for (int head = 0; head < heads; head++) {
            rows.rotate(memory, at + 2L * head * angles.half(), angles, position, sign, 0);
        }
    }

    @Override
    public void adamW(AdamWRow step, long at, int n) {
        rows.adamW(step, at, 0, n);
    }

    @Override
    public void swiGlu(FloatMemory memory, long gateUp, long out, int n) {
        rows.swiGlu(memory, gateUp, out, 0, n);
    }

    @Override
    public void swiGluBackward(FloatMemory memory, long gateUp, long outGradient, int n) {
        rows.swiGluBackward(memory, gateUp, outGradient, 0, n);
    }

    @Override
    public void gelu(GeluKind kind, FloatMemory memory, long x, long out, int n) {
        rows.gelu(kind, memory, x, out, 0, n);
    }

    @Override
    public void geluBackward(GeluKind kind, FloatMemory memory, long x, long outGradient, int n) {
        rows.geluBackward(kind, memory, x, outGradient, 0, n);
    }

    @Override
    public double crossEntropy(FloatMemory memory, long x, int label, float weight, int n) {
        double score = memory.get(x + label);
        float max = max(memory, x, n);
        float sum = rows.expAndSum(memory, x, max, 0, n);
        scale(memory, x, weight / sum, n);
        memory.set(x + label, memory.get(x + label) - weight);
        return Math.log(sum) + max - score;
    }
}
