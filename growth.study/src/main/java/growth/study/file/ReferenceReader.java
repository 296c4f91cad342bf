package growth.study.file;

import static growth.study.file.StudyText.refuse;

import growth.api.GrowthException;
import growth.api.model.ModelShape;
import growth.api.options.DeclaredOptions;
import growth.api.options.OptionSpec;
import growth.api.options.OptionType;
import growth.api.options.ShapeChange;
import growth.runtime.config.Defaults;
import growth.runtime.config.OptionBinder;
import growth.runtime.config.YamlValue;
import growth.runtime.config.YamlValue.Entry;
import growth.runtime.config.YamlValue.Mapping;
import growth.runtime.config.YamlValue.Scalar;
import growth.runtime.config.YamlValue.Sequence;
import growth.runtime.run.ModelSection;
import growth.runtime.run.RunOverlay;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Makes the arms of {@code references}: the baseline in other sizes.
 *
 * @param baseline what they are like but for their size
 */
record ReferenceReader(Arm baseline) {
    private static final String EXAMPLE = "references: {sizes: [{layers: 3}, {layers: 6}], small: true}";
    /** The sizes that change nothing about the data, with the letters of a shape's words. */
    private static final Map<String, String> LETTERS = letters();

    private static Map<String, String> letters() {
        Map<String, String> letters = new LinkedHashMap<>();
        letters.put("layers", "L");
        letters.put("hidden", "H");
        letters.put("heads", "h");
        letters.put("kv-heads", "kv");
        letters.put("head-size", "d");
        letters.put("intermediate", "f");
        return letters;
    }

    /** Returns the arms; none for small models that are not known yet. */
    List<Arm> read(Entry references) {
        Mapping group = StudyText.mapping(references, StudyKeys.REFERENCES, EXAMPLE);
        StudyText.only(group, List.of(StudyKeys.SIZES, StudyKeys.SMALL), StudyKeys.REFERENCES);
        List<Arm> arms = new ArrayList<>();
        StudyText.entry(group, StudyKeys.SIZES).ifPresent(sizes -> {
            for (YamlValue size : StudyText.items(sizes, "references.sizes", EXAMPLE)) {
                add(arms, arm(size, true, false));
            }
        });
        StudyText.entry(group, StudyKeys.SMALL).filter(small -> !flag(small)).ifPresent(small -> {
            for (YamlValue size : StudyText.items(small, "references.small", EXAMPLE)) {
                add(arms, arm(size, false, true));
            }
        });
        return arms;
    }

    /** Returns whether the small models are asked for and not known yet. */
    static boolean wantsSmall(Entry references) {
        Mapping group = StudyText.mapping(references, StudyKeys.REFERENCES, EXAMPLE);
        return StudyText.entry(group, StudyKeys.SMALL).filter(small -> small.value() instanceof Scalar scalar
                && scalar.kind() == Scalar.Kind.FLAG && Boolean.parseBoolean(scalar.text())).isPresent();
    }

    private static boolean flag(Entry small) {
        boolean flag = small.value() instanceof Scalar scalar && scalar.kind() == Scalar.Kind.FLAG;
        if (!flag && !(small.value() instanceof Sequence)) {
            throw refuse(small.place(), "references.small must be true or false, or a list of sizes, not " + small.value().words());
        }
        return flag;
    }

    /** A small model of which the envelope has the size is trained once. */
    private static void add(List<Arm> arms, Arm arm) {
        Optional<Arm> same = arms.stream().filter(other -> other.run().equals(arm.run())
                || StudyText.same(other.run(), arm.run())).findFirst();
        if (same.isEmpty()) {
            arms.add(arm);
            return;
        }
        Arm.Reference before = same.get().reference().orElseThrow();
        Arm.Reference now = arm.reference().orElseThrow();
        if (before.envelope() && now.envelope() || before.small() && now.small()) {
            throw refuse(arm.place(), "the size " + words(now.sizes()) + " is given twice, first at " + same.get().place());
        }
        arms.set(arms.indexOf(same.get()), new Arm(same.get().name(), Arm.Role.REFERENCE, arm.run(), Optional.empty(),
                Optional.of(new Arm.Reference(before.sizes(), true, true)), same.get().place()));
    }

