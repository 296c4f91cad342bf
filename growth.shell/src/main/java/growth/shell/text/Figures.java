package growth.shell.text;

import java.util.Locale;

/** Numbers as people read them; what is not known is {@code n/a}. */
public final class Figures {
    /** What is not known. */
    public static final String UNKNOWN = "n/a";
    private static final String[] MULTIPLIERS = {"", "k", "M", "G", "T", "P", "E", "Z"};
    private static final String[] COUNTS = {"", "k", "M", "B", "T"};
    private static final String[] BYTES = {"B", "KB", "MB", "GB", "TB"};

    private Figures() {
    }

    /** @return a count with three digits, as run files write it: {@code 1.31M} */
    public static String count(double value) {
        return scaled(value, 1000, COUNTS, "");
    }

    /** @return a physical quantity with three digits: {@code 2.40 TFLOP} */
    public static String quantity(double value, String unit) {
        return scaled(value, 1000, MULTIPLIERS, " ").concat(Double.isFinite(value) ? unit : "");
    }

    /** @return bytes in powers of 1024 with three digits: {@code 1.20 GB} */
    public static String bytes(double value) {
        return scaled(value, 1024, BYTES, " ");
    }

    /** @return {@code 61%}, or with one decimal below ten: {@code 6.1%} */
    public static String percent(double share) {
        if (!Double.isFinite(share)) {
            return UNKNOWN;
        }
        return String.format(Locale.ROOT, share < 0.0995 && share > 0 ? "%.1f%%" : "%.0f%%", share * 100);
    }

    /** @return {@code 0.8s}, {@code 42s}, {@code 3m12s}, {@code 2h05m} or {@code 3d04h} */
    public static String duration(double seconds) {
        if (!Double.isFinite(seconds)) {
            return UNKNOWN;
        }
        if (seconds < 9.95) {
            return String.format(Locale.ROOT, "%.1fs", seconds);
        }
        long whole = Math.round(seconds);
        if (whole < 60) {
            return whole + "s";
        }
        if (whole < 3600) {
            return String.format(Locale.ROOT, "%dm%02ds", whole / 60, whole % 60);
        }
        if (whole < 86_400) {
            return String.format(Locale.ROOT, "%dh%02dm", whole / 3600, whole % 3600 / 60);
        }
        return String.format(Locale.ROOT, "%dd%02dh", whole / 86_400, whole % 86_400 / 3600);
    }

    /** @return the number with that many decimals */
    public static String decimal(double value, int decimals) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%." + decimals + "f", value) : UNKNOWN;
    }

    /** Three digits; what rounds up to the base goes to the next multiplier. */
    private static String scaled(double value, double base, String[] multipliers, String gap) {
        if (!Double.isFinite(value)) {
            return UNKNOWN;
        }
        double shown = value;
        int step = 0;
        while (step < multipliers.length - 1 && Math.abs(shown) >= (step == 0 ? base : base - 0.5)) {
            shown /= base;
            step++;
        }
        int decimals = step == 0 || Math.abs(shown) >= 99.95 ? 0 : Math.abs(shown) >= 9.995 ? 1 : 2;
        if (step == 0 && shown != Math.rint(shown)) {
            decimals = 2;
        }
        return String.format(Locale.ROOT, "%." + decimals + "f", shown) + gap + multipliers[step];
    }
}
