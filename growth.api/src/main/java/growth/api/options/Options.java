package growth.api.options;

import growth.api.GrowthException;
import growth.api.TrainingTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Validated values of declared options, with the places they were written at. Values are of the Java type that belongs to their
 * {@link OptionType}: Long, Double, List of Double, Boolean, String, TrainingTime, ShapeChange, List of String, Options, List of
 * Options; defaults are filled in.
 */
public final class Options {
    private static final Options EMPTY = new Options("options", Map.of(), Map.of());
    private final Record record;
    private final String place;
    private final Map<String, Object> values;
    private final Map<String, String> places;

    /**
     * @param place  where the whole group stands, {@code file:line}
     * @param values name → value
     * @param places name → {@code file:line} of what was written; defaults have none
     */
    public Options(String place, Map<String, Object> values, Map<String, String> places) {
        this.record = new NoOptions();
        this.place = place;
        this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        this.places = Map.copyOf(places);
    }

    /**
     * @param record the values
     * @param places {@code file:line} by paths such as {@code stages[1].at}; of groups by {@code stages[1].}, of the whole by the
     *               empty path
     */
    Options(Record record, Map<String, String> places) {
        this.record = record;
        this.place = places.getOrDefault("", "options");
        this.values = Map.of();
        this.places = Map.copyOf(places);
    }

    /** The options of a plug-in that declares none. */
    private record NoOptions() {
    }

    /**
     * Returns the error with which the constructor of a record refuses values that do not fit together; the framework adds the place.
     *
     * @param option  the option at fault, as run files write it
     * @param message what is wrong and what would be right, in one line
     */
    public static GrowthException refused(String option, String message) {
        return new GrowthException(GrowthException.Kind.CONFIGURATION, message).about(option);
    }

    /** @return options that were written nowhere, for tests and other code */
    public static Options of(Record record) {
        return new Options(record, Map.of());
    }

    /** @return the values */
    public Record record() {
        return record;
    }

    /**
     * @param type the record that the plug-in declares
     * @return the values
     * @throws GrowthException (FAILING_PLUGIN) if these are the options of something else
     */
    public <R extends Record> R as(Class<R> type) {
        if (!type.isInstance(record)) {
            throw new GrowthException(GrowthException.Kind.FAILING_PLUGIN, place + ": " + type.getSimpleName() + " is asked for, but the"
                    + " options are " + record.getClass().getSimpleName() + "; the plug-in's card must declare what the plug-in reads");
        }
        return type.cast(record);
    }

    /** @return a nested group, with its places */
    public Options group(String name) {
        return values.containsKey(name) ? value(name, Options.class)
                : nested((Record) declared().get(record, name).orElseThrow(), name + ".");
    }

    /** @return the groups of a list, with their places; none if the list is absent */
    public List<Options> groups(String name) {
        if (values.containsKey(name)) {
            return list(name, Options.class);
        }
        List<?> items = (List<?>) declared().get(record, name).orElse(List.of());
        return IntStream.range(0, items.size()).mapToObj(i -> nested((Record) items.get(i), name + "[" + i + "].")).toList();
    }

    private Options nested(Record inner, String prefix) {
        Map<String, String> within = new LinkedHashMap<>(Map.of("", place));
        places.forEach((path, where) -> {
            if (path.startsWith(prefix)) {
                within.put(path.substring(prefix.length()), where);
            }
        });
        return new Options(inner, within);
    }

    /** @return the same options, all of which stand at that place, e.g. {@code --data} */
    public Options at(String where) {
        return new Options(record, Map.of("", where));
    }

    /**
     * For code that knows the name of an option but not the record.
     *
     * @param name an option, or one of a nested group: {@code tokenizer.path}
     * @return its value without {@code Optional}; empty if there is no such option or it is absent
     */
    public Optional<Object> get(String name) {
        int dot = name.indexOf('.');
        Optional<Object> value = declared().get(record, dot < 0 ? name : name.substring(0, dot));
        return dot < 0 ? value : value.filter(Record.class::isInstance).flatMap(group -> of((Record) group).get(name.substring(dot + 1)));
    }

    /**
     * @param name  an option, or one of a nested group: {@code tokenizer.path}
     * @param value its new value
     * @return the same options with that value, at the same places
     */
    public Options with(String name, Object value) {
        int dot = name.indexOf('.');
        if (dot < 0) {
            return new Options(declared().with(record, name, value), places);
        }
        String group = name.substring(0, dot);
        return with(group, group(group).with(name.substring(dot + 1), value).record);
    }

    private DeclaredOptions<? extends Record> declared() {
        return DeclaredOptions.of(record.getClass());
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

    public List<String> texts(String name) {
        return list(name, String.class);
    }

    public List<Double> numbers(String name) {
        return list(name, Double.class);
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
        return new GrowthException(GrowthException.Kind.CONFIGURATION, message).at(place(name), name);
    }

    private <T> List<T> list(String name, Class<T> type) {
        return ((List<?>) value(name, List.class)).stream().map(type::cast).toList();
    }

    private <T> T value(String name, Class<T> type) {
        return Optional.ofNullable(values.get(name)).map(type::cast)
                .orElseThrow(() -> new GrowthException(GrowthException.Kind.CONFIGURATION, name + " is missing").at(place));
    }
}
