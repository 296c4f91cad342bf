package growth.study.statistics;

import java.util.Arrays;

/** Describes a few numbers. */
public final class Sample {
    private Sample() {
    }

    /** Returns the mean; NaN of nothing. */
    public static double mean(double... values) {
        return Arrays.stream(values).sum() / values.length;
    }

    /** Returns the sample standard deviation, which divides by n − 1; NaN of fewer than two values. */
    public static double deviation(double... values) {
        double mean = mean(values);
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        return values.length < 2 ? Double.NaN : Math.sqrt(squares / (values.length - 1));
    }

    /** Returns the value in the middle, or the mean of the two in the middle; NaN of nothing. Infinity is the largest value. */
    public static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        if (sorted.length == 0) {
            return Double.NaN;
        }
        return sorted.length % 2 == 1 || sorted[half - 1] == sorted[half] ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    /** Returns whether all values are numbers and finite. */
    public static boolean finite(double... values) {
        return Arrays.stream(values).allMatch(Double::isFinite);
    }
}
