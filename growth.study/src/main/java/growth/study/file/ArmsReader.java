package growth.study.file;

import static growth.study.file.StudyText.refuse;

import growth.runtime.config.NearestName;
import growth.runtime.config.YamlReader;
import growth.runtime.config.YamlValue;
import growth.runtime.config.YamlValue.Entry;
import growth.runtime.config.YamlValue.Mapping;
import growth.runtime.config.YamlValue.Scalar;
import growth.runtime.config.YamlValue.Sequence;
import growth.runtime.config.YamlWriter;
import growth.runtime.run.RunOverlay;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the arms of a study.
 *
 * @param document  the keys of the study file
 * @param base      the run that all arms begin with
 * @param forbidden what arms may not set
 */
record ArmsReader(Mapping document, Mapping base, Forbidden forbidden) {
    private static final String GROWTH = "growth";
    private static final String VARY_EXAMPLE = "vary: {stack: {growth.schedule.at: [5%, 10%, 20%]}}";

    /** Returns the arms, the baseline first. */
    List<Arm> read() {
        Map<String, Arm> named = new LinkedHashMap<>();
        StudyText.entry(document, StudyKeys.VARIANTS).ifPresent(variants -> {
            Mapping group = StudyText.mapping(variants, StudyKeys.VARIANTS,
                    "variants: {stack: {growth: {operator: stack}}}");
            group.entries().forEach((name, entry) -> named.put(name, variant(name, entry)));
        });
        Arm baseline = baseline(named);
        List<Arm> arms = new ArrayList<>(List.of(baseline));
        // A variant that is the baseline is no variant any more.
        named.values().stream().filter(arm -> arm.run() != baseline.run()).forEach(arms::add);
        StudyText.entry(document, StudyKeys.VARY).ifPresent(vary -> sweep(arms, vary));
        StudyText.entry(document, StudyKeys.REFERENCES)
                .ifPresent(references -> arms.addAll(new ReferenceReader(baseline).read(references)));
        boolean small = StudyText.entry(document, StudyKeys.REFERENCES).filter(ReferenceReader::wantsSmall).isPresent();
        if (arms.size() == 1 && !small) {
            throw refuse(baseline.place(), "nothing is compared with the baseline " + baseline.name()
                    + "; name 'variants', e.g. variants: {stack: {growth: {operator: stack}}}");
        }
        unique(arms);
        return arms;
    }

    private Arm variant(String name, Entry entry) {
        String what = "variant " + StudyText.name("a variant", name, entry.place());
        if (StudyText.isNull(entry.value())) {
            throw refuse(entry.place(), what + " is empty; write what it changes in the base run, or {} for the base run itself");
        }
        Mapping over = StudyText.mapping(entry, what, name + ": {growth: {operator: stack}}");
        forbidden.check(over, what);
        return new Arm(name, Arm.Role.VARIANT, RunOverlay.of(base, over), Optional.empty(), Optional.empty(), entry.place());
    }

    private Arm baseline(Map<String, Arm> variants) {
        Entry entry = StudyText.entry(document, StudyKeys.BASELINE).orElseThrow(() -> refuse(document.place(),
                "the study has no baseline; name what the others are compared with, e.g. baseline: scratch for the base run without"
                        + " growth"));
        String place = entry.place();
        if (entry.value() instanceof Scalar scalar && scalar.kind() != Scalar.Kind.NULL) {
            Arm variant = variants.get(scalar.text());
            if (variant != null) {
                return new Arm(variant.name(), Arm.Role.BASELINE, variant.run(), Optional.empty(), Optional.empty(), variant.place());
            }
            return new Arm(StudyText.name("the baseline", scalar.text(), place), Arm.Role.BASELINE, base.without(GROWTH), Optional.empty(),
                    Optional.empty(), place);
        }
        String example = "baseline: {name: scratch, set: {training: {optimizer: muon}}}";
        Mapping group = StudyText.mapping(entry, StudyKeys.BASELINE, example);
        StudyText.only(group, List.of("name", StudyKeys.SET), StudyKeys.BASELINE);
        Entry name = StudyText.entry(group, "name").orElseThrow(() -> refuse(place, "baseline needs 'name'; write for instance "
                + example));
        if (!(name.value() instanceof Scalar written)) {
            throw refuse(name.place(), "baseline.name must be a name, not " + name.value().words());
        }
        Mapping over = StudyText.entry(group, StudyKeys.SET).map(set -> StudyText.mapping(set, "baseline.set", example))
                .orElse(new Mapping(place, Map.of()));
        forbidden.check(over, "the baseline");
        boolean grows = over.entries().containsKey(GROWTH);
        Mapping run = RunOverlay.of(grows ? base : base.without(GROWTH), over);
        return new Arm(StudyText.name("the baseline", written.text(), name.place()), Arm.Role.BASELINE, run, Optional.empty(),
                Optional.empty(), place);
    }

