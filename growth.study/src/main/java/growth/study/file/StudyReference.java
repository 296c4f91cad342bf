package growth.study.file;

import static growth.runtime.config.OptionMarkdown.code;

import growth.runtime.config.OptionMarkdown;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A page in Markdown with every key of study files: what {@link StudySchema} is for editors. */
final class StudyReference {
    /** A study to begin with. */
    static final String EXAMPLE = """
            name: stack-or-not
            base: quickstart.yaml              # a run file; paths start from the study file's folder
            set: {training: {learning-rate: {warmup: 5%}}}     # laid over the base for all arms
            baseline: scratch                  # the base run without growth
            variants:                          # any part of the run file, laid over the base
              stack: {growth: {schedule: {kind: one-hop, from: {layers: 3}, at: 10%}, operator: stack}}
              random: {growth: {operator: random}}
            vary:
              stack: {growth.schedule.at: [2.5%, 10%, 40%, 80%]}
            seeds: [1, 2, 3]                   # or 3: how many
            budget: 1.5Tflop                   # left out: the training FLOPs of the baseline
            targets: [2.0, 80%, 100%]          # losses, or shares of the baseline's compute
            tuning: {training.optimizer.lr: [1e-3, 3e-3], training.batch: [8, 16]}   # the same trials for every arm
            references: {sizes: [{layers: 3}, {layers: 6}], small: true}             # other sizes from scratch
            validation: {every: 5%, tokens: 20480}
            parallel: {runs: 2, workers: 1}
            """;
    private static final String HEAD = """
            <!-- printed by growth schema --study --markdown from the declarations in the code; change them, not this page -->
            # Study files

            A study file says in YAML which strategies are compared, and how. `growth compare STUDY.yaml` runs the study, and with `--plan`
            shows what it would do and cost. This page lists all its keys; any other key is refused. [Studies](studies.md) explains what a
            study is, and [run files](run-file.md) have the keys of runs and the ways to write values.

            `growth schema --study --markdown` prints this page. `growth schema --study` prints the same as a JSON Schema, with which
            editors complete and check study files.

            ## Example

            ```yaml
            """;
    private static final String OVERLAY = """
            ## Parts of run files

            `set`, `baseline.set` and every variant are parts of a run file, laid over the base run in this order: `set` first, then what
            the arm changes, then what `vary` and `tuning` set.

            - A group is laid over a group key by key: `{training: {batch: 8}}` changes the batch and nothing else.
            - Any other value, lists too, takes the place of the old one.
            - `null` takes a key out: `growth: null` is the run from scratch.
            - A group with a `kind` may be written as that word alone: `operator: stack`.
            - Where `data`, `growth.schedule` or `growth.operator` name another kind than before, their whole group is replaced, since its
              options were those of another plug-in. Other groups with a kind (optimizer, learning rate) keep what is not written again.
            - Relative paths start from the folder of the file that they are written in.

            For every run the study itself sets `name`, `seed`, `training.duration` (the budget), `training.workers`, `evaluate.every`,
            `checkpoint.keep` (1) and what `validation` says; arms cannot.

            ## Keys

            """;

    private StudyReference() {
    }

    static String page() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put(StudyKeys.BASE, "path, or the keys of a run file");
        values.put(StudyKeys.SET, "part of a run file");
        values.put(StudyKeys.BASELINE, "name, or " + code("{name: …, set: {…}}"));
        values.put(StudyKeys.VARIANTS, code("{NAME: part of a run file, …}"));
        values.put(StudyKeys.VARY, code("{NAME: {PATH: [VALUE, VALUE, …], …}, …}") + "; the name may be left out where there is one"
                + " variant");
        values.put(StudyKeys.SEEDS, "list of whole numbers, or one");
        values.put("budget", "time in flop, tok or sec");
        values.put("targets", "list of losses and shares");
        values.put(StudyKeys.TUNING, code("{PATH: [VALUE, VALUE, …], …}"));
        values.put(StudyKeys.REFERENCES, code("{sizes: [SHAPE, …], small: true}"));
        values.put("varies", "list of " + Arrays.stream(Difference.values()).map(one -> code(one.id())).collect(Collectors.joining(", ")));
        return HEAD + EXAMPLE + "```\n\n" + OVERLAY + new OptionMarkdown(values).table(StudyKeys.all(), "");
    }
}
