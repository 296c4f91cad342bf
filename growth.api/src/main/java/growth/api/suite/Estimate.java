package growth.api.suite;

import java.util.Arrays;

/**
 * A mean over examples.
 *
 * @param mean          the mean
 * @param standardError its standard error: the sample's standard deviation (divisor n - 1) over the root of n; NaN for one example
 */
public record Estimate(double mean, double standardError) {
    /**
     * Estimates the mean of values.
     *
     * @param values one of each example; at least one
     */
    public static Estimate of(double[] values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("there is no mean of nothing");
        }
        double mean = Arrays.stream(values).sum() / values.length;
        double squares = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
        return new Estimate(mean, values.length == 1 ? Double.NaN : Math.sqrt(squares / (values.length - 1) / values.length));
    }
}
