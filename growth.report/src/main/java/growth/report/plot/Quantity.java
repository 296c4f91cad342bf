package growth.report.plot;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** What an axis counts, and in which unit it is written. */
public enum Quantity {
    STEPS("steps"), TOKENS("tokens"), IMAGES("images"), PARAMETERS("parameters"), FLOPS("FLOPs"), SECONDS("seconds"),
    LOSS("loss (nats)"), RATE("learning rate"), NORM("gradient norm"), SPEED("tokens/s"), IMAGE_SPEED("images/s"), SHARE("share (%)"),
    FACTOR("speed-up r"),
    DIFFERENCE("nats"), SCORE("exact match");

    private static final String[] PREFIXES = {"", "k", "M", "G", "T", "P", "E", "Z", "Y"};
    private static final String[] COUNTS = {"", "k", "M", "B", "T"};
    private static final String[] LONG = {"", "thousand ", "million ", "billion ", "trillion "};
    private final String words;

    Quantity(String words) {
        this.words = words;
    }

    /**
     * A unit to write values in.
     *
     * @param words   what stands at the axis
     * @param suffix  what stands behind a value
     * @param divisor the value that is written as 1
     */
    public record Unit(String words, String suffix, double divisor) {
        /** Returns a value with at most four significant digits and the unit. */
        public String words(double value) {
            return Quantity.digits(value / divisor, 4) + suffix;
        }
    }

    /** Returns the unit in which an axis to that value is written. */
    public Unit unit(double largest) {
        double most = Math.abs(largest);
        return switch (this) {
            case SECONDS -> most >= 3 * 86400 ? new Unit("days", " d", 86400) : most >= 3 * 3600 ? new Unit("hours", " h", 3600)
                    : most >= 300 ? new Unit("minutes", " min", 60) : new Unit("seconds", " s", 1);
            case FLOPS -> scaled(most, PREFIXES, "FLOP", "FLOP");
            case STEPS, TOKENS, IMAGES, PARAMETERS, SPEED, IMAGE_SPEED -> counted(most);
            case SHARE -> new Unit(words, "%", 0.01);
            case FACTOR -> new Unit(words, "×", 1);
            case LOSS, DIFFERENCE -> new Unit(words, "", 1);
            case RATE, NORM, SCORE -> small(most);
        };
    }

    /** Returns the name of what is counted. */
    public String words() {
        return words;
    }

    private static Unit scaled(double most, String[] prefixes, String name, String suffix) {
        int power = power(most, prefixes.length);
        return new Unit(prefixes[power] + name, " " + prefixes[power] + suffix, Math.pow(1000, power));
    }

    private Unit counted(double most) {
        int power = power(most, COUNTS.length);
        return new Unit(LONG[power] + words, COUNTS[power] + " " + words, Math.pow(1000, power));
    }

    private static int power(double most, int powers) {
        int power = 0;
        while (most >= Math.pow(1000, power + 1) && power < powers - 1) {
            power++;
        }
        return power;
    }

    /** Values below a hundredth are written with a power of ten at the axis. */
    private Unit small(double most) {
        if (!(most > 0) || most >= 0.02) {
            return new Unit(words, "", 1);
        }
        int exponent = (int) Math.floor(Math.log10(most));
        return new Unit(words + " (×10" + superscript(exponent) + ")", "e" + exponent, Math.pow(10, exponent));
    }

    /** Returns a value of a logarithmic axis with its own prefix, e.g. {@code 200G}; small ones as powers of ten. */
    static String prefixed(double value) {
        int power = power(Math.abs(value) * (1 + 1e-9), PREFIXES.length);
        return digits(value / Math.pow(1000, power), 4) + PREFIXES[power];
    }

    static String superscript(int exponent) {
        StringBuilder text = new StringBuilder();
        for (char c : Integer.toString(exponent).toCharArray()) {
            text.append(c == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹".charAt(c - '0'));
        }
        return text.toString();
    }

    /** Returns a number with so many significant digits, without zeros at its end and without an exponent where it can be read so. */
    static String digits(double value, int significant) {
        if (!Double.isFinite(value)) {
            return "n/a";
        }
        if (value != 0 && (Math.abs(value) < 1e-4 || Math.abs(value) >= 1e9)) {
            return String.format(Locale.ROOT, "%." + (significant - 1) + "e", value).replaceFirst("\\.?0*e", "e");
        }
        BigDecimal rounded = BigDecimal.valueOf(value).round(new MathContext(significant));
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }
}
