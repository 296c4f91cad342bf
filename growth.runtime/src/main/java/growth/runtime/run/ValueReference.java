package growth.runtime.run;

import static growth.runtime.config.OptionMarkdown.row;

import growth.api.TrainingTime;
import growth.api.options.OptionType;
import growth.api.options.ShapeChange;
import growth.runtime.config.OptionMarkdown;
import java.util.Arrays;
import java.util.stream.Collectors;

/** How the values of run files are written, in Markdown: once for every type of option and unit of time that there is. */
final class ValueReference {
    private ValueReference() {
    }

    /** Returns the section, from its heading on. */
    static String page() {
        return """
                ## How values are written

                %s
                Keys of nested groups are written as dotted paths, as in `--set`; `[]` stands for every item of a list of groups. An
                absent key takes its default. If a key has no default (–), its meaning says what happens when it is absent.

                Relative paths start from the folder of the run file, or from `base`.

                ### Times

                A time is a number, an optional multiplier (`k` for 10³, `M` for 10⁶, `G` or `B` for 10⁹, `T` for 10¹²) and a unit,
                or a time of training as a clock shows it: `90sec`, `3m12s`, `2h05m`.

                %s""".formatted(types(), units());
    }

    private static String types() {
        return "| value | is written |\n|---|---|\n" + Arrays.stream(OptionType.values())
                .map(type -> row(type == OptionType.CHOICE ? "some words" : type.words(), written(type)) + "\n")
                .collect(Collectors.joining());
    }

    private static String written(OptionType type) {
        return switch (type) {
            case INTEGER -> "`12`; of at most 32 bits where no range is given";
            case NUMBER -> "`0.1`, `3e-3`, or in percent: `10%` is 0.1";
            case NUMBERS -> "`[0.9, 0.95]`; `[]` for none";
            case FLAG -> "`true` or `false`";
            case TEXT -> "as it is, or in quotes where YAML needs them";
            case CHOICE -> "one of them";
            case TIME -> "`500ba`, `8Mtok`, `10%`: [times](#times)";
            case SHAPE -> "the sizes that differ from the target's, `{layers: 3, hidden: 128}`: "
                    + ShapeChange.NAMES.stream().map(OptionMarkdown::code).collect(Collectors.joining(", "));
            case TEXTS -> "`[a.txt, b.txt]`, or one text by itself";
            case GROUP -> "keys of its own. A group with a `kind` may be written as that word alone, `operator: stack`, if it needs no"
                    + " other key";
            case GROUPS -> "`[{at: 25%, shape: {layers: 6}}, {at: 50%}]`";
            case TEXTS_BY_NAME -> "`{news: [a.txt, b.txt], code: c.txt}`: names of your choice";
        };
    }

    private static String units() {
        return "| unit | counts | for instance |\n|---|---|---|\n" + Arrays.stream(TrainingTime.Unit.values())
                .map(unit -> row(OptionMarkdown.code(unit.suffix()), counts(unit), OptionMarkdown.code(instance(unit))) + "\n")
                .collect(Collectors.joining());
    }

    private static String counts(TrainingTime.Unit unit) {
        return switch (unit) {
            case STEPS -> "optimizer steps, one batch each";
            case EPOCHS -> "passes over the training data";
            case TOKENS -> "tokens (images for vit) put through the model in training";
            case FLOPS -> "floating-point operations of training";
            case SECONDS -> "seconds of training";
            case SHARE -> "a share of the whole run, unless the key says of what";
        };
    }

    private static String instance(TrainingTime.Unit unit) {
        return switch (unit) {
            case STEPS -> "500ba";
            case EPOCHS -> "2ep";
            case TOKENS -> "8Mtok";
            case FLOPS -> "1.5Tflop";
            case SECONDS -> "90sec";
            case SHARE -> "10%";
        };
    }
}
