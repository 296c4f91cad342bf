package growth.report.page;

import growth.study.account.Comparison;
import growth.study.statistics.Interval;
import java.util.Locale;
import java.util.function.DoubleFunction;

/** Numbers of a study as its page writes them. */
final class Figured {
    private static final double LEAST_P = 1e-4;

    private Figured() {
    }

    /** Returns a number with a sign, e.g. {@code −0.0213}. */
    static String signed(double value, int decimals) {
        if (Double.isInfinite(value)) {
            return value > 0 ? "∞" : "−∞";
        }
        return Double.isNaN(value) ? "n/a" : String.format(Locale.ROOT, "%+." + decimals + "f", value).replace('-', '−');
    }

    /** Returns a number with decimals, {@code ∞} for infinity. */
    static String fixed(double value, int decimals) {
        return Double.isInfinite(value) ? value > 0 ? "∞" : "−∞" : Double.isNaN(value) ? "n/a"
                : String.format(Locale.ROOT, "%." + decimals + "f", value).replace('-', '−');
    }

    /** Returns a share, e.g. {@code −31 %}, with a space that no line breaks at. */
    static String percent(double share) {
        if (Double.isInfinite(share)) {
            return share > 0 ? "∞" : "−∞";
        }
        if (share < -Comparison.MOST_TOLD) {
            return "< " + percent(-Comparison.MOST_TOLD);
        }
        return Double.isNaN(share) ? "n/a" : String.format(Locale.ROOT, "%.0f\u00a0%%", 100 * share).replace('-', '−');
    }

    /** Returns an interval; nothing if there is none. */
    static String interval(Interval interval, DoubleFunction<String> words) {
        return interval.known() ? words.apply(interval.low()) + " to " + words.apply(interval.high()) : "";
    }

    /** Returns a value with its interval in parentheses, if there is one. */
    static String with(double value, Interval interval, DoubleFunction<String> words) {
        return words.apply(value) + (interval.known() ? " (" + interval(interval, words) + ")" : "");
    }

    /** Returns a probability. */
    static String p(double p) {
        return Double.isNaN(p) ? "" : p < LEAST_P ? "< 0.0001" : String.format(Locale.ROOT, "%.4f", p);
    }
}