    /** Adds the points of sweeps behind the arms that they start from. */
    private void sweep(List<Arm> arms, Entry vary) {
        Mapping group = StudyText.mapping(vary, StudyKeys.VARY, VARY_EXAMPLE);
        boolean direct = group.entries().values().stream().anyMatch(entry -> entry.value() instanceof Sequence);
        if (direct) {
            List<Arm> variants = arms.stream().filter(arm -> arm.role() == Arm.Role.VARIANT).toList();
            if (variants.size() != 1) {
                throw refuse(vary.place(), "vary does not say which of " + variants.size() + " variants; write for instance "
                        + VARY_EXAMPLE);
            }
            points(arms, variants.get(0), vary);
            return;
        }
        group.entries().forEach((name, entry) -> {
            List<String> names = arms.stream().map(Arm::name).toList();
            Arm varied = arms.stream().filter(arm -> arm.name().equals(name)).findFirst().orElseThrow(() -> refuse(entry.place(),
                    "there is no variant '" + name + "' to vary" + hint(name, names)));
            points(arms, varied, entry);
        });
    }

    private static String hint(String name, List<String> names) {
        String hint = NearestName.hint(name, names);
        return hint.isEmpty() ? "; there are " + String.join(", ", names) : hint;
    }

    private void points(List<Arm> arms, Arm varied, Entry entry) {
        Grid grid = GridReader.read(entry, "vary." + varied.name(), "growth.schedule.at: [5%, 10%, 20%]", forbidden);
        Map<String, String> own = new LinkedHashMap<>();
        grid.lines().forEach(line -> StudyText.at(varied.run(), line.path()).ifPresent(v -> own.put(line.path(), YamlWriter.line(v))));
        List<Arm> points = new ArrayList<>();
        points.add(varied.with(new Arm.Varied(varied.name(), own)));
        for (Map<String, String> settings : grid.combinations()) {
            // A point that is the varied arm itself is not another arm.
            if (!own.keySet().equals(settings.keySet()) || !settings.entrySet().stream().allMatch(s -> same(s.getValue(),
                    own.get(s.getKey())))) {
                points.add(point(varied, grid, settings));
            }
        }
        int at = arms.indexOf(varied);
        arms.remove(at);
        arms.addAll(at, points);
    }

    private static boolean same(String a, String b) {
        return StudyText.same(YamlReader.value("", a), YamlReader.value("", b));
    }

    private static Arm point(Arm varied, Grid grid, Map<String, String> settings) {
        return new Arm(varied.name() + "-" + SettingNames.of(settings), Arm.Role.VARIANT, Settings.over(varied.run(), grid, settings),
                Optional.of(new Arm.Varied(varied.name(), settings)), Optional.empty(), grid.lines().get(0).place());
    }

    private static void unique(List<Arm> arms) {
        Map<String, Arm> seen = new LinkedHashMap<>();
        for (Arm arm : arms) {
            Arm before = seen.put(arm.name(), arm);
            if (before != null) {
                throw refuse(arm.place(), "there are two arms '" + arm.name() + "', the first at " + before.place()
                        + "; name each arm once");
            }
        }
    }

    /** Returns where the arm changes a value of the base run; the arm's own place if that is not written there. */
    static String place(Arm arm, Mapping base, String path) {
        Optional<String> own = written(arm.run(), path);
        return own.filter(place -> !own.equals(written(base, path))).orElse(arm.place());
    }

    private static Optional<String> written(Mapping run, String path) {
        int dot = path.lastIndexOf('.');
        Optional<YamlValue> group = dot < 0 ? Optional.of(run) : StudyText.at(run, path.substring(0, dot));
        return group.filter(Mapping.class::isInstance).flatMap(keys -> StudyText.entry((Mapping) keys, path.substring(dot + 1)))
                .map(Entry::place);
    }
}
