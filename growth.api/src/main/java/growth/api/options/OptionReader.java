package growth.api.options;

import growth.api.GrowthException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads {@link Option}. */
final class OptionReader {
    private OptionReader() {
    }

    /** @throws IllegalArgumentException in words if the declaration is wrong */
    static OptionSpec spec(String component, OptionClass type, Option option) {
        List<String> defaults = List.of(option.defaultValue());
        if (type.optional() && !defaults.isEmpty()) {
            throw new IllegalArgumentException("has a default, so it is never absent; its type need not be Optional");
        }
        List<String> texts = new ArrayList<>(List.of(defaults, List.of(option.description(), option.unit())).stream()
                .flatMap(List::stream).toList());
        if (texts.stream().anyMatch(text -> text.codePoints().anyMatch(OptionReader::invisible))) {
            throw new IllegalArgumentException("has control characters in its annotation");
        }
        boolean list = type.list() && !type.named() && !defaults.equals(List.of("[]"));
        Optional<String> written = defaults.isEmpty() ? Optional.empty()
                : Optional.of(list ? "[" + String.join(", ", defaults) + "]" : String.join(", ", defaults));
        return new OptionSpec(name(component), type.type(), written, defaults.isEmpty() && !type.optional(), option.description(),
                type.choices(), type.nested(), range(type, option), option.files(), option.unit());
    }

    private static boolean invisible(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE, Character.UNASSIGNED -> true;
            default -> false;
        };
    }

    private static String name(String component) {
        return component.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static Optional<Range> range(OptionClass type, Option option) {
        boolean fromIncluded = option.above() == Double.NEGATIVE_INFINITY;
        boolean toIncluded = option.below() == Double.POSITIVE_INFINITY;
        double from = fromIncluded ? option.atLeast() : option.above();
        double to = toIncluded ? option.atMost() : option.below();
        boolean whole = type.type() == OptionType.INTEGER;
        if (Double.isInfinite(from) && Double.isInfinite(to) && !type.wide()) {
            return Optional.empty();
        }
        double lowest = whole && Double.isInfinite(from) ? type.wide() ? Long.MIN_VALUE : Integer.MIN_VALUE : from;
        double highest = whole && Double.isInfinite(to) ? type.wide() ? Long.MAX_VALUE : Integer.MAX_VALUE : to;
        return Optional.of(new Range(lowest, fromIncluded, highest, toIncluded && !Double.isInfinite(highest)));
    }

    /** @throws IllegalArgumentException in words if the default is not of its option's type or range */
    static Optional<Object> defaultValue(OptionSpec spec, Option option) {
        if (spec.defaultValue().isEmpty()) {
            return Optional.empty();
        }
        String text = spec.defaultValue().get();
        try {
            return Optional.of(switch (spec.type()) {
                case GROUP -> nothing("{}", text, GivenOptions.none(spec.name(), spec.name()));
                case GROUPS -> nothing("[]", text, List.of());
                case TEXTS_BY_NAME -> nothing("{}", text, Map.of());
                case NUMBERS, TEXTS -> text.equals("[]") ? List.of()
                        : Arrays.stream(option.defaultValue()).map(item -> OptionText.read(spec, item)).toList();
                default -> OptionText.read(spec, text);
            });
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("its default " + text + " is wrong: it " + e.getMessage(), e);
        } catch (GrowthException e) {
            throw new IllegalArgumentException("its default is wrong: " + e.getMessage(), e);
        }
    }

    private static Object nothing(String right, String text, Object value) {
        if (!text.equals(right)) {
            throw new IllegalArgumentException("must be " + right);
        }
        return value;
    }
}
