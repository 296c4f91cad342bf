package growth.runtime.sample;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The tokens that may follow, with their probabilities, which sum to 1.
 *
 * @param ids           the tokens; the most probable first, or ascending if none is left out
 * @param probabilities of each
 */
record TokenDistribution(int[] ids, double[] probabilities) {
    /**
     * Returns the distribution behind a text.
     *
     * @param logits one per token
     * @param n      tokens that there are; logits behind them are not looked at
     * @throws GrowthException (CHECKPOINT) if the logits are not finite
     */
    static TokenDistribution of(float[] logits, int n, Sampling sampling) {
        float max = max(logits, n);
        if (sampling.temperature() == 0) {
            int best = IntStream.range(0, n).filter(id -> logits[id] == max).findFirst().orElseThrow();
            return new TokenDistribution(new int[] {best}, new double[] {1});
        }
        int[] ids = sampling.whole() ? IntStream.range(0, n).toArray() : descending(logits, n);
        double[] weights = new double[n];
        Arrays.setAll(weights, i -> Math.exp((logits[ids[i]] - (double) max) / sampling.temperature()));
        int kept = sampling.whole() ? n : kept(weights, sampling);
        return new TokenDistribution(Arrays.copyOf(ids, kept), normalised(weights, kept));
    }

    /** Returns the k most probable tokens with the probabilities that the model gives them. */
    static TokenDistribution most(float[] logits, int n, int k) {
        float max = max(logits, n);
        int[] ids = descending(logits, n);
        double[] weights = new double[n];
        Arrays.setAll(weights, i -> Math.exp(logits[ids[i]] - (double) max));
        int kept = Math.min(k, n);
        return new TokenDistribution(Arrays.copyOf(ids, kept), Arrays.copyOf(normalised(weights, n), kept));
    }

    private static float max(float[] logits, int n) {
        float max = Float.NEGATIVE_INFINITY;
        for (int id = 0; id < n; id++) {
            if (!Float.isFinite(logits[id])) {
                throw new GrowthException(Kind.CHECKPOINT, "the model gives token " + id + " the logit " + logits[id]
                        + "; a model that has diverged cannot be sampled");
            }
            max = Math.max(max, logits[id]);
        }
        return max;
    }

    /** Returns all ids, those of the largest logits first, of equal ones the lowest id. */
    private static int[] descending(float[] logits, int n) {
        long[] keys = new long[n];
        for (int id = 0; id < n; id++) {
            // + 0 makes −0 equal to 0
            int bits = Float.floatToIntBits(logits[id] + 0f);
            // the bits of floats ascend with positive values and descend with negative ones
            int ascending = bits ^ bits >> 31 & Integer.MAX_VALUE;
            keys[id] = (long) ~ascending << 32 | id;
        }
        Arrays.sort(keys);
        return Arrays.stream(keys).mapToInt(key -> (int) key).toArray();
    }

    /** @param weights descending, in proportion to the probabilities */
    private static int kept(double[] weights, Sampling sampling) {
        int kept = sampling.topK() == 0 ? weights.length : Math.min(sampling.topK(), weights.length);
        if (sampling.topP() < 1) {
            double wanted = sampling.topP() * Arrays.stream(weights, 0, kept).sum();
            double sum = 0;
            int enough = 0;
            while (enough < kept && sum < wanted) {
                sum += weights[enough++];
            }
            kept = enough;
        }
        while (weights[kept - 1] < sampling.minP() * weights[0]) {
            kept--;
        }
        return kept;
    }

    private static double[] normalised(double[] weights, int n) {
        double sum = Arrays.stream(weights, 0, n).sum();
        return Arrays.stream(weights, 0, n).map(weight -> weight / sum).toArray();
    }

    /**
     * Returns the token at a point of the distribution.
     *
     * @param u in [0, 1): uniform ones draw each token by its probability
     */
    int at(double u) {
        double sum = 0;
        for (int i = 0; i < ids.length; i++) {
            sum += probabilities[i];
            if (u < sum) {
                return ids[i];
            }
        }
        // the probabilities sum to 1 but for rounding
        return ids[ids.length - 1];
    }
}
