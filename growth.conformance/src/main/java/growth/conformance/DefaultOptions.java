package growth.conformance;

import growth.api.TrainingTime;
import growth.api.options.Card;
import growth.api.options.OptionSpec;
import growth.api.options.OptionType;
import growth.api.options.Options;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The options of a plug-in that is given none. */
final class DefaultOptions {
    private DefaultOptions() {
    }

    /**
     * @return every option's default
     * @throws Fault if an option must be given, or a default cannot be read
     */
    static Options of(Card card) {
        return of(card.name(), card.options());
    }

    private static Options of(String place, List<OptionSpec> specs) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (OptionSpec spec : specs) {
            Fault.unless(!spec.required(), () -> place + " needs option " + spec.name() + "; give the suite its options");
            spec.defaultValue().ifPresent(text -> values.put(spec.name(), value(place, spec, text)));
        }
        return new Options(place, values, Map.of());
    }

    private static Object value(String place, OptionSpec spec, String text) {
        try {
            return switch (spec.type()) {
                case INTEGER -> Long.valueOf(text.replace("_", ""));
                case NUMBER -> number(text);
                case NUMBERS -> items(text).stream().map(DefaultOptions::number).toList();
                case FLAG -> Boolean.valueOf(text);
                case TEXT, CHOICE -> text;
                case TIME -> TrainingTime.parse(text);
                case SHAPE -> growth.api.options.ShapeChange.parse(bare(text).replaceAll(":\\s*", "=").replaceAll(",\\s*", ","));
                case TEXTS -> items(text);
                case GROUP -> of(place + "." + spec.name(), spec.nested());
                case GROUPS -> List.of();
            };
        } catch (RuntimeException e) {
            throw new Fault(place + ": the default '" + text + "' of " + spec.name() + " is no " + type(spec.type()) + ": " + e);
        }
    }

    private static String type(OptionType type) {
        return type.words();
    }

    private static Double number(String text) {
        return text.endsWith("%") ? Double.parseDouble(text.substring(0, text.length() - 1)) / 100 : Double.parseDouble(text);
    }

    private static List<String> items(String text) {
        return bare(text).isBlank() ? List.of() : List.of(bare(text).split("\\s*,\\s*"));
    }

    private static String bare(String text) {
        return text.replaceAll("^\\s*[\\[{]\\s*|\\s*[\\]}]\\s*$", "");
    }
}
