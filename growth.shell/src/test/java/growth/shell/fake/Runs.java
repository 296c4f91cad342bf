package growth.shell.fake;

import growth.api.TrainingTime;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.options.GivenOptions;
import growth.api.options.Options;
import growth.runtime.config.YamlValue.Mapping;
import growth.runtime.engine.EngineChoice;
import growth.runtime.run.GrowthSettings;
import growth.runtime.run.ModelSection;
import growth.runtime.run.ModelSettings;
import growth.runtime.run.PluginChoice;
import growth.runtime.run.RunFile;
import growth.runtime.run.RunFiles;
import growth.runtime.run.SuiteSettings;
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
    public RunFile read(Path file, Mapping document) {
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
        ModelSettings model = new ModelSettings(section(ModelSection.class, Map.of("family", "llama", "layers", 12L, "hidden", 64L, "heads",
                4L, "intermediate", 176L, "context", 128L, "tied", false)), Path.of("."));
        TrainingSettings training = section(TrainingSettings.class, Map.of("duration", duration, "batch", 8L))
                .as(TrainingSettings.class);
        RunFile.Source source = new RunFile.Source(file, Path.of("."), "name: tiny\n", Set.of(), Set.of(), Map.of());
        return new RunFile(source, "tiny", 1, model, new PluginChoice("text", Options.none(), "run.yaml:7"), training, growth,
                new RunFile.Evaluation(new RunFile.Validation(Optional.empty(), Optional.of("4096"), Optional.empty(), Optional.empty(),
                        Optional.empty(), Optional.empty()),
                        SuiteSettings.NONE),
                new RunFile.Kept(new RunFile.Checkpoint(Optional.empty(), 5, 2, false), new RunFile.Recording(true)),
                RunFile.Computing.alone(EngineChoice.DEFAULT));
    }

    private static Options section(Class<? extends Record> type, Map<String, Object> written) {
        return new GivenOptions("run.yaml", "run.yaml:3", written, Map.of()).as(type);
    }
}
