package growth.api.options;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.TrainingTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The options of a plug-in that nobody gives any: the defaults that its card declares. */
public final class DefaultOptions {
    private DefaultOptions() {
    }

    /**
     * @param card the plug-in's
     * @return every default; without places, since nobody wrote them
     * @throws GrowthException (CONFIGURATION) if an option must be given; (UNEXPECTED) if a default is not of its option's type or range
     */
    public static Options of(Card card) {
        return card.record().map(record -> Options.of(DeclaredOptions.of(record).defaults(card.name())))
                .orElseGet(() -> of(card.name(), card.options()));
    }

    private static Options of(String group, List<OptionSpec> specs) {
        specs.stream().filter(OptionSpec::required).findFirst().ifPresent(spec -> {
            throw new GrowthException(Kind.CONFIGURATION, group + " needs '" + spec.name() + "' (" + spec.type().words() + "): "
                    + spec.description());
        });
        return new Options(group, values(group, specs), Map.of());
    }

    /** @return option → default, for those that have one */
    static Map<String, Object> values(String group, List<OptionSpec> specs) {
        Map<String, Object> values = new LinkedHashMap<>();
        specs.forEach(spec -> spec.defaultValue().ifPresent(text -> values.put(spec.name(), read(group, spec, text).orElseThrow(() ->
                new GrowthException(Kind.UNEXPECTED, group + ": '" + text + "' cannot be the default of " + spec.name() + " ("
                        + spec.type().words() + "); its declaration is wrong")))));
        return values;
    }

    private static Optional<Object> read(String group, OptionSpec spec, String text) {
        try {
            return Optional.of(switch (spec.type()) {
                case INTEGER -> within(spec, Long.valueOf(text));
                case NUMBER -> within(spec, number(text));
                case NUMBERS -> items(text).stream().map(item -> within(spec, number(item))).toList();
                case FLAG -> oneOf(List.of("true", "false"), text).equals("true");
                case CHOICE -> oneOf(spec.choices(), text);
                case TEXT -> text;
                case TEXTS -> items(text);
                case TIME -> TrainingTime.parse(text);
                case SHAPE -> ShapeChange.parse(bare(text).replaceAll(":\\s*", "="));
                case GROUP -> of(group + "." + spec.name(), spec.nested());
                case GROUPS -> List.of();
            });
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static <N extends Number> N within(OptionSpec spec, N number) {
        if (spec.range().isPresent() && !spec.range().get().contains(number.doubleValue())) {
            throw new IllegalArgumentException(number + " is outside of " + spec.range().get());
        }
        return number;
    }

    private static String oneOf(List<String> choices, String text) {
        return choices.stream().filter(text::equals).findFirst().orElseThrow(() -> new IllegalArgumentException(text));
    }

    private static Double number(String text) {
        return text.endsWith("%") ? Double.parseDouble(text.substring(0, text.length() - 1)) / 100 : Double.parseDouble(text);
    }

    /** @return the items of {@code [a, b]}, or the one that is no list */
    private static List<String> items(String text) {
        return bare(text).isEmpty() ? List.of() : List.of(bare(text).split("\\s*,\\s*"));
    }

    private static String bare(String text) {
        return text.replaceAll("^\\s*[\\[{]\\s*|\\s*[\\]}]\\s*$", "");
    }
}
