package growth.study.statistics;

import org.apache.commons.math3.distribution.TDistribution;

/**
 * Student's t for the mean of differences between pairs: they are taken as a sample from a normal distribution of unknown deviation. With
 * three pairs the deviation is known badly, and the interval says so (4.3 standard errors on each side in place of 2).
 */
public final class StudentT {
    /** Chance of finding a difference that is there, in {@link #detectable} and {@link #needed}. */
    public static final double POWER = 0.8;
    private static final int MOST = 100_000;

    private StudentT() {
    }

    /**
     * Returns the interval that holds the true mean in a share of samples.
     *
     * @param confidence that share, e.g. 0.95
     * @param values     differences of pairs; without at least two, all finite, there is no interval
     */
    public static Interval interval(double confidence, double... values) {
        if (values.length < 2 || !Sample.finite(values)) {
            return Interval.NONE;
        }
        double mean = Sample.mean(values);
        double half = quantile(values.length - 1, (1 + confidence) / 2) * Sample.deviation(values) / Math.sqrt(values.length);
        return new Interval(mean - half, mean + half);
    }

    /**
     * Returns the two-sided probability of a mean at least as far from zero if the true one is zero; NaN without two finite values. Equal
     * differences other than zero give 0, zeros give 1.
     */
    public static double p(double... values) {
        if (values.length < 2 || !Sample.finite(values)) {
            return Double.NaN;
        }
        double mean = Sample.mean(values);
        double error = Sample.deviation(values) / Math.sqrt(values.length);
        if (error == 0) {
            return mean == 0 ? 1 : 0;
        }
        return 2 * distribution(values.length - 1).cumulativeProbability(-Math.abs(mean / error));
    }

    /**
     * Returns the difference between the means of two independent samples that chance alone exceeds in a share of cases.
     *
     * @param confidence 1 minus that share
     * @param deviation  standard deviation, estimated from one sample
     * @param count      size of both samples
     * @return NaN for fewer than two
     */
    public static double chance(double confidence, double deviation, int count) {
        return count < 2 ? Double.NaN : quantile(count - 1, (1 + confidence) / 2) * deviation * Math.sqrt(2.0 / count);
    }

    /**
     * Returns the smallest mean difference that a paired test finds with probability {@link #POWER}: (t₁₋α/₂ + t₀.₈) σ/√n. The noncentral
     * distribution gives the same number of pairs wherever that is four or more (checked in the tests).
     *
     * @param confidence 1 − α
     * @param deviation  of the differences
     * @param count      pairs
     * @return NaN for fewer than two
     */
    public static double detectable(double confidence, double deviation, int count) {
        return count < 2 ? Double.NaN : multiple(confidence, count) * deviation;
    }

    /**
     * Returns the number of pairs with which a paired test finds that mean difference with probability {@link #POWER}.
     *
     * @param confidence 1 − α
     * @param mean       the difference
     * @param deviation  of the differences
     * @return at least 2; infinite for a difference of zero, or one that 100,000 pairs would not find; NaN if a number is unknown
     */
    public static double needed(double confidence, double mean, double deviation) {
        double effect = Math.abs(mean) / deviation;
        if (Double.isNaN(effect) && deviation != 0) {
            return Double.NaN;
        }
        if (!(effect > multiple(confidence, MOST))) {
            return Double.POSITIVE_INFINITY;
        }
        // multiple() falls with the number of pairs.
        int low = 1;
        int high = MOST;
        while (high - low > 1) {
            int middle = (low + high) / 2;
            if (effect >= multiple(confidence, middle)) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }

    /** Returns the smallest effect, in deviations, that as many pairs find. */
    private static double multiple(double confidence, int count) {
        return (quantile(count - 1, (1 + confidence) / 2) + quantile(count - 1, POWER)) / Math.sqrt(count);
    }

    private static double quantile(int freedom, double probability) {
        return distribution(freedom).inverseCumulativeProbability(probability);
    }

    private static TDistribution distribution(int freedom) {
        return new TDistribution(null, freedom);
    }
}
