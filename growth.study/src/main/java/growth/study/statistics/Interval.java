package growth.study.statistics;

/**
 * A range of values.
 *
 * @param low  NaN where there is no interval
 * @param high at least {@code low}; may be infinite
 */
public record Interval(double low, double high) {
    /** What one seed gives. */
    public static final Interval NONE = new Interval(Double.NaN, Double.NaN);

    /** Returns whether there is an interval. */
    public boolean known() {
        return !Double.isNaN(low) && !Double.isNaN(high);
    }

    /** Returns whether the value lies within, bounds included; false without an interval. */
    public boolean contains(double value) {
        return low <= value && value <= high;
    }
}