    private Arm arm(YamlValue written, boolean envelope, boolean small) {
        ShapeChange change = change(written);
        ModelShape target = target();
        ModelShape shape = GrowthException.placed(written.place(), () -> change.applyTo(target));
        if (shape.equals(target)) {
            throw refuse(written.place(), "the size " + words(change.sizes()) + " is the baseline's own, which is trained anyway;"
                    + " leave it out");
        }
        String place = written.place();
        Map<String, Entry> model = new LinkedHashMap<>();
        sizes(shape).forEach((name, size) -> model.put(name, new Entry(place, new Scalar(place, Scalar.Kind.INTEGER,
                String.valueOf(size)))));
        Mapping over = new Mapping(place, Map.of("model", new Entry(place, new Mapping(place, model)), "growth",
                new Entry(place, new Scalar(place, Scalar.Kind.NULL, ""))));
        return new Arm("size-" + words(change.sizes()).replace(' ', '-'), Arm.Role.REFERENCE, RunOverlay.of(baseline.run(), over),
                Optional.empty(), Optional.of(new Arm.Reference(change.sizes(), envelope, small)), place);
    }

    private static ShapeChange change(YamlValue written) {
        OptionSpec spec = OptionSpec.required("size", OptionType.SHAPE, "a size");
        ShapeChange change = (ShapeChange) OptionBinder.bind(List.of(spec), new Mapping(written.place(),
                Map.of("size", new Entry(written.place(), written))), StudyKeys.REFERENCES).value("size").orElseThrow();
        change.sizes().keySet().stream().filter(name -> !LETTERS.containsKey(name)).findFirst().ifPresent(name -> {
            throw refuse(written.place(), "the size " + name + " would change the data; a reference can differ in "
                    + String.join(", ", LETTERS.keySet()));
        });
        return change;
    }

    private ModelShape target() {
        Entry model = StudyText.entry(baseline.run(), "model").orElseThrow(() -> refuse(baseline.place(), "the base run has no model"));
        List<OptionSpec> specs = DeclaredOptions.of(ModelSection.class).specs();
        Mapping written = StudyText.mapping(model, "model", "model: {family: llama, layers: 12, …}");
        ModelSection section = OptionBinder.bind(specs, Defaults.fill(specs, written), "model").as(ModelSection.class)
                .as(ModelSection.class);
        return GrowthException.placed(model.place(), () -> section.shape(1, 1));
    }

    /** Returns the sizes of a shape that a reference can have. */
    private static Map<String, Integer> sizes(ModelShape shape) {
        Map<String, Integer> sizes = new LinkedHashMap<>();
        sizes.put("layers", shape.layers());
        sizes.put("hidden", shape.hidden());
        sizes.put("heads", shape.heads());
        sizes.put("kv-heads", shape.kvHeads());
        sizes.put("head-size", shape.headSize());
        sizes.put("intermediate", shape.intermediate());
        return sizes;
    }

    /** Returns in what sizes one shape differs from another. */
    static Map<String, Integer> difference(ModelShape small, ModelShape target) {
        Map<String, Integer> sizes = sizes(small);
        sizes(target).forEach(sizes::remove);
        return sizes;
    }

    /** Returns the sizes as a shape's words have them: {@code 3L 64H}. */
    static String words(Map<String, Integer> sizes) {
        return LETTERS.entrySet().stream().filter(letter -> sizes.containsKey(letter.getKey()))
                .map(letter -> sizes.get(letter.getKey()) + letter.getValue()).collect(Collectors.joining(" "));
    }
}
