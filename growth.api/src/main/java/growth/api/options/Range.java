package growth.api.options;

import java.math.BigDecimal;

/**
 * The numbers an option may have.
 *
 * @param from         lowest number
 * @param fromIncluded whether it is itself allowed
 * @param to           highest number; infinite for no limit
 * @param toIncluded   whether it is itself allowed
 */
public record Range(double from, boolean fromIncluded, double to, boolean toIncluded) {
    public Range {
        if (!(from <= to)) {
            throw new IllegalArgumentException("no number is from " + from + " to " + to);
        }
    }

    /** Returns the numbers from {@code from} on. */
    public static Range atLeast(double from) {
        return new Range(from, true, Double.POSITIVE_INFINITY, false);
    }

    /** Returns the numbers above {@code from}. */
    public static Range above(double from) {
        return new Range(from, false, Double.POSITIVE_INFINITY, false);
    }

    /** Returns the numbers from {@code from} to {@code to}, both included. */
    public static Range between(double from, double to) {
        return new Range(from, true, to, true);
    }

    /** Returns the numbers from {@code from}, included, to {@code to}, not included. */
    public static Range below(double from, double to) {
        return new Range(from, true, to, false);
    }

    /** Returns whether the number is allowed. */
    public boolean contains(double number) {
        return (number > from || fromIncluded && number == from) && (number < to || toIncluded && number == to);
    }

    /** Returns whether the highest number is that of an {@code int} or a {@code long}: errors about smaller numbers need not mention it. */
    boolean typeLimit() {
        return to == Integer.MAX_VALUE || to == Long.MAX_VALUE;
    }

    /** Returns the range in words, e.g. {@code at least 0 and below 1}. */
    @Override
    public String toString() {
        if (from == Long.MIN_VALUE && to == Long.MAX_VALUE) {
            return "a whole number of at most 64 bits";
        }
        if (Double.isInfinite(from)) {
            return (toIncluded ? "at most " : "below ") + number(to);
        }
        String lower = (fromIncluded ? "at least " : "above ") + number(from);
        return Double.isInfinite(to) || typeLimit() ? lower : lower + (toIncluded ? " and at most " : " and below ") + number(to);
    }

    private static String number(double x) {
        return x == Math.rint(x) ? new BigDecimal(x).toPlainString() : Double.toString(x);
    }
}
