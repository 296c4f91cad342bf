package growth.shell.fake;

import growth.api.TrainingTime;
import growth.api.engine.EngineOptions.Recompute;
import growth.api.engine.OptimizerSettings;
import growth.api.engine.Regularization;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.options.Options;
import growth.runtime.run.EvaluationSize;
import growth.runtime.run.Extension;
import growth.runtime.run.GrowthSettings;
import growth.runtime.run.LearningRateSettings;
import growth.runtime.run.ModelSettings;
import growth.runtime.run.PluginChoice;
import growth.runtime.run.RunFile;
import growth.runtime.run.RunFiles;
import growth.runtime.run.TrainingSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads no files: every file is the same run. Remembers what it was asked for. */
public final class Runs implements RunFiles {
    /** What was asked for, {@code file [overrides]}. */
    public final List<String> read = new ArrayList<>();

    /** How long the next run trains. */
    public TrainingTime duration = TrainingTime.tokens(1e6);

    /** How the next run grows. */
    public Optional<GrowthSettings> growth = Optional.empty();

    @Override
    public RunFile read(Path file, List<String> overrides) {
        read.add(file + " " + overrides);
        return run(file);
    }

    @Override
    public String schema() {
        return "{\"$schema\": \"https://json-schema.org/draft/2020-12/schema\"}\n";
    }

    @Override
    public String reference() {
        return "# Run files\n";
    }

    /** Returns the model of the run. */
    public static ModelShape shape(int layers) {
        return ModelShape.builder(Family.LLAMA).layers(layers).hidden(64).heads(4).intermediate(176).vocabulary(256).context(128)
                .tied(false).build();
    }

    private RunFile run(Path file) {
        ModelSettings model = new ModelSettings(Family.LLAMA, 12, 64, 4, Optional.empty(), Optional.empty(), 176, Optional.empty(), 128,
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(false), Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty(), Optional.empty(), false, "run.yaml:3", Map.of());
        TrainingSettings training = new TrainingSettings(duration, 8, 1, 1e-3,
                OptimizerSettings.adamw(0.9, 0.95, 1e-8, 0.1),
                new LearningRateSettings(LearningRateSettings.Kind.COSINE, TrainingTime.share(0.02), 0.1, TrainingTime.share(0)),
                Regularization.NONE, Map.of(), Recompute.NONE, "cpu", 0, Extension.REPLAN, Optional.empty());
        return new RunFile(file, Path.of("."), "name: tiny\n", "tiny", 1, model, new PluginChoice("text", Options.empty(), "run.yaml:7"),
                training, growth, new RunFile.Evaluation(Optional.empty(), new EvaluationSize(4096), Optional.empty()),
                new RunFile.Checkpoint(Optional.empty(), 5, 2, false), Set.of(), Set.of());
    }
}
