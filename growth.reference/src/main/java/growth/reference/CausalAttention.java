package growth.reference;

/** Causal softmax attention of one sequence with grouped key/value heads: query head j reads key/value head j / (heads / kvHeads). */
final class CausalAttention {
    private final int heads;
    private final int kvHeads;
    private final int headSize;

    CausalAttention(int heads, int kvHeads, int headSize) {
        this.heads = heads;
        this.kvHeads = kvHeads;
        this.headSize = headSize;
    }

    /** Gradients of queries, keys and values, in their shapes. */
    record Gradients(double[] query, double[] key, double[] value) {
    }

    /**
     * @param q {@code [positions, heads·headSize]}
     * @param k {@code [positions, kvHeads·headSize]}
     * @param v {@code [positions, kvHeads·headSize]}
     * @return {@code [positions, heads·headSize]}
     */
    double[] forward(double[] q, double[] k, double[] v) {
        double[] out = new double[q.length];
        for (int t = 0; t < positions(q); t++) {
            for (int h = 0; h < heads; h++) {
                double[] weights = weights(q, k, t, h);
                for (int s = 0; s <= t; s++) {
                    for (int i = 0; i < headSize; i++) {
                        out[query(t, h) + i] += weights[s] * v[key(s, h) + i];
                    }
                }
            }
        }
        return out;
    }

    /** Computes the gradients from the gradient {@code dout} of {@link #forward}'s result. */
    Gradients backward(double[] q, double[] k, double[] v, double[] dout) {
        double[] dq = new double[q.length];
        double[] dk = new double[k.length];
        double[] dv = new double[v.length];
        double scale = 1 / Math.sqrt(headSize);
        for (int t = 0; t < positions(q); t++) {
            for (int h = 0; h < heads; h++) {
                double[] weights = weights(q, k, t, h);
                double[] dweights = new double[t + 1];
                double mean = 0;
                for (int s = 0; s <= t; s++) {
                    for (int i = 0; i < headSize; i++) {
                        dv[key(s, h) + i] += weights[s] * dout[query(t, h) + i];
                        dweights[s] += dout[query(t, h) + i] * v[key(s, h) + i];
                    }
                    mean += weights[s] * dweights[s];
                }
                for (int s = 0; s <= t; s++) {
                    double dscore = scale * weights[s] * (dweights[s] - mean);
                    for (int i = 0; i < headSize; i++) {
                        dq[query(t, h) + i] += dscore * k[key(s, h) + i];
                        dk[key(s, h) + i] += dscore * q[query(t, h) + i];
                    }
                }
            }
        }
        return new Gradients(dq, dk, dv);
    }

    private double[] weights(double[] q, double[] k, int t, int h) {
        double[] weights = new double[t + 1];
        double max = Double.NEGATIVE_INFINITY;
        for (int s = 0; s <= t; s++) {
            double score = 0;
            for (int i = 0; i < headSize; i++) {
                score += q[query(t, h) + i] * k[key(s, h) + i];
            }
            weights[s] = score / Math.sqrt(headSize);
            max = Math.max(max, weights[s]);
        }
        double sum = 0;
        for (int s = 0; s <= t; s++) {
            weights[s] = Math.exp(weights[s] - max);
            sum += weights[s];
        }
        for (int s = 0; s <= t; s++) {
            weights[s] /= sum;
        }
        return weights;
    }

    private int positions(double[] q) {
        return q.length / (heads * headSize);
    }

    private int query(int position, int head) {
        return (position * heads + head) * headSize;
    }

    private int key(int position, int head) {
        return (position * kvHeads + head / (heads / kvHeads)) * headSize;
    }
}
