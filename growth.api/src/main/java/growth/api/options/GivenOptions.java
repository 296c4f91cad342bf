package growth.api.options;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Checked values of one group of options, before they become a record: {@code Long}, {@code Double}, {@code Boolean}, {@code String},
 * {@link growth.api.TrainingTime}, {@link ShapeChange}, {@code GivenOptions}, a {@code List} of these, or a {@code Map} from names to
 * lists of texts. An option without a value takes its default.
 *
 * @param name   what the group is called in errors
 * @param place  where the group stands, {@code file:line}
 * @param values option → value
 * @param places option → {@code file:line}, for values that were written; of a name in an option by {@code option.name}
 */
public record GivenOptions(String name, String place, Map<String, Object> values, Map<String, String> places) {
    public GivenOptions {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        places = Map.copyOf(places);
    }

    /** Returns a group in which everything takes its default. */
    static GivenOptions none(String name, String place) {
        return new GivenOptions(name, place, Map.of(), Map.of());
    }

    /** Returns the value, if one was given. */
    public Optional<Object> value(String option) {
        return Optional.ofNullable(values.get(option));
    }

    /** Returns the values of a nested group; no values if it was not given. */
    public GivenOptions group(String option) {
        return value(option).map(GivenOptions.class::cast).orElseGet(() -> none(name + "." + option, place));
    }

    /** Returns the text, if one was given. */
    public Optional<String> text(String option) {
        return value(option).map(String.class::cast);
    }

    /** Returns where the option stands; the group's place if it was not written. */
    public String placeOf(String option) {
        return places.getOrDefault(option, place);
    }

    /** Returns an error (CONFIGURATION) about the option, with its place. */
    public GrowthException refuse(String option, String message) {
        return new GrowthException(Kind.CONFIGURATION, message).at(placeOf(option), option);
    }

    /**
     * @param type a record that declares its options
     * @return the record, with the places of what was written
     * @throws GrowthException (CONFIGURATION) if an option is missing or the record refuses its values; (FAILING_PLUGIN) if its
     *                         declaration is wrong
     */
    public Options as(Class<? extends Record> type) {
        Map<String, String> all = new LinkedHashMap<>();
        collectPlaces("", all);
        return new Options(DeclaredOptions.of(type).create(this), all);
    }

    /** Collects the places of all options by paths such as {@code stages[1].at}, and those of groups by {@code stages[1].}. */
    private void collectPlaces(String prefix, Map<String, String> all) {
        all.put(prefix, place);
        places.forEach((option, where) -> all.put(prefix + option, where));
        values.forEach((option, value) -> {
            if (value instanceof GivenOptions group) {
                group.collectPlaces(prefix + option + ".", all);
            } else if (value instanceof List<?> list) {
                for (int i = 0; i < list.size(); i++) {
                    if (list.get(i) instanceof GivenOptions item) {
                        item.collectPlaces(prefix + option + "[" + i + "].", all);
                    }
                }
            }
        });
    }
}
