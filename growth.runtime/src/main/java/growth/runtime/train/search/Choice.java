package growth.runtime.train.search;

/**
 * The choice among candidates of different loss L and cost t (Li et al. 2022, section 3.3; growth-methods section 5): over all candidates
 * the power law L = a₂·t^a₁ is fitted, and the one with the smallest L·t^w is best, w = max(−a₁, 0). So the exchange rate between loss and
 * cost comes from the candidates themselves.
 */
public final class Choice {
    private Choice() {
    }

    /** Returns the exponent w: by how much per cent the loss falls for one per cent more cost. */
    public static double exponent(double[] losses, double[] costs) {
        int n = losses.length;
        double meanLoss = 0;
        double meanCost = 0;
        for (int i = 0; i < n; i++) {
            meanLoss += Math.log(losses[i]) / n;
            meanCost += Math.log(costs[i]) / n;
        }
        double covariance = 0;
        double variance = 0;
        for (int i = 0; i < n; i++) {
            double cost = Math.log(costs[i]) - meanCost;
            covariance += cost * (Math.log(losses[i]) - meanLoss);
            variance += cost * cost;
        }
        return variance == 0 ? 0 : Math.max(0, -covariance / variance);
    }

    /** Returns the index of the candidate with the smallest L·t^w; of equals the first. */
    public static int best(double[] losses, double[] costs) {
        double w = exponent(losses, costs);
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < losses.length; i++) {
            double score = Math.log(losses[i]) + w * Math.log(costs[i]);
            if (score < least) {
                least = score;
                best = i;
            }
        }
        return best;
    }
}
