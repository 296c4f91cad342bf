package growth.runtime.run;

import growth.api.GrowthException;
import growth.api.engine.Device;
import growth.runtime.config.KindShorthand;
import growth.runtime.config.YamlValue;
import growth.runtime.config.YamlValue.Entry;
import growth.runtime.config.YamlValue.Mapping;
import growth.runtime.config.YamlValue.Scalar;
import growth.runtime.engine.EngineChoice;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Run files of before there was a section {@code engine} name their engine in {@code training.engine}, which is still read. */
public final class EngineKeys {
    private static final String TRAINING = "training";
    private static final String ENGINE = EngineChoice.SECTION;
    private static final String OLD = TRAINING + "." + ENGINE;
    private static final String NEW = ENGINE + "." + KindShorthand.KIND;
    /** What runs that have no section {@code engine} computed with. */
    private static final Map<String, String> BEFORE = Map.of(ENGINE + ".device", "auto", ENGINE + ".precision", "f32");

    private EngineKeys() {
    }

    /**
     * Returns the document, or part of one, with the engine named in its own section.
     *
     * @throws GrowthException (CONFIGURATION) with the place if both are written
     */
    static Mapping moved(Mapping file) {
        Mapping whole = KindShorthand.expand(file, List.of(ENGINE));
        Entry training = whole.entries().get(TRAINING);
        if (training == null || !(training.value() instanceof Mapping group) || !group.entries().containsKey(ENGINE)) {
            return whole;
        }
        Entry old = group.entries().get(ENGINE);
        YamlValue section = whole.entries().containsKey(ENGINE) ? whole.entries().get(ENGINE).value() : new Mapping(old.place(), Map.of());
        if (!(section instanceof Mapping engine)) {
            return whole;
        }
        if (engine.entries().containsKey(KindShorthand.KIND)) {
            throw new GrowthException(GrowthException.Kind.CONFIGURATION, old.place() + ": " + OLD + " is an older form of " + NEW
                    + ", which is written too; leave " + OLD + " out");
        }
        Map<String, Entry> keys = new LinkedHashMap<>(Map.of(KindShorthand.KIND, old));
        keys.putAll(engine.entries());
        return whole.with(TRAINING, new Entry(training.place(), group.without(ENGINE)))
                .with(ENGINE, new Entry(old.place(), new Mapping(section.place(), keys)));
    }

    /** Returns {@code path=value} pairs, of which none has the old key. */
    static List<String> moved(List<String> overrides) {
        return overrides.stream().map(pair -> pair.replaceFirst("^\\s*training\\.engine\\s*=", NEW + "=")).toList();
    }

    /**
     * Returns the file as overrides made it, with nothing of its engine's other keys where an override chooses another engine: these were
     * said of the file's own.
     *
     * @param file the file as it was
     * @param laid with the overrides, whose places are not in the file
     */
    static Mapping laid(Mapping file, Mapping laid) {
        Mapping changed = KindShorthand.expand(laid, List.of(ENGINE));
        Optional<Mapping> before = section(file);
        Optional<Mapping> now = section(changed);
        if (before.isEmpty() || now.isEmpty() || kind(before.get()).isEmpty() || kind(before.get()).equals(kind(now.get()))) {
            return changed;
        }
        Map<String, Entry> keys = new LinkedHashMap<>(now.get().entries());
        keys.entrySet().removeIf(key -> key.getValue().equals(before.get().entries().get(key.getKey())));
        return changed.with(ENGINE, new Entry(changed.entries().get(ENGINE).place(), new Mapping(now.get().place(), keys)));
    }

    private static Optional<Mapping> section(Mapping file) {
        return Optional.ofNullable(file.entries().get(ENGINE)).map(Entry::value).filter(Mapping.class::isInstance).map(Mapping.class::cast);
    }

    private static Optional<String> kind(Mapping engine) {
        return Optional.ofNullable(engine.entries().get(KindShorthand.KIND)).map(Entry::value).filter(Scalar.class::isInstance)
                .map(value -> ((Scalar) value).text());
    }

    /**
     * Returns a run's values by dotted path, as a run of today has them.
     *
     * @param values as a {@code run.yaml} of any age has them
     */
    public static Map<String, String> moved(Map<String, String> values) {
        if (!values.containsKey(OLD)) {
            return values;
        }
        Map<String, String> moved = new TreeMap<>(BEFORE);
        moved.putAll(values);
        moved.put(NEW, moved.remove(OLD));
        return moved;
    }

    /** Returns a resolved run on another device. */
    static Mapping on(Mapping run, Device device) {
        Entry section = run.entries().get(ENGINE);
        Mapping engine = (Mapping) section.value();
        Scalar written = new Scalar(engine.place(), Scalar.Kind.TEXT, device.toString());
        return run.with(ENGINE, new Entry(section.place(), engine.with("device", new Entry(engine.place(), written))));
    }

    /**
     * Returns the file with the default engine named, if it names none.
     *
     * @param name finds the name
     */
    static Mapping withDefault(Mapping file, Supplier<String> name) {
        Entry written = file.entries().get(ENGINE);
        YamlValue section = written == null ? new Mapping(file.place(), Map.of()) : written.value();
        if (!(section instanceof Mapping engine) || engine.entries().containsKey(KindShorthand.KIND)) {
            return file;
        }
        Map<String, Entry> keys = new LinkedHashMap<>();
        keys.put(KindShorthand.KIND, new Entry(engine.place(), new Scalar(engine.place(), Scalar.Kind.TEXT, name.get())));
        keys.putAll(engine.entries());
        return file.with(ENGINE, new Entry(engine.place(), new Mapping(engine.place(), keys)));
    }
}
