package growth.runtime.run;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.options.Card;
import growth.api.options.OptionSpec;
import growth.runtime.config.Defaults;
import growth.runtime.config.KindShorthand;
import growth.runtime.config.OptionBinder;
import growth.runtime.config.YamlValue;
import growth.runtime.config.YamlValue.Entry;
import growth.runtime.config.YamlValue.Mapping;
import growth.runtime.config.YamlValue.Scalar;
import growth.runtime.config.YamlValue.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The suites of a run file, {@code evaluate.suites}. Each item has the options of another plug-in, so they are read one by one, beside the
 * rest of the file.
 *
 * @param items the items, with every default
 * @param cards the card of each
 */
record SuiteList(List<Mapping> items, List<Card> cards) {
    private static final String SECTION = PluginSlot.SUITES.path().get(0);
    private static final String KEY = PluginSlot.SUITES.key();

    /** Returns the file with a list of groups where a suite, or some of several, are written by their names alone. */
    static Mapping expanded(Mapping file) {
        return written(file).map(value -> {
            List<YamlValue> items = value instanceof Sequence sequence ? sequence.items() : List.of(value);
            boolean suites = value instanceof Sequence || KindShorthand.expand(value) instanceof Mapping;
            return suites ? with(file, new Sequence(value.place(), items.stream().map(KindShorthand::expand).toList())) : file;
        }).orElse(file);
    }

    /**
     * Reads the list of a file, expanded.
     *
     * @param known the card of an installed suite; throws MISSING_PLUGIN in words
     * @throws GrowthException with its place if a suite is missing or named twice
     */
    static SuiteList of(Mapping file, Function<String, Card> known) {
        List<Mapping> items = new ArrayList<>();
        List<Card> cards = new ArrayList<>();
        if (written(file).orElse(null) instanceof Sequence sequence && sequence.items().stream().allMatch(item -> kind(item).isPresent())) {
            for (YamlValue item : sequence.items()) {
                Scalar kind = kind(item).orElseThrow();
                Card card = GrowthException.placed(kind.place(), () -> known.apply(kind.text()));
                if (cards.stream().anyMatch(other -> other.name().equals(card.name()))) {
                    throw new GrowthException(Kind.CONFIGURATION, kind.place() + ": suite '" + card.name() + "' is named twice in "
                            + SECTION + "." + KEY + "; name it once");
                }
                cards.add(card);
                items.add(Defaults.fill(options(card), (Mapping) item));
            }
        }
        return new SuiteList(List.copyOf(items), List.copyOf(cards));
    }

    private static List<OptionSpec> options(Card card) {
        return PluginSlot.SUITES.options(Optional.of(card));
    }

    private static Optional<YamlValue> written(Mapping file) {
        Entry section = file.entries().get(SECTION);
        Entry suites = section != null && section.value() instanceof Mapping evaluate ? evaluate.entries().get(KEY) : null;
        return Optional.ofNullable(suites).map(Entry::value);
    }

    private static Mapping with(Mapping file, YamlValue suites) {
        Entry section = file.entries().get(SECTION);
        Mapping evaluate = (Mapping) section.value();
        return file.with(SECTION, new Entry(section.place(), evaluate.with(KEY, new Entry(evaluate.entries().get(KEY).place(), suites))));
    }

    /** Returns the name in an item; empty where the item is not of that form, which binding says better. */
    private static Optional<Scalar> kind(YamlValue item) {
        Entry kind = item instanceof Mapping group ? group.entries().get(PluginSlot.KIND) : null;
        return kind != null && kind.value() instanceof Scalar name && name.kind() != Scalar.Kind.NULL ? Optional.of(name)
                : Optional.empty();
    }

    /** Returns the file with nothing but the {@code kind} in the items. */
    Mapping without(Mapping file) {
        return items.isEmpty() ? file : with(file, new Sequence(written(file).orElseThrow().place(), items.stream().<YamlValue>map(item ->
                new Mapping(item.place(), Map.of(PluginSlot.KIND, item.entries().get(PluginSlot.KIND)))).toList()));
    }

    /** Returns the file with the items in full. */
    Mapping restored(Mapping file) {
        return items.isEmpty() ? file : with(file, new Sequence(written(file).orElseThrow().place(), List.copyOf(items)));
    }

    /**
     * Returns the suites with their options.
     *
     * @throws GrowthException (CONFIGURATION) {@code file:line: what is wrong, what would be right}
     */
    List<PluginChoice> choices() {
        List<PluginChoice> choices = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            Mapping item = items.get(i);
            Card card = cards.get(i);
            String path = SECTION + "." + KEY + "[" + i + "]";
            choices.add(new PluginChoice(card.name(), OptionBinder.bind(options(card), item, path).as(card.record()),
                    kind(item).orElseThrow().place()));
        }
        return choices;
    }
}
