package growth.api.options;

import growth.api.TrainingTime;
import java.math.BigInteger;

/** Reads the text of one value: the only place that does, for run files and for defaults. */
public final class OptionText {
    private static final Range INT = Range.between(Integer.MIN_VALUE, Integer.MAX_VALUE);
    private static final String WHOLE = "[-+]?[0-9]+|0x[0-9a-fA-F]+|0o[0-7]+";
    private static final String DECIMAL = "[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?";
    private static final String PERCENT = "[-+]?[0-9]+(\\.[0-9]+)?%";

    private OptionText() {
    }

    /**
     * @param option the option; of a list, each item is read by itself
     * @param text   a scalar as a run file writes it, without quotes
     * @return a value as {@link GivenOptions} has it
     * @throws IllegalArgumentException that continues the words "this option", e.g. {@code must be at least 1, not 0}
     * @throws growth.api.GrowthException (CONFIGURATION) if it is not a training time
     */
    public static Object read(OptionSpec option, String text) {
        return switch (option.type()) {
            case INTEGER -> whole(option, text);
            case NUMBER, NUMBERS -> number(option, text);
            case FLAG -> flag(text);
            case CHOICE -> choice(option, text);
            case TEXT, TEXTS -> text;
            case TIME -> TrainingTime.parse(text);
            case SHAPE, GROUP, GROUPS, TEXTS_BY_NAME ->
                    throw new IllegalArgumentException("must be a " + option.type().words() + ", not '" + text + "'");
        };
    }

    /** Reads whole numbers of YAML's core schema: decimal, 0x hexadecimal, 0o octal. */
    private static Long whole(OptionSpec option, String text) {
        if (!text.matches(WHOLE)) {
            throw new IllegalArgumentException("must be a whole number, not '" + text + "'");
        }
        BigInteger number = integer(text);
        Range allowed = option.range().orElse(INT);
        if (number.bitLength() > 63 || !allowed.contains(number.doubleValue())) {
            boolean large = allowed == INT || number.signum() > 0 && allowed.typeLimit();
            int bits = allowed.to() > Integer.MAX_VALUE ? Long.SIZE : Integer.SIZE;
            throw new IllegalArgumentException("must be " + (large ? "a whole number of at most " + bits + " bits" : allowed) + ", not "
                    + text);
        }
        return number.longValueExact();
    }

    private static BigInteger integer(String text) {
        if (text.startsWith("0x")) {
            return new BigInteger(text.substring(2), 16);
        }
        return text.startsWith("0o") ? new BigInteger(text.substring(2), 8) : new BigInteger(text);
    }

    private static Double number(OptionSpec option, String text) {
        double number;
        if (text.matches(WHOLE)) {
            number = integer(text).doubleValue();
        } else if (text.matches(PERCENT)) {
            number = Double.parseDouble(text.substring(0, text.length() - 1)) / 100;
        } else {
            number = text.matches(DECIMAL) ? Double.parseDouble(text) : Double.NaN;
        }
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            throw new IllegalArgumentException("must be a finite number, not '" + text + "'");
        }
        if (option.range().filter(range -> !range.contains(number)).isPresent()) {
            throw new IllegalArgumentException("must be " + option.range().get() + ", not " + text);
        }
        return number;
    }

    private static Boolean flag(String text) {
        if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
            throw new IllegalArgumentException("must be true or false, not '" + text + "'");
        }
        return Boolean.valueOf(text);
    }

    private static String choice(OptionSpec option, String text) {
        if (!option.choices().contains(text)) {
            throw new IllegalArgumentException("must be one of " + String.join(", ", option.choices()) + ", not '" + text + "'");
        }
        return text;
    }
}
