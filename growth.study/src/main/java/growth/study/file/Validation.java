package growth.study.file;

import growth.api.TrainingTime;
import growth.api.options.Option;
import growth.api.options.Options;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What all runs of a study are evaluated on: the same labels for every arm, whatever its batch.
 *
 * @param every  how often; a share is of the budget, so that all arms are evaluated at the same points
 * @param tokens how many validation tokens; empty: as the base run says
 * @param images how many validation images; empty: as the base run says
 * @param valid  validation files; empty: as the base run says
 * @param sets   files of further validation sets by name, besides those of the base run
 */
public record Validation(
        @Option(description = "how often every run is evaluated; a share is of the budget, so that all arms are evaluated at the same "
                + "compute", defaultValue = "5%") TrainingTime every,
        @Option(description = "how many validation tokens an evaluation takes, for models of text: the first ones, whatever the batch; a "
                + "count such as 20480, 20k or 1M, or all; if absent, as many as in the base run") Optional<String> tokens,
        @Option(description = "how many validation images an evaluation takes, for vit; if absent, as many as in the base run")
        Optional<String> images,
        @Option(description = "validation files of all arms, in place of data.valid; if absent, those of the base run", files = true)
        Optional<List<String>> valid,
        @Option(description = "further validation sets: a name for each, and its files; laid over evaluate.sets of the base run",
                files = true) Optional<Map<String, List<String>>> sets) {
    public Validation {
        if (every.value() == 0) {
            throw Options.refused("every", "an interval must be longer than zero");
        }
        if (every.unit() == TrainingTime.Unit.STEPS) {
            throw Options.refused("every", "'" + every + "' depends on the batch, which arms may differ in; write a share of the budget, "
                    + "e.g. 5%");
        }
    }
}
