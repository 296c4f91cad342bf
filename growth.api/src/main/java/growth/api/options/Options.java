package growth.api.options;

import growth.api.GrowthException;
import growth.api.TrainingTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Validated values of declared options, with the places they were written at. Values are of the Java type that belongs to their
 * {@link OptionType}: Long, Double, List of Double, Boolean, String, TrainingTime, ShapeChange, List of String, Options, List of
 * Options; defaults are filled in.
 */
public final class Options {
    private static final Options EMPTY = new Options("options", Map.of(), Map.of());
    private final String place;
    private final Map<String, Object> values;
    private final Map<String, String> places;

    /**
     * @param place  where the whole group stands, {@code file:line}
     * @param values name → value
     * @param places name → {@code file:line} of what was written; defaults have none
     */
    public Options(String place, Map<String, Object> values, Map<String, String> places) {
        this.place = place;
        this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        this.places = Map.copyOf(places);
    }

    /** @return no options */
    public static Options empty() {
        return EMPTY;
    }

    /** @return whether the option was given or has a default */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    public int integer(String name) {
        return Math.toIntExact(value(name, Long.class));
    }

    /** @return an integer of more than 32 bits, such as a seed */
    public long longInteger(String name) {
        return value(name, Long.class);
    }

    public double number(String name) {
        return value(name, Double.class);
    }

    public boolean flag(String name) {
        return value(name, Boolean.class);
    }

    public String text(String name) {
        return value(name, String.class);
    }

    public TrainingTime time(String name) {
        return value(name, TrainingTime.class);
    }

    public ShapeChange shape(String name) {
        return value(name, ShapeChange.class);
    }

    public Options group(String name) {
        return value(name, Options.class);
    }

    public List<String> texts(String name) {
        return list(name, String.class);
    }

    public List<Double> numbers(String name) {
        return list(name, Double.class);
    }

    public List<Options> groups(String name) {
        return list(name, Options.class);
    }

    /** @return every value, in the order of the declaration */
    public Map<String, Object> values() {
        return values;
    }

    /** @return {@code file:line} of the option, or of the group it belongs to */
    public String place(String name) {
        return places.getOrDefault(name, place);
    }

    /** @return an error about the option with its place, to be thrown */
    public GrowthException refuse(String name, String message) {
        String place = place(name);
        // The place of an option that was given on the command line names it: --set training.batch
        boolean named = place.endsWith(" " + name) || place.endsWith("." + name);
        return new GrowthException(GrowthException.Kind.CONFIGURATION, place + ": " + (named ? "" : name + ": ") + message);
    }

    private <T> List<T> list(String name, Class<T> type) {
        return ((List<?>) value(name, List.class)).stream().map(type::cast).toList();
    }

    private <T> T value(String name, Class<T> type) {
        return Optional.ofNullable(values.get(name)).map(type::cast)
                .orElseThrow(() -> new GrowthException(GrowthException.Kind.CONFIGURATION, place + ": " + name + " is missing"));
    }
}
