package growth.shell.text;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads sizes in bytes as people write them. */
public final class ByteSize {
    private static final Pattern SIZE = Pattern.compile("(\\d+(?:\\.\\d+)?) ?([kKMGT]?)(i?)B?");
    private static final Map<String, Integer> POWERS = Map.of("", 0, "k", 1, "K", 1, "M", 2, "G", 3, "T", 4);

    private ByteSize() {
    }

    /**
     * Reads a size.
     *
     * @param words e.g. {@code 5GB} (powers of 1000), {@code 200MiB} (powers of 1024) or {@code 4096}
     * @return whole bytes, at least 1; empty if it is no size
     */
    public static Optional<Long> parse(String words) {
        Matcher matcher = SIZE.matcher(words.strip());
        if (!matcher.matches() || !matcher.group(3).isEmpty() && matcher.group(2).isEmpty()) {
            return Optional.empty();
        }
        BigDecimal unit = BigDecimal.valueOf(matcher.group(3).isEmpty() ? 1000 : 1024).pow(POWERS.get(matcher.group(2)));
        BigDecimal bytes = new BigDecimal(matcher.group(1)).multiply(unit);
        return bytes.compareTo(BigDecimal.ONE) >= 0 && bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) < 0
                ? Optional.of(bytes.longValue()) : Optional.empty();
    }
}
