package growth.reference;

import growth.api.TrainingTime;
import growth.api.options.Card;
import growth.api.options.GivenOptions;
import growth.api.options.Options;
import growth.api.options.ShapeChange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Options for tests of plug-ins, as a run file would give them: a test writes some, the n-th on line n of run.yaml, and the rest have
 * defaults. The group stands on line 9.
 */
public final class OptionValues {
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final Map<String, String> places = new LinkedHashMap<>();

    /** Makes options with no value written yet. */
    public OptionValues() {
    }

    /** Writes an option; {@code value} has the type that {@link GivenOptions} holds, or for a group {@code OptionValues}. */
    public OptionValues with(String name, Object value) {
        values.put(name, value);
        places.putIfAbsent(name, "run.yaml:" + (places.size() + 1));
        return this;
    }

    /** Writes sizes such as {@code layers=3}. */
    public OptionValues shape(String name, String sizes) {
        return with(name, ShapeChange.parse(sizes));
    }

    /** Writes a time such as {@code 10%}. */
    public OptionValues time(String name, String time) {
        return with(name, TrainingTime.parse(time));
    }

    /** Returns the options, as the record that the card declares; what is not written takes its default. */
    public Options build(Card card) {
        return given().as(card.record());
    }

    private GivenOptions given() {
        Map<String, Object> written = new LinkedHashMap<>(values);
        written.replaceAll((name, value) -> value instanceof OptionValues group ? group.given()
                : value instanceof List<?> list ? list.stream().map(item -> item instanceof OptionValues group ? group.given() : item)
                        .toList()
                : value);
        return new GivenOptions("run.yaml", "run.yaml:9", written, places);
    }
}
