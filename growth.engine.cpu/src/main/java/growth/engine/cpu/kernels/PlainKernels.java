package growth.engine.cpu.kernels;

/** The row kernels in plain Java, for Java machines without the Vector API. */
public class PlainKernels implements RowKernels {
    @Override
    public String name() {
        return "plain Java";
    }

    @Override
    public void add(float[] x, float[] y, int n) {
        ScalarRows.add(x, y, 0, n);
    }

    @Override
    public void addTo(float[] sum, int at, float[] y, int n) {
        ScalarRows.addTo(sum, at, y, 0, n);
    }

    @Override
    public void multiply(float[] x, float[] c, int n) {
        ScalarRows.multiply(x, c, 0, n);
    }

    @Override
    public void scale(float[] x, float c, int n) {
        ScalarRows.scale(x, c, 0, n);
    }

    @Override
    public float max(float[] x, int n) {
        return ScalarRows.max(x, Float.NEGATIVE_INFINITY, 0, n);
    }

    @Override
    public void dropout(float[] x, int key, int threshold, float scale, int n) {
        ScalarRows.dropout(x, key, threshold, scale, 0, n);
    }

    @Override
    public double sumOfSquares(float[] x, int n) {
        return ScalarRows.sumOfSquares(x, 0, n);
    }

    @Override
    public void rmsNorm(float[] x, NormRow norm, float[] y, int n) {
        norm.set(0, (double) ScalarRows.dot(x, x, 0, n) / n);
        ScalarRows.normalise(x, norm, y, 0, n);
    }

    @Override
    public void rmsNormBackward(float[] dy, float[] x, NormRow norm, float[] dx, int n) {
        float r = norm.r();
        float projection = ScalarRows.gainGradient(dy, x, norm, 0, n);
        ScalarRows.normGradient(dy, x, norm, -projection * r * r * r / n, dx, 0, n);
    }

    @Override
    public void layerNorm(float[] x, NormRow norm, float[] y, int n) {
        float mean = ScalarRows.sum(x, 0, n) / n;
        norm.set(mean, (double) ScalarRows.squaredDistance(x, mean, 0, n) / n);
        ScalarRows.standardise(x, norm, y, 0, n);
    }

    @Override
    public void layerNormBackward(float[] dy, float[] x, NormRow norm, float[] dx, int n) {
        ScalarRows.addTo(norm.sums, norm.biasAt, dy, 0, n);
        norm.projection = ScalarRows.gainGradient(dy, x, norm, 0, n) * norm.r() / n;
        norm.common = ScalarRows.dot(dy, norm.gain, 0, n) / n;
        ScalarRows.standardGradient(dy, x, norm, dx, 0, n);
    }

    @Override
    public void rotate(float[] x, int heads, Angles angles, int position, float sign) {
        for (int head = 0; head < heads; head++) {
            ScalarRows.rotate(x, 2 * head * angles.half(), angles, position, 0, sign);
        }
    }

    @Override
    public float softmax(float[] x, int n) {
        float max = ScalarRows.max(x, Float.NEGATIVE_INFINITY, 0, n);
        float sum = ScalarRows.expAndSum(x, max, 0, n);
        ScalarRows.scale(x, 1 / sum, 0, n);
        return (float) (max + Math.log(sum));
    }

    @Override
    public void softmaxAgain(float[] x, float logSum, int n) {
        ScalarRows.expAndSum(x, logSum, 0, n);
    }

    @Override
    public void softmaxBackward(float[] p, float[] dp, int n) {
        ScalarRows.softmaxGradient(p, dp, ScalarRows.dot(p, dp, 0, n), 0, n);
    }

    @Override
    public void swiGlu(float[] gateUp, float[] out, int n) {
        ScalarRows.swiGlu(gateUp, out, 0, n);
    }

    @Override
    public void swiGluBackward(float[] gateUp, float[] outGradient, int n) {
        ScalarRows.swiGluBackward(gateUp, outGradient, 0, n);
    }

    @Override
    public void gelu(GeluKind kind, float[] x, float[] out, int n) {
        ScalarGelu.forward(kind, x, out, 0, n);
    }

    @Override
    public void geluBackward(GeluKind kind, float[] x, float[] outGradient, int n) {
        ScalarGelu.backward(kind, x, outGradient, 0, n);
    }

    @Override
    public double crossEntropy(float[] x, int label, float weight, int n) {
        double score = x[label];
        float max = ScalarRows.max(x, Float.NEGATIVE_INFINITY, 0, n);
        float sum = ScalarRows.expAndSum(x, max, 0, n);
        ScalarRows.scale(x, weight / sum, 0, n);
        x[label] -= weight;
        return Math.log(sum) + max - score;
    }
}
