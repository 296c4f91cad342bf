package growth.runtime.config;

import growth.api.options.OptionSpec;
import growth.api.options.OptionType;
import growth.runtime.config.YamlValue.Mapping;
import growth.runtime.config.YamlValue.Scalar;
import growth.runtime.config.YamlValue.Sequence;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Guesses what the user meant by a value of the wrong kind. */
final class ValueAdvice {
    private static final Set<String> YES = Set.of("yes", "on", "y", "1");
    private static final Set<String> NO = Set.of("no", "off", "n", "0");
    private static final String NUMBER = "[-+]?[0-9]*\\.?[0-9]+([eE][-+]?[0-9]+)?";

    private ValueAdvice() {
    }

    /** Returns the end of a message with the correction; empty if unknown. */
    static String of(OptionSpec spec, YamlValue value) {
        return (value instanceof Scalar scalar ? scalar(spec, scalar) : structure(spec, value)).map(advice -> "; " + advice).orElse("");
    }

    private static Optional<String> structure(OptionSpec spec, YamlValue value) {
        if (value instanceof Mapping && spec.type() == OptionType.GROUPS) {
            return Optional.of("write '- ' before the first key of each");
        }
        if (value instanceof Sequence sequence && sequence.items().size() == 1 && spec.type() != OptionType.GROUP
                && sequence.items().get(0) instanceof Scalar item) {
            return Optional.of("remove the brackets: " + item.text());
        }
        return Optional.empty();
    }

    private static Optional<String> scalar(OptionSpec spec, Scalar scalar) {
        Optional<String> foreign = YamlAdvice.foreign(scalar.text());
        if (foreign.isPresent()) {
            return foreign.map(character -> "it has " + character);
        }
        return switch (spec.type()) {
            case INTEGER, NUMBER -> number(spec.type(), scalar.text().strip());
            case FLAG -> flag(scalar.text().strip());
            case NUMBERS, TEXTS -> list(scalar.text().strip());
            case GROUP -> group(spec, scalar.text());
            case SHAPE -> meant("{" + scalar.text().replaceAll("[=:]\\s*", ": ") + "}",
                    scalar.text().matches("[a-z-]+\\s*[=:]\\s*[0-9].*"));
            default -> Optional.empty();
        };
    }

    private static Optional<String> number(OptionType type, String text) {
        Scalar.Kind plain = YamlReader.value("", text.isEmpty() || text.contains(": ") ? "x" : text) instanceof Scalar s ? s.kind() : null;
        if (plain == Scalar.Kind.INTEGER || plain == Scalar.Kind.NUMBER && type == OptionType.NUMBER) {
            return Optional.of("remove the quotes: " + text);
        }
        if (text.matches("[-+]?[1-9][0-9]{0,2}([, _][0-9]{3})+")) {
            return meant(text.replaceAll("[, _]", ""), true);
        }
        if (text.matches("[-+]?[0-9]+,[0-9]+([eE][-+]?[0-9]+)?%?") && type == OptionType.NUMBER) {
            return Optional.of("a decimal point is needed, not a comma; did you mean " + text.replace(',', '.') + "?");
        }
        if (text.matches("[-+]?[0-9.]+\\s+%") && type == OptionType.NUMBER) {
            return meant(text.replaceAll("\\s+", ""), true);
        }
        if (text.matches(NUMBER + "\\s*[kKMGB]")) {
            int power = "kMGB".indexOf(Character.toLowerCase(text.charAt(text.length() - 1)) == 'k' ? 'k' : text.charAt(text.length() - 1));
            return whole(new BigDecimal(text.substring(0, text.length() - 1).strip()).scaleByPowerOfTen(power == 3 ? 9 : 3 * (power + 1)));
        }
        return plain == Scalar.Kind.NUMBER && text.matches(NUMBER) ? whole(new BigDecimal(text)) : Optional.empty();
    }

    private static Optional<String> whole(BigDecimal number) {
        boolean small = Math.abs(number.precision() - number.scale()) < 19;
        return small ? meant(number.stripTrailingZeros().toPlainString(), number.stripTrailingZeros().scale() <= 0) : Optional.empty();
    }

    private static Optional<String> flag(String text) {
        if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
            return Optional.of("remove the quotes: " + text);
        }
        return YES.contains(text.toLowerCase()) ? meant("true", true) : meant("false", NO.contains(text.toLowerCase()));
    }

    private static Optional<String> list(String text) {
        List<String> items = Arrays.stream(text.split("\\s*[,;]\\s*|\\s+")).toList();
        return meant(items.stream().collect(Collectors.joining(", ", "[", "]")), items.stream().allMatch(i -> i.matches(NUMBER)));
    }

    private static Optional<String> group(OptionSpec spec, String text) {
        List<String> names = spec.nested().stream().map(OptionSpec::name).toList();
        Optional<String> pair = PairAdvice.of(text, names);
        return pair.isPresent() ? pair : names.isEmpty() ? Optional.empty() : Optional.of("its keys are " + String.join(", ", names));
    }

    private static Optional<String> meant(String right, boolean probable) {
        return probable ? Optional.of("did you mean " + right + "?") : Optional.empty();
    }
}
