package growth.reference;

/**
 * Softmax attention of one sequence with gated heads: query head j reads key/value head j / (heads / kvHeads); its scores are
 * c²·q·k/√e and its output is multiplied by c, where keys and values may have gates of their own.
 *
 * @param headSize coordinates per head, e
 * @param heads    gates of the query heads, {@code [heads]}
 * @param kvHeads  gates of the key/value heads, {@code [kvHeads]}
 * @param causal   whether position t sees positions up to t only
 * @param attended whether a key takes part, {@code [keys]}; empty: all do. A query whose keys are all left out reads 0
 */
record GatedAttention(int headSize, double[] heads, double[] kvHeads, boolean causal, boolean[] attended) {

    /**
     * @param q {@code [queries][heads·headSize]}
     * @param k {@code [keys][kvHeads·headSize]}
     * @param v {@code [keys][kvHeads·headSize]}
     * @return {@code [queries][heads·headSize]}
     */
    double[][] attend(double[][] q, double[][] k, double[][] v) {
        double[][] y = new double[q.length][q[0].length];
        for (int t = 0; t < q.length; t++) {
            int keys = causal ? t + 1 : k.length;
            for (int j = 0; j < heads.length; j++) {
                int group = j / (heads.length / kvHeads.length);
                double[] scores = new double[keys];
                for (int s = 0; s < keys; s++) {
                    for (int i = 0; i < headSize; i++) {
                        scores[s] += q[t][j * headSize + i] * kvHeads[group] * k[s][group * headSize + i];
                    }
                    scores[s] *= heads[j] * heads[j] / Math.sqrt(headSize);
                    if (attended.length > 0 && !attended[s]) {
                        scores[s] = Double.NEGATIVE_INFINITY;
                    }
                }
                double[] weights = softmax(scores);
                for (int s = 0; s < keys; s++) {
                    for (int i = 0; i < headSize; i++) {
                        y[t][j * headSize + i] += heads[j] * weights[s] * kvHeads[group] * v[s][group * headSize + i];
                    }
                }
            }
        }
        return y;
    }

    private static double[] softmax(double[] scores) {
        double max = Double.NEGATIVE_INFINITY;
        for (double score : scores) {
            max = Math.max(max, score);
        }
        if (max == Double.NEGATIVE_INFINITY) {
            return new double[scores.length];
        }
        double sum = 0;
        for (double score : scores) {
            sum += Math.exp(score - max);
        }
        double[] weights = new double[scores.length];
        for (int s = 0; s < scores.length; s++) {
            weights[s] = Math.exp(scores[s] - max) / sum;
        }
        return weights;
    }
}
