package growth.shell.bench;

import java.util.Arrays;

/** The middle of measurements. */
final class Median {
    private Median() {
    }

    /** Returns the median; NaN of nothing. */
    static double of(double[] values) {
        if (values.length == 0) {
            return Double.NaN;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
