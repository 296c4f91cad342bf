package growth.runtime.run;

import growth.api.TrainingTime;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * A whole run, as values.
 *
 * @param file       the file it was read from
 * @param base       folder that relative paths start from: the file's own, unless the file says otherwise (as a run folder's
 *                   {@code run.yaml} does)
 * @param resolved   the run with every default and override filled in, as YAML that reads back to the same run
 * @param name       the run's name; names its folder
 * @param seed       seed of everything random
 * @param model      the target model
 * @param data       the data source, with its options
 * @param training   how it trains
 * @param growth     how it grows; empty for a run from scratch
 * @param evaluate   when to evaluate and on how much
 * @param checkpoint when to save and how many to keep
 * @param files      dotted paths of the values that name files or folders, e.g. {@code data.train}
 * @param absent     dotted paths of the groups whose plug-in is not installed: their options are as written, without defaults
 */
public record RunFile(Path file, Path base, String resolved, String name, long seed, ModelSettings model, PluginChoice data,
        TrainingSettings training, Optional<GrowthSettings> growth, Evaluation evaluate, Checkpoint checkpoint, Set<String> files,
        Set<String> absent) {
    public RunFile {
        files = Set.copyOf(files);
        absent = Set.copyOf(absent);
    }

    /** @return the same run with its data opened otherwise */
    public RunFile with(PluginChoice otherData) {
        return new RunFile(file, base, resolved, name, seed, model, otherData, training, growth, evaluate, checkpoint, files,
                absent);
    }

    /** @return what learns after a growth */
    public TrainablePolicy trains() {
        return growth.map(GrowthSettings::trains).orElse(TrainablePolicy.ALL);
    }

    /**
     * @param every    how often; empty: only at the end
     * @param size     how much of the validation data
     * @param patience evaluations without a lower loss after which the run ends early; empty: it never does
     */
    public record Evaluation(Optional<TrainingTime> every, EvaluationSize size, Optional<Integer> patience) {
    }

    /**
     * @param every    how often, in progress of the run; empty: by the clock alone
     * @param minutes  minutes on the clock after which it is saved at the latest; 0: never by the clock
     * @param keep     how many of the newest checkpoints stay
     * @param keepBest whether the checkpoint of the lowest validation loss stays besides
     */
    public record Checkpoint(Optional<TrainingTime> every, double minutes, int keep, boolean keepBest) {
    }
}
