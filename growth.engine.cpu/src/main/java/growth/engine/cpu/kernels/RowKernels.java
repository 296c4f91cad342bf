package growth.engine.cpu.kernels;

import growth.engine.cpu.memory.FloatMemory;

/**
 * Everything that a transformer computes row by row, in place in native memory: an operand is the place of its first element. Activations,
 * and their gradients, lie in one memory, which is then named once. An instance belongs to one thread. The same inputs give the same bits
 * in every call, whether the code is interpreted or compiled.
 */
public interface RowKernels {
    /** The place of a row that is not there. */
    long NONE = -1;

    /** Returns a name for people, e.g. {@code Vector API, 8 floats}. */
    String name();

    /** Returns the kernels of attention. */
    ScoreKernels scores();

    /** Computes x += y. */
    void add(FloatMemory x, long at, FloatMemory y, long yAt, int n);

    /** Computes sum = a + b; {@code sum} may be either. */
    void sum(FloatMemory memory, long a, long b, long sum, int n);

    /** Computes sum[at…] += y. */
    void addTo(float[] sum, int at, FloatMemory y, long yAt, int n);

    /** Computes x *= c, element by element. */
    void multiply(FloatMemory x, long at, float[] c, int n);

    /** Computes x *= c. */
    void scale(FloatMemory x, long at, float c, int n);

    /** Returns the largest element. */
    float max(FloatMemory x, long at, int n);

    /**
     * Applies dropout (Srivastava et al. 2014): sets each element to 0 with probability threshold / 2²⁴, and scales the others.
     *
     * @param key   decides which ones, together with their places in the row
     * @param scale 1 / (1 − probability)
     */
    void dropout(FloatMemory x, long at, int key, int threshold, float scale, int n);

    /** Returns Σ x², summed in double precision. */
    double sumOfSquares(FloatMemory x, long at, int n);

    /** Computes RMSNorm (Zhang and Sennrich 2019): y = gain·x·r with r = 1/√(mean(x²) + ε); sets the row's statistics. */
    void rmsNorm(FloatMemory memory, long x, NormRow norm, long y);

    /**
     * Computes the gradient of {@link #rmsNorm}: dx = bypass + r·(gain·dy − x·r²·mean(gain·dy·x)) and dgain += dy·x·r.
     *
     * @param bypass a gradient that bypasses the norm, or {@link #NONE}
     * @param dx     may be dy or the bypass
     */
    void rmsNormBackward(FloatMemory memory, long dy, long x, NormRow norm, long bypass, long dx);

    /**
     * Computes LayerNorm (Ba, Kiros and Hinton 2016): y = gain·(x−μ)·r + bias with r = 1/√(σ² + ε); sets the row's statistics.
     */
    void layerNorm(FloatMemory memory, long x, NormRow norm, long y);

    /**
     * Computes the gradient of {@link #layerNorm}: with g = gain·dy and z = (x−μ)·r, dx = bypass + r·(g − mean(g) − z·mean(g·z)), dgain +=
     * dy·z and dbias += dy.
     *
     * @param bypass a gradient that bypasses the norm, or {@link #NONE}
     * @param dx     may be dy or the bypass
     */
    void layerNormBackward(FloatMemory memory, long dy, long x, NormRow norm, long bypass, long dx);

    /**
     * Angles by which heads are rotated.
     *
     * @param cosines cosines, {@code [positions, half]}
     * @param sines   sines, likewise
     * @param half    half the head size
     */
    record Angles(float[] cosines, float[] sines, int half) {
    }

    /**
     * Applies rotary position embedding (Su et al. 2021; Hugging Face's rotate_half): in each head the element i of the first half and
     * that of the second half are rotated by one angle.
     *
     * @param at    the heads, one after the other
     * @param heads number of heads
     * @param sign  1 to rotate, −1 to rotate back, which is the gradient
     */
    void rotate(FloatMemory memory, long at, int heads, Angles angles, int position, float sign);

    /**
     * Computes SwiGLU (Shazeer 2020): out = silu(gate)·up.
     *
     * @param gateUp n gates, then n ups
     */
    void swiGlu(FloatMemory memory, long gateUp, long out, int n);

    /**
     * Computes the gradient of {@link #swiGlu}.
     *
     * @param gateUp      gates and ups; their gradients afterwards
     * @param outGradient gradient of the output; the output itself afterwards, so that it need not be kept
     */
    void swiGluBackward(FloatMemory memory, long gateUp, long outGradient, int n);

    /** Computes out = gelu(x). */
    void gelu(GeluKind kind, FloatMemory memory, long x, long out, int n);

    /**
     * Computes the gradient of {@link #gelu}.
     *
     * @param x           inputs; their gradients afterwards
     * @param outGradient gradient of the output; the output itself afterwards, so that it need not be kept
     */
    void geluBackward(GeluKind kind, FloatMemory memory, long x, long outGradient, int n);

    /**
     * Computes the cross-entropy of one row, and its gradient x = weight·(softmax(x) − onehot(label)).
     *
     * @param weight 1 / number of scored rows
     * @return −log softmax(x)[label], not weighted
     */
    double crossEntropy(FloatMemory memory, long x, int label, float weight, int n);

    /**
     * Computes {@link #crossEntropy(FloatMemory, long, int, float, int)} with a smoothed label (Szegedy et al. 2016, section 7): the label
     * has 1 − ε of the probability, and ε is spread over all.
     */
    default double crossEntropy(FloatMemory memory, long x, int label, float weight, float smoothing, int n) {
        double score = memory.get(x + label);
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += memory.get(x + i);
        }
        double sharp = crossEntropy(memory, x, label, weight, n);
        float spread = weight * smoothing / n;
        for (int i = 0; i < n; i++) {
            memory.set(x + i, memory.get(x + i) - spread);
        }
        memory.set(x + label, memory.get(x + label) + weight * smoothing);
        return sharp + smoothing * (score - sum / n);
    }

    /**
     * Updates n entries, at most {@link AdamWRow#MOST}: m and v take up the scaled gradient, then θ = keep·θ − stepSize·m / (√v·rootScale +
     * ε).
     */
    void adamW(AdamWRow step, long at, int n);
}
