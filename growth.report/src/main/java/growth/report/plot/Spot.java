package growth.report.plot;

/**
 * A point of a series.
 *
 * @param x    where
 * @param y    the value; NaN interrupts a line
 * @param low  lower end of its interval; NaN without one
 * @param high upper end of its interval; NaN without one
 */
public record Spot(double x, double y, double low, double high) {
    /** Makes a point without an interval. */
    public Spot(double x, double y) {
        this(x, y, Double.NaN, Double.NaN);
    }

    /** Returns whether it can be drawn. */
    boolean drawn() {
        return Double.isFinite(x) && Double.isFinite(y);
    }

    /** Returns whether it has an interval that can be drawn. */
    boolean banded() {
        return Double.isFinite(x) && Double.isFinite(low) && Double.isFinite(high);
    }
}
