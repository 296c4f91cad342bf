package growth.api.options;

import growth.api.GrowthException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The options of a plug-in or section: the record that it declares, with the places where the values were written. */
public final class Options {
    private static final String WHOLE = "";
    private final Record record;
    private final Map<String, String> places;

    /**
     * @param record the values
     * @param places {@code file:line} by paths such as {@code stages[1].at}; of groups by {@code stages[1].}, of the whole by the empty
     *               path
     */
    Options(Record record, Map<String, String> places) {
        this.record = record;
        this.places = Map.copyOf(places);
    }

    /** The options of a plug-in that has none. */
    public record None() {
    }

    /** Returns no options. */
    public static Options none() {
        return of(new None());
    }

    /** Returns options that were written nowhere, for tests and other code. */
    public static Options of(Record record) {
        return new Options(record, Map.of());
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

    /** Returns the values. */
    public Record record() {
        return record;
    }

    /**
     * Returns the values.
     *
     * @param type the record that the plug-in declares
     * @throws GrowthException (FAILING_PLUGIN) if these are the options of something else
     */
    public <R extends Record> R as(Class<R> type) {
        if (!type.isInstance(record)) {
            throw new GrowthException(GrowthException.Kind.FAILING_PLUGIN, type.getSimpleName() + " is asked for, but the options are "
                    + record.getClass().getSimpleName() + "; the plug-in's card must declare what the plug-in reads").at(place(WHOLE));
        }
        return type.cast(record);
    }

    /** Returns a nested group, with its places. */
    public Options group(String name) {
        return nested((Record) declared().get(record, name).orElseThrow(), name + ".");
    }

    /** Returns the groups of a list, with their places; none if the list is absent. */
    public List<Options> groups(String name) {
        List<?> items = (List<?>) declared().get(record, name).orElse(List.of());
        return IntStream.range(0, items.size()).mapToObj(i -> nested((Record) items.get(i), name + "[" + i + "].")).toList();
    }

    private Options nested(Record inner, String prefix) {
        Map<String, String> within = new LinkedHashMap<>(Map.of(WHOLE, place(WHOLE)));
        places.forEach((path, where) -> {
            if (path.startsWith(prefix)) {
                within.put(path.substring(prefix.length()), where);
            }
        });
        return new Options(inner, within);
    }

    /** Returns the same options, all of which stand at that place, e.g. {@code --data}. */
    public Options at(String where) {
        return new Options(record, Map.of(WHOLE, where));
    }

    /**
     * Returns a value without its {@code Optional}, for code that knows the name of an option but not the record.
     *
     * @param name an option, or one of a nested group: {@code tokenizer.path}
     * @return empty if there is no such option or it is absent
     */
    public Optional<Object> get(String name) {
        int dot = name.indexOf('.');
        Optional<Object> value = declared().get(record, dot < 0 ? name : name.substring(0, dot));
        return dot < 0 ? value : value.filter(Record.class::isInstance).flatMap(group -> of((Record) group).get(name.substring(dot + 1)));
    }

    /**
     * Returns the same options with another value, at the same places.
     *
     * @param name  an option, or one of a nested group: {@code tokenizer.path}
     * @param value its new value
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

    /** Returns {@code file:line} of the option, or of the group it belongs to if it was not written. */
    public String place(String name) {
        return places.getOrDefault(name, places.getOrDefault(WHOLE, "options"));
    }

    /** Returns an error about the option with its place, to be thrown. */
    public GrowthException refuse(String name, String message) {
        return new GrowthException(GrowthException.Kind.CONFIGURATION, message).at(place(name), name);
    }
}
