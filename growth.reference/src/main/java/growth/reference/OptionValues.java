package growth.reference;

import growth.api.TrainingTime;
import growth.api.options.Card;
import growth.api.options.DefaultOptions;
import growth.api.options.GivenOptions;
import growth.api.options.OptionSpec;
import growth.api.options.OptionType;
import growth.api.options.Options;
import growth.api.options.ShapeChange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Options for tests of plug-ins, as a run file would give them: the declared defaults, and what a test writes, whose n-th option stands on
 * line n of run.yaml. The whole stands on line 9.
 */
public final class OptionValues {
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final Map<String, String> places = new LinkedHashMap<>();

    /** Makes options of which none is written yet. */
    public OptionValues() {
    }

    /** Returns the defaults of these options. */
    public static OptionValues of(List<OptionSpec> specs) {
        OptionValues options = new OptionValues();
        List<OptionSpec> optional = specs.stream().filter(spec -> !spec.required()).toList();
        options.values.putAll(DefaultOptions.of(new Card("run.yaml", "", "", optional)).values());
        return options;
    }

    /** Writes an option; {@code value} is of the Java type that belongs to its {@link OptionType}. */
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
        return given().as(card.record().orElseThrow());
    }

    private GivenOptions given() {
        Map<String, Object> written = new LinkedHashMap<>(values);
        written.replaceAll((name, value) -> value instanceof OptionValues group ? group.given()
                : value instanceof List<?> list ? list.stream().map(item -> item instanceof OptionValues group ? group.given() : item)
                        .toList()
                : value);
        return new GivenOptions("run.yaml", "run.yaml:9", written, places);
    }

    /** Returns the options. */
    public Options build() {
        return new Options("run.yaml:9", values, places);
    }
}
