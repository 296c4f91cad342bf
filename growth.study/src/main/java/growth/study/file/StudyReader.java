package growth.study.file;

import static growth.study.file.StudyText.refuse;

import growth.api.GrowthException;
import growth.api.options.OptionSpec;
import growth.api.options.Options;
import growth.runtime.config.Defaults;
import growth.runtime.config.NearestName;
import growth.runtime.config.OptionBinder;
import growth.runtime.config.YamlFile;
import growth.runtime.config.YamlValue;
import growth.runtime.config.YamlValue.Entry;
import growth.runtime.config.YamlValue.Mapping;
import growth.runtime.config.YamlValue.Scalar;
import growth.runtime.folder.CutRunFile;
import growth.runtime.run.RunOverlay;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Turns the keys of a study file into a study. */
final class StudyReader {
    private final Path file;
    private final Mapping document;

    private StudyReader(Path file, Mapping document) {
        this.file = file;
        this.document = document;
    }

    /**
     * Returns the study.
     *
     * @param file     where the document was read, or stands for
     * @param document the keys of a study file
     * @throws GrowthException (CONFIGURATION) with file and line
     */
    static Study read(Path file, Mapping document) {
        return new StudyReader(file, document).read();
    }

    private Study read() {
        Options keys = keys();
        StudyKeys values = keys.as(StudyKeys.class);
        String name = StudyText.name("the study", values.name().orElseGet(() -> file.getFileName().toString().replaceFirst("\\.ya?ml$",
                "")),
                keys.place("name"));
        Path folder = file.toAbsolutePath().normalize().getParent().resolve(values.paths().orElse(".")).normalize();
        Study.Base base = base(folder);
        Mapping run = StudyText.entry(document, StudyKeys.SET).map(set -> set(base.run(), set)).orElse(base.run());
        Set<Difference> varies = varies(values.varies(), keys.place("varies"));
        Forbidden forbidden = new Forbidden(varies);
        Grid tuning = StudyText.entry(document, StudyKeys.TUNING).map(grid -> GridReader.read(grid, StudyKeys.TUNING,
                "training.optimizer.lr: [1e-3, 3e-3]", forbidden)).orElse(Grid.NONE);
        List<Arm> arms = new ArmsReader(document, run, forbidden.with(tuning)).read();
        tuned(tuning, arms);
        patience(arms);
        return new Study(new Study.Source(file, folder, document, base), name, arms,
                SeedsReader.read(StudyText.entry(document, StudyKeys.SEEDS), run),
                values.budget().map(amount -> GrowthException.placed(keys.place("budget"), () -> new Budget(amount))),
                targets(values.targets(), keys.place("targets")), tuning, values.validation(), values.parallel(), varies);
    }

    private Options keys() {
        List<OptionSpec> all = StudyKeys.all();
        Mapping options = document;
        for (OptionSpec free : StudyKeys.FREE) {
            if (!document.entries().containsKey(free.name()) && free.name().equals(StudyKeys.BASELINE)) {
                throw refuse(document.place(), "the study has no baseline; name what the others are compared with, e.g. baseline: scratch, "
                        + "which is the base run without growth");
            }
            Entry written = document.entries().get(free.name());
            if (written != null) {
                // Read by hand; here only that the key is there counts.
                options = options.with(free.name(), new Entry(written.place(), new Scalar(written.place(), Scalar.Kind.TEXT, free.name())));
            }
        }
        return OptionBinder.bindFile(all, Defaults.fill(all, options), "the study file").as(StudyKeys.class);
    }

    private Study.Base base(Path folder) {
        Entry entry = document.entries().get(StudyKeys.BASE);
        if (entry.value() instanceof Mapping inline) {
            StudyText.entry(inline, "base").ifPresent(base -> {
                throw refuse(base.place(), "a base run within a study file has no 'base' of its own; paths in a study start from the"
                        + " study's"
                        + " folder, or from 'paths'");
            });
            return new Study.Base(file.toString(), inline, folder);
        }
        if (!(entry.value() instanceof Scalar scalar) || scalar.kind() == Scalar.Kind.NULL) {
            throw refuse(entry.place(), "base must be a run file or the keys of one, not " + entry.value().words());
        }
        // Named as the study file is, so that errors can be clicked on.
        Path beside = document.entries().containsKey("paths") ? folder : file.getParent();
        Path path = beside == null ? Path.of(scalar.text()) : beside.resolve(scalar.text()).normalize();
        Mapping run = GrowthException.placed(entry.place(), () -> YamlFile.read(path, CutRunFile.copy(path).orElse(path), "run file"));
        Path start = path.toAbsolutePath().normalize().getParent();
        Optional<YamlValue> own = StudyText.at(run, "base");
        Path runFolder = own.filter(Scalar.class::isInstance).map(value
                -> start.resolve(((Scalar) value).text()).normalize()).orElse(start);
        return new Study.Base(path.toString(), run.without("base"), runFolder);
    }

    private static Mapping set(Mapping base, Entry entry) {
        Mapping over = StudyText.mapping(entry, StudyKeys.SET, "set: {training: {batch: 8}}");
        for (String key : List.of("name", "base", "seed")) {
            StudyText.entry(over, key).ifPresent(written -> {
                throw refuse(written.place(), "set has no '" + key + "': runs are named by their arms, their seeds are 'seeds', and their "
                        + "paths start from the study's folder");
            });
        }
        return RunOverlay.of(base, over);
    }

    private static Set<Difference> varies(List<String> names, String place) {
        Set<Difference> varies = EnumSet.noneOf(Difference.class);
        for (String name : names) {
            List<String> all = Arrays.stream(Difference.values()).map(Difference::id).toList();
            int index = all.indexOf(name);
            if (index < 0) {
                String hint = NearestName.hint(name, all);
                throw refuse(place, "varies cannot be '" + name + "'" + (hint.isEmpty() ? "; it can be " + String.join(", ", all) : hint));
            }
            varies.add(Difference.values()[index]);
        }
        return varies;
    }

    private static List<Target> targets(List<String> texts, String place) {
        List<Target> targets = new ArrayList<>();
        TreeMap<String, Target> seen = new TreeMap<>();
        for (String text : texts) {
            Target target = Target.parse(text, place);
            if (seen.put(target.toString(), target) != null) {
                throw refuse(place, "the target " + target + " is given twice; give each once");
            }
            targets.add(target);
        }
        if (targets.isEmpty()) {
            throw refuse(place, "there are no targets; write for instance targets: [100%], where the baseline ends");
        }
        return targets;
    }

    /** A setting of growth cannot be tuned where an arm does not grow: its trials would all be the same run. */
    private static void tuned(Grid tuning, List<Arm> arms) {
        for (Grid.Line line : tuning.lines()) {
            arms.stream().filter(arm -> line.path().startsWith("growth.") && !arm.run().entries().containsKey("growth")).findFirst()
                    .ifPresent(arm -> {
                        throw refuse(line.place(), "tuning is the same for every arm, and " + arm.words() + " does not grow; use"
                                + " 'vary' for "
                                + line.path());
                    });
        }
    }

    private static void patience(List<Arm> arms) {
        for (Arm arm : arms) {
            StudyText.at(arm.run(), "evaluate.patience").ifPresent(patience -> {
                throw refuse(patience.place(), arm.words() + " has evaluate.patience, but the runs of a study all end at its budget;"
                        + " leave it"
                        + " out, or take it out with set: {evaluate: {patience: null}}");
            });
        }
    }
}
