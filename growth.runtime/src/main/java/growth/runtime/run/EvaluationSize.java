package growth.runtime.run;

import growth.api.GrowthException;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much of the validation data an evaluation takes, always from their beginning: {@code 20480}, {@code 20k}, {@code 1.5M} or
 * {@code all}. It does not count batches, so that runs of any batch size are measured on the same data.
 *
 * @param limit tokens (images) at most; {@link Long#MAX_VALUE} for all there are
 */
public record EvaluationSize(long limit) {
    /** All validation data. */
    public static final EvaluationSize ALL = new EvaluationSize(Long.MAX_VALUE);
    private static final String WORD = "all";
    private static final Pattern SYNTAX = Pattern.compile("([0-9][0-9_]*(?:\\.[0-9]+)?(?:[eE]\\+?[0-9]{1,2})?)\\s*([kKMBG]?)\\s*(?:tok)?");
    private static final BigDecimal MOST = BigDecimal.valueOf(1L << 60);

    /**
     * @param text a count with a multiplier k, M or B if need be, or {@code all}; {@code tok} may follow, as in durations
     * @throws GrowthException (CONFIGURATION) in words if it is neither
     */
    public static EvaluationSize parse(String text) {
        if (text.trim().equalsIgnoreCase(WORD)) {
            return ALL;
        }
        Matcher matcher = SYNTAX.matcher(text.trim());
        BigDecimal count = matcher.matches() ? new BigDecimal(matcher.group(1).replace("_", ""))
                .scaleByPowerOfTen(power(matcher.group(2))) : BigDecimal.ZERO;
        if (count.signum() <= 0 || count.stripTrailingZeros().scale() > 0 || count.compareTo(MOST) > 0) {
            throw new GrowthException(GrowthException.Kind.CONFIGURATION, "'" + text + "' is not an amount of data; write a whole "
                    + "number, e.g."
                    + " 20480, 20k or 1M, or all");
        }
        return new EvaluationSize(count.longValueExact());
    }

    private static int power(String multiplier) {
        return switch (multiplier) {
            case "k", "K" -> 3;
            case "M" -> 6;
            case "B", "G" -> 9;
            default -> 0;
        };
    }

    /**
     * Returns so many whole sequences (images), the last one counted in full.
     *
     * @param each tokens of a sequence; 1 for images
     */
    public long rows(int each) {
        return equals(ALL) ? Long.MAX_VALUE : limit / each + (limit % each == 0 ? 0 : 1);
    }

    /** Returns the smaller of the two. */
    public EvaluationSize atMost(EvaluationSize other) {
        return limit <= other.limit ? this : other;
    }

    @Override
    public String toString() {
        return equals(ALL) ? WORD : String.format(Locale.ROOT, "%d", limit);
    }
}
