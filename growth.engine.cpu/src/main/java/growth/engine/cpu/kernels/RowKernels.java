package growth.engine.cpu.kernels;

/**
 * Everything a transformer computes row by row, on the first elements of heap arrays. An instance belongs to one thread. The same inputs
 * give the same bits in every call, whether the code is interpreted or compiled.
 */
public interface RowKernels {
    /** @return what computes, for people, e.g. {@code Vector API, 8 floats} */
    String name();

    /** x += y. */
    void add(float[] x, float[] y, int n);

    /** sum[at…] += y. */
    void addTo(float[] sum, int at, float[] y, int n);

    /** x *= c, element by element. */
    void multiply(float[] x, float[] c, int n);

    /** x *= c. */
    void scale(float[] x, float c, int n);

    /** @return the largest element */
    float max(float[] x, int n);

    /**
     * Dropout (Srivastava et al. 2014): each element becomes 0 with the probability threshold / 2²⁴, otherwise it is scaled.
     *
     * @param key   decides which ones, together with their place in the row
     * @param scale 1 / (1 − probability)
     */
    void dropout(float[] x, int key, int threshold, float scale, int n);

    /** @return Σ x², summed in double precision */
    double sumOfSquares(float[] x, int n);

    /**
     * RMSNorm (Zhang and Sennrich 2019): y = gain·x·r with r = 1/√(mean(x²) + ε).
     *
     * @return r
     */
    float rmsNorm(float[] x, float[] gain, double epsilon, float[] y, int n);

    /**
     * The gradient of {@link #rmsNorm}: dx += r·(gain·dy − x·r²·mean(gain·dy·x)) and dgain += dy·x·r.
     *
     * @param r      what rmsNorm returned
     * @param dgain  sums over rows, from {@code dgainAt} on
     */
    void rmsNormBackward(float[] dy, float[] x, float[] gain, float r, float[] dx, float[] dgain, int dgainAt, int n);

    /**
     * LayerNorm (Ba, Kiros and Hinton 2016): y = gain·(x−μ)·r + bias with r = 1/√(σ² + ε).
     *
     * @param stats takes μ and r
     */
    void layerNorm(float[] x, float[] gain, float[] bias, double epsilon, float[] y, float[] stats, int n);

    /**
     * The gradient of {@link #layerNorm}: with g = gain·dy and z = (x−μ)·r, dx += r·(g − mean(g) − z·mean(g·z)), dgain += dy·z and
     * dbias += dy.
     *
     * @param mean    what layerNorm left in {@code stats}
     * @param r       likewise
     * @param vectors sums over rows: dgain from {@code gainAt} on, dbias from {@code biasAt} on
     */
    void layerNormBackward(float[] dy, float[] x, float[] gain, float mean, float r, float[] dx, float[] vectors, int gainAt, int biasAt,
            int n);

    /**
     * Rotary position embedding (Su et al. 2021) as Hugging Face's rotate_half: in each head the element i of the first half and that of
     * the second half are turned by one angle.
     *
     * @param x       the heads, one after the other
     * @param heads   how many
     * @param cosines cosines of the angles, from {@code angleAt} on
     * @param sines   their sines
     * @param half    half the head size
     * @param sign    1 to turn, −1 to turn back, which is the gradient
     */
    void rotate(float[] x, int heads, float[] cosines, float[] sines, int angleAt, int half, float sign);

    /**
     * x = softmax(x).
     *
     * @return log Σ exp(x)
     */
    float softmax(float[] x, int n);

    /**
     * x = softmax(x), as {@link #softmax} computed it before.
     *
     * @param logSum what softmax returned
     */
    void softmaxAgain(float[] x, float logSum, int n);

    /** The gradient of softmax: dp = p·(dp − Σ p·dp). */
    void softmaxBackward(float[] p, float[] dp, int n);

    /**
     * SwiGLU (Shazeer 2020): out = silu(gate)·up.
     *
     * @param gateUp n gates, then n ups
     */
    void swiGlu(float[] gateUp, float[] out, int n);

    /**
     * The gradient of {@link #swiGlu}.
     *
     * @param gateUp      gates and ups; their gradients afterwards
     * @param outGradient gradient of the output; the output itself afterwards, so that it need not be kept
     */
    void swiGluBackward(float[] gateUp, float[] outGradient, int n);

    /** out = gelu(x). */
    void gelu(GeluKind kind, float[] x, float[] out, int n);

    /**
     * The gradient of {@link #gelu}.
     *
     * @param x           inputs; their gradients afterwards
     * @param outGradient gradient of the output; the output itself afterwards, so that it need not be kept
     */
    void geluBackward(GeluKind kind, float[] x, float[] outGradient, int n);

    /**
     * Mean cross-entropy of one row and its gradient: x = weight·(softmax(x) − onehot(label)).
     *
     * @param weight 1 / number of scored rows
     * @return −log softmax(x)[label], not weighted
     */
    double crossEntropy(float[] x, int label, float weight, int n);

    /**
     * As {@link #crossEntropy(float[], int, float, int)} with a smoothed label (Szegedy et al. 2016, section 7): 1 − ε of the probability
     * for the label, ε spread over all.
     */
    default double crossEntropy(float[] x, int label, float weight, float smoothing, int n) {
        double score = x[label];
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += x[i];
        }
        double sharp = crossEntropy(x, label, weight, n);
        float spread = weight * smoothing / n;
        for (int i = 0; i < n; i++) {
            x[i] -= spread;
        }
        x[label] += weight * smoothing;
        return sharp + smoothing * (score - sum / n);
    }
}
