package growth.study.statistics;

import growth.api.random.SplitMix;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The percentile bootstrap of a mean (Efron 1979): the middle of the means of samples drawn with replacement. It assumes no distribution,
 * but with few values it is too narrow: of three, it can reach no further than the lowest and the highest.
 */
public final class Bootstrap {
    /** Samples that are drawn. */
    public static final int SAMPLES = 10_000;

    private Bootstrap() {
    }

    /**
     * Returns the interval. The same values give the same interval: the draws depend on their number alone.
     *
     * @param confidence share of means within, e.g. 0.95
     * @param values     differences of pairs; without at least two, all finite, there is no interval
     */
    public static Interval interval(double confidence, double... values) {
        if (values.length < 2 || !Sample.finite(values)) {
            return Interval.NONE;
        }
        SplittableRandom random = SplitMix.generator(0, "bootstrap", values.length);
        double[] means = new double[SAMPLES];
        for (int sample = 0; sample < SAMPLES; sample++) {
            double sum = 0;
            for (int i = 0; i < values.length; i++) {
                sum += values[random.nextInt(values.length)];
            }
            means[sample] = sum / values.length;
        }
        Arrays.sort(means);
        double outside = (1 - confidence) / 2;
        return new Interval(quantile(means, outside), quantile(means, 1 - outside));
    }

    /** Interpolates between order statistics as R's type 7 and NumPy do. */
    private static double quantile(double[] sorted, double probability) {
        double place = probability * (sorted.length - 1);
        int below = (int) place;
        return below + 1 == sorted.length ? sorted[below] : sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]);
    }
}
