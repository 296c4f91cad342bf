package growth.api;

import java.util.Locale;

/** Amounts as people read them; {@code n/a} if they are not known. */
public final class Amounts {
    private static final String[] COUNTS = {"", "k", "M", "B", "T"};
    private static final String[] UNITS = {"", "k", "M", "G", "T", "P", "E", "Z"};

    private Amounts() {
    }

    /** Returns a count in three digits, e.g. {@code 1.3M}, {@code 950}, {@code 2.1B}. */
    public static String count(double amount) {
        return Double.isFinite(amount) ? scaled(amount, COUNTS, "") : "n/a";
    }

    /** Returns a count of operations, e.g. {@code 289.4 GFLOP}. */
    public static String operations(double amount) {
        return Double.isFinite(amount) ? scaled(amount, UNITS, " ") + "FLOP" : "n/a";
    }

    /** Returns bytes in powers of 1000, e.g. {@code 1.3 GB}. */
    public static String bytes(double amount) {
        return Double.isFinite(amount) ? scaled(amount, UNITS, " ") + "B" : "n/a";
    }

    private static String scaled(double amount, String[] multipliers, String gap) {
        if (!Double.isFinite(amount)) {
            return "n/a";
        }
        int power = 0;
        double scaled = amount;
        // 999.95 would be rounded to 1000.0
        while (Math.abs(scaled) >= (power == 0 ? 999.5 : 999.95) && power < multipliers.length - 1) {
            scaled /= 1000;
            power++;
        }
        return String.format(Locale.ROOT, power == 0 ? "%.0f%s%s" : "%.1f%s%s", scaled, gap, multipliers[power]);
    }

    /** Returns a number with its thousands separated, e.g. {@code 11,532}. */
    public static String grouped(double amount) {
        return Double.isFinite(amount) ? String.format(Locale.ROOT, "%,d", Math.round(amount)) : "n/a";
    }

    /** Returns a duration, e.g. {@code 42s}, {@code 3m12s}, {@code 2h05m}, {@code 1d03h}; n/a if it is not known. */
    public static String duration(double seconds) {
        if (!Double.isFinite(seconds)) {
            return "n/a";
        }
        long s = Math.max(0, Math.round(seconds));
        if (s < 60) {
            return s + "s";
        }
        if (s < 3600) {
            return String.format(Locale.ROOT, "%dm%02ds", s / 60, s % 60);
        }
        return s < 86400 ? String.format(Locale.ROOT, "%dh%02dm", s / 3600, s / 60 % 60)
                : String.format(Locale.ROOT, "%dd%02dh", s / 86400, s / 3600 % 24);
    }

    /** Returns a share in percent, e.g. {@code 61%}; n/a if it is not known. */
    public static String percent(double share) {
        return Double.isFinite(share) ? String.format(Locale.ROOT, "%.0f%%", 100 * share) : "n/a";
    }

    /** Returns a loss with its digits, e.g. {@code 3.4521}. */
    public static String loss(double loss) {
        return Double.isFinite(loss) ? String.format(Locale.ROOT, "%.4f", loss) : "n/a";
    }
}
