package growth.runtime.run;

import growth.api.GrowthException;
import growth.api.options.Card;
import growth.api.options.GivenOptions;
import growth.api.options.OptionSpec;
import growth.runtime.config.Defaults;
import growth.runtime.config.KindShorthand;
import growth.runtime.config.OptionBinder;
import growth.runtime.config.Overrides;
import growth.runtime.config.YamlFile;
import growth.runtime.config.YamlValue;
import growth.runtime.config.YamlValue.Entry;
import growth.runtime.config.YamlValue.Mapping;
import growth.runtime.config.YamlValue.Scalar;
import growth.runtime.config.YamlWriter;
import growth.runtime.folder.CutRunFile;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Turns the text of a run file into a run: overrides, defaults, validation. */
final class RunFileReader {
    private static final String OVERRIDE = "--set";
    private static final String HEADER = "# A run with every default and override filled in; it reads back as the same run.\n";
    private final BiFunction<PluginSlot, String, Card> cards;
    private final Supplier<String> engine;

    /**
     * @param cards  the card of an installed plug-in; throws MISSING_PLUGIN in words
     * @param engine the name of the default engine; throws MISSING_PLUGIN in words
     */
    RunFileReader(BiFunction<PluginSlot, String, Card> cards, Supplier<String> engine) {
        this.cards = cards;
        this.engine = engine;
    }

    RunFile read(Path file, List<String> overrides) {
        return read(file, written(file, overrides));
    }

    /** Returns the run; plug-ins that are not installed are left out of it, with their options as written. */
    RunFile readToResume(Path file, List<String> overrides) {
        Mapping written = written(file, overrides);
        Set<PluginSlot> absent = EnumSet.noneOf(PluginSlot.class);
        return read(file, written, chosen(written, (slot, wrong) -> wrong.kind() == GrowthException.Kind.MISSING_PLUGIN
                && absent.add(slot)), absent);
    }

    /** Returns the run that a document says. */
    RunFile read(Path file, Mapping document) {
        Mapping written = withKinds(EngineKeys.moved(document));
        return read(file, written, chosen(written, (slot, wrong) -> false), Set.of());
    }

    private static Mapping written(Path file, List<String> overrides) {
        Mapping read = EngineKeys.moved(YamlFile.read(file, CutRunFile.copy(file).orElse(file), "run file"));
        return withKinds(EngineKeys.laid(read, Overrides.apply(read, EngineKeys.moved(overrides), OVERRIDE)));
    }

    private RunFile read(Path file, Mapping written, Map<PluginSlot, Card> chosen, Set<PluginSlot> absent) {
        List<OptionSpec> specs = RunSections.file(chosen);
        SuiteList suites = SuiteList.of(written, name -> cards.apply(PluginSlot.SUITES, name));
        Mapping known = suites.without(AbsentOptions.without(written, absent));
        Mapping filled = Defaults.fill(specs, withOwnDefaults(file, known, Optional.ofNullable(chosen.get(PluginSlot.DATA))));
        GivenOptions root = OptionBinder.bind(specs, filled, "");
        Path base = folder(file).resolve(root.text("base").orElseThrow()).normalize();
        // The resolved text is kept elsewhere, so its base must not depend on where it is kept.
        Mapping resolved = suites.restored(AbsentOptions.restored(filled, written, absent))
                .with("base", new Entry("", new Scalar("", Scalar.Kind.TEXT, base.toString())));
        RunFile.Source source = new RunFile.Source(file, base, HEADER + YamlWriter.write(resolved), files("", specs),
                absent.stream().map(slot -> String.join(".", slot.path())).collect(Collectors.toSet()), places(root.group("evaluate")));
        return new RunBuilder(root, chosen, suites).build(source);
    }

    /** Returns where the further validation sets stand. */
    private static Map<String, String> places(GivenOptions evaluate) {
        String prefix = "sets.";
        return evaluate.places().entrySet().stream().filter(place -> place.getKey().startsWith(prefix))
                .collect(Collectors.toMap(place -> place.getKey().substring(prefix.length()), Map.Entry::getValue));
    }

    private static Set<String> files(String path, List<OptionSpec> specs) {
        Set<String> files = new TreeSet<>();
        for (OptionSpec spec : specs) {
            if (spec.files()) {
                files.add(path + spec.name());
            }
            files.addAll(files(path + spec.name() + ".", spec.nested()));
        }
        return files;
    }

    private static Mapping withKinds(Mapping written) {
        Mapping changed = written;
        for (PluginSlot slot : PluginSlot.single()) {
            changed = KindShorthand.expand(changed, slot.path());
        }
        return SuiteList.expanded(changed);
    }

    /** The defaults that depend on the file itself, or on what is installed. */
    private Mapping withOwnDefaults(Path file, Mapping written, Optional<Card> data) {
        Mapping changed = written;
        if (!written.entries().containsKey("name")) {
            String name = file.getFileName().toString().replaceFirst("\\.ya?ml$", "");
            changed = changed.with("name", new Entry(written.place(), new Scalar(written.place(), Scalar.Kind.TEXT, name)));
        }
        if (!written.entries().containsKey("base")) {
            changed = changed.with("base", new Entry(written.place(), new Scalar(written.place(), Scalar.Kind.TEXT, ".")));
        }
        changed = DataParallel.withDefaults(EngineKeys.withDefault(changed, engine));
        return StartTokenizerKeys.withDefault(EvaluationKeys.withDefault(changed), folder(file), data);
    }

    private static Path folder(Path file) {
        return file.toAbsolutePath().normalize().getParent();
    }

    /** @param spared whether what is wrong with a slot's plug-in is no error */
    private Map<PluginSlot, Card> chosen(Mapping root, BiPredicate<PluginSlot, GrowthException> spared) {
        Map<PluginSlot, Card> chosen = new EnumMap<>(PluginSlot.class);
        for (PluginSlot slot : PluginSlot.single()) {
            kind(root, slot).ifPresent(kind -> {
                try {
                    chosen.put(slot, cards.apply(slot, kind.text()));
                } catch (GrowthException e) {
                    if (!spared.test(slot, e)) {
                        throw e.at(kind.place());
                    }
                }
            });
        }
        return chosen;
    }

    /** The plug-in named in a slot; empty where the file is not of that form, which binding says better. */
    private static Optional<Scalar> kind(Mapping root, PluginSlot slot) {
        YamlValue value = root;
        for (String key : slot.path()) {
            if (!(value instanceof Mapping mapping) || !mapping.entries().containsKey(key)) {
                return Optional.empty();
            }
            value = mapping.entries().get(key).value();
        }
        if (!(value instanceof Mapping group) || !group.entries().containsKey(PluginSlot.KIND)) {
            return Optional.empty();
        }
        return group.entries().get(PluginSlot.KIND).value() instanceof Scalar scalar && scalar.kind() != Scalar.Kind.NULL
                ? Optional.of(scalar) : Optional.empty();
    }
}
