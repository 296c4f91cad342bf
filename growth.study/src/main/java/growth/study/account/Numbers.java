package growth.study.account;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads numbers of run files, and writes numbers for people. */
final class Numbers {
    private static final Pattern NUMBER = Pattern.compile("([-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?)\\s*(%|[kMBT]?)[a-z]*");
    private static final String SUFFIXES = "kMBT";

    private Numbers() {
    }

    /** Returns the value of, for example, {@code 1e-3}, {@code 10%} (0.1) or {@code 8Mtok} (8e6); NaN of what is no number. */
    static double parse(String text) {
        Matcher number = NUMBER.matcher(text.trim());
        if (!number.matches()) {
            return Double.NaN;
        }
        try {
            double value = Double.parseDouble(number.group(1));
            String suffix = number.group(2);
            return suffix.equals("%") ? value / 100 : suffix.isEmpty() ? value : value * Math.pow(1000, SUFFIXES.indexOf(suffix) + 1);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /** Returns a share as {@code 31 %} or {@code 3.1 %}; what is far above 1 as a number of times is not for here. */
    static String percent(double share) {
        double percent = 100 * share;
        return String.format(Locale.ROOT, Math.abs(percent) < 9.95 ? "%.1f %%" : "%.0f %%", percent);
    }

    /** Returns the bounds as {@code 24–37 %}. */
    static String percents(double low, double high) {
        String from = percent(low);
        return from.substring(0, from.length() - 2) + "–" + percent(high);
    }

    /** Returns a loss, or a difference of losses, with as many digits as seeds can bear. */
    static String loss(double loss) {
        if (Double.isInfinite(loss)) {
            return loss > 0 ? "diverged" : "-∞";
        }
        return Double.isNaN(loss) ? "–" : String.format(Locale.ROOT, "%.4f", loss);
    }

    /** Returns a probability as {@code p = 0.012} or {@code p < 0.001}. */
    static String p(double p) {
        return p < 0.001 ? "p < 0.001" : String.format(Locale.ROOT, p < 0.1 ? "p = %.3f" : "p = %.2f", p);
    }

    /** Returns, for example, {@code 1 seed} or {@code 3 seeds}. */
    static String count(long count, String one) {
        return count + " " + one + (count == 1 ? "" : "s");
    }
}
