package growth.engine.cpu.kernels;

/** A norm, one row at a time: its vectors, the statistics of the row, and the sums of its gradients. Belongs to one thread. */
public final class NormRow {
    /** Mean μ and r = 1/√(σ² + ε); RMSNorm has μ = 0. */
    private final float[] statistics = new float[2];
    float[] gain = {};
    float[] bias = {};
    double epsilon;
    int size;
    /** Gradients of the vectors, summed over rows: the gain's from {@code gainAt} on, the bias' from {@code biasAt} on. */
    float[] sums = {};
    int gainAt;
    int biasAt;
    /** In the backward pass of LayerNorm: the means of gain·dy, and of gain·dy·(x−μ)·r; in that of RMSNorm what x counts in dx. */
    float common;
    float projection;

    /** Makes room for vectors of that length, if there is less. */
    public void fit(int longest) {
        if (gain.length < longest) {
            gain = new float[longest];
            bias = new float[longest];
        }
    }

    /**
     * Begins with the rows of a norm, whose vectors the caller fills in.
     *
     * @param added  ε
     * @param length elements of a row
     * @param taker  takes the gradients of the vectors, summed over rows
     * @param gains  place of the gain's sums in it
     * @param biases place of the bias' sums in it; negative for RMSNorm, which has no bias
     */
    public void begin(double added, int length, float[] taker, int gains, int biases) {
        epsilon = added;
        size = length;
        sums = taker;
        gainAt = gains;
        biasAt = biases;
    }

    /** Returns room for the gain. */
    public float[] gain() {
        return gain;
    }

    /** Returns room for the bias. */
    public float[] bias() {
        return bias;
    }

    /** Returns mean and 1/deviation of the row; the backward pass needs those of the forward pass. */
    public float[] statistics() {
        return statistics;
    }

    /** Returns whether the norm is RMSNorm. */
    boolean rms() {
        return biasAt < 0;
    }

    float mean() {
        return statistics[0];
    }

    float r() {
        return statistics[1];
    }

    /** Sets the statistics, and returns r. */
    float set(float mean, double variance) {
        statistics[0] = mean;
        statistics[1] = (float) (1 / Math.sqrt(variance + epsilon));
        return statistics[1];
    }
}
