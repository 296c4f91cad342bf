package growth.api.algebra;

/**
 * The values of entries without a source: a normal distribution, or a constant where {@code std} is 0.
 *
 * @param mean the mean
 * @param std  the standard deviation; not negative
 */
public record Fill(double mean, double std) {
    /** Zeros. */
    public static final Fill ZERO = new Fill(0, 0);

    public Fill {
        if (!(std >= 0) || !Double.isFinite(mean) || !Double.isFinite(std)) {
            throw new IllegalArgumentException("a fill needs a finite mean and a standard deviation of at least 0");
        }
    }

    /** Returns that constant everywhere. */
    public static Fill constant(double value) {
        return new Fill(value, 0);
    }

    /** Returns normally distributed values around 0. */
    public static Fill normal(double std) {
        return new Fill(0, std);
    }
}
