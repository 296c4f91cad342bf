package growth.api.engine;

/**
 * Dropout, stochastic depth and label smoothing of a training step. All are probabilities in [0, 1).
 *
 * @param attentionDropout dropout of attention probabilities
 * @param hiddenDropout    dropout of the outputs of attention and MLP
 * @param embeddingDropout dropout of the embedded sequence
 * @param stochasticDepth  probability with which the last block is skipped; earlier ones proportionally less
 * @param labelSmoothing   share of the label's probability spread over all classes
 */
public record Regularization(double attentionDropout, double hiddenDropout, double embeddingDropout, double stochasticDepth,
        double labelSmoothing) {
    /** No regularization. */
    public static final Regularization NONE = new Regularization(0, 0, 0, 0, 0);

    public Regularization {
        for (double p : new double[] {attentionDropout, hiddenDropout, embeddingDropout, stochasticDepth, labelSmoothing}) {
            if (!(p >= 0 && p < 1)) {
                throw new IllegalArgumentException("a dropout probability is at least 0 and less than 1, not " + p);
            }
        }
    }
}
