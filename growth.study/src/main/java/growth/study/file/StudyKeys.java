package growth.study.file;

import growth.api.TrainingTime;
import growth.api.options.DeclaredOptions;
import growth.api.options.Option;
import growth.api.options.OptionSpec;
import growth.api.options.OptionType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The keys of study files whose values are options as in run files. The others, whose values have several forms or keys of their own, are
 * named by {@link #FREE}.
 *
 * @param name       names the study and its folder
 * @param budget     what every run may cost
 * @param targets    losses, or shares of the baseline's compute
 * @param validation what all runs are evaluated on
 * @param parallel   how many runs train at a time
 * @param varies     in what arms may differ on purpose
 * @param paths      folder that relative paths start from
 */
record StudyKeys(
        @Option(description = "name of the study and its folder; if absent, the file's name") Optional<String> name,
        @Option(description = "what every run costs, in flop, tok or sec: the duration of all of them; if absent, the training FLOPs"
                + " of the "
                + "baseline") Optional<TrainingTime> budget,
        @Option(description = "where speed-ups are given: losses, e.g. 2.1, or the losses that the baseline has after shares of its"
                + " compute",
                defaultValue = {"50%", "75%", "100%"}) List<String> targets,
        @Option(description = "what all runs are evaluated on", defaultValue = "{}") Validation validation,
        @Option(description = "how many runs train at a time", defaultValue = "{}") Parallel parallel,
        @Option(description = "in what arms differ on purpose, though their losses may then not be comparable: data, tokenizer,"
                + " evaluation, "
                + "hardware", defaultValue = "[]") List<String> varies,
        @Option(description = "folder that relative paths in the study file start from; if absent, the file's own folder")
        Optional<String> paths) {
    static final String BASE = "base";
    static final String SET = "set";
    static final String BASELINE = "baseline";
    static final String VARIANTS = "variants";
    static final String VARY = "vary";
    static final String SEEDS = "seeds";
    static final String TUNING = "tuning";
    static final String REFERENCES = "references";
    static final String SIZES = "sizes";
    static final String SMALL = "small";

    /** The keys that are read by hand: their types here stand for the forms that they have. */
    static final List<OptionSpec> FREE = List.of(
            OptionSpec.required(BASE, OptionType.TEXT, "the run file that all arms begin with; or its keys themselves, as a group"),
            optional(SET, "part of a run file, laid over the base for all arms"),
            OptionSpec.required(BASELINE, OptionType.TEXT, "what the others are compared with: the base run without growth under that name;"
                    + " or the name of a variant; or a group of name and set, which is laid over the base"),
            optional(VARIANTS, "the strategies by their names, each part of a run file that is laid over the base; null takes a key out; {}"
                    + " is the base run itself"),
            optional(VARY, "sweeps: by the name of a variant or the baseline, dotted paths of run files and the values that each takes; "
                    + "every combination is an arm"),
            optional(SEEDS, "the seeds of every arm's runs, [1, 2, 3]; or how many, counted from the seed of the base run; if absent, 3"),
            optional(TUNING, "dotted paths of run files and the values that each takes; every arm is trained with every combination"),
            optional(REFERENCES, "what is trained from scratch at the same budget for comparison: sizes, those of other models "
                    + "([{layers: 3}, {layers: 6}]); small, whether the small models that variants start from are trained as well, without "
                    + "growth (or their sizes)"));

    /** Returns all keys, in the order in which they are explained. */
    static List<OptionSpec> all() {
        List<OptionSpec> declared = declared();
        List<OptionSpec> all = new ArrayList<>(List.of(declared.get(0)));
        all.addAll(FREE);
        all.addAll(declared.subList(1, declared.size()));
        return all;
    }

    /** Returns the keys that are options. */
    static List<OptionSpec> declared() {
        return DeclaredOptions.of(StudyKeys.class).specs();
    }

    private static OptionSpec optional(String name, String description) {
        return new OptionSpec(name, OptionType.TEXT, Optional.empty(), false, description, List.of(), List.of(), Optional.empty(), false,
                "");
    }
}
