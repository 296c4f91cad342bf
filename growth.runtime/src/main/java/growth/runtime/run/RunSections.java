package growth.runtime.run;

import growth.api.options.Card;
import growth.api.options.DeclaredOptions;
import growth.api.options.Option;
import growth.api.options.OptionSpec;
import growth.api.options.Options;
import growth.runtime.engine.EngineChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The sections of run files, records as those in which plug-ins declare their options: validation, defaults and JSON Schema all come from
 * here.
 */
final class RunSections {
    private RunSections() {
    }

    /**
     * The keys outside all sections.
     *
     * @param name names the run
     * @param seed of everything random
     * @param base folder that relative paths start from
     */
    record Head(@Option(description = "name of the run and its folder; if absent, the file's name") Optional<String> name,
            @Option(description = "seed of everything random", defaultValue = "1") long seed,
            @Option(description = "folder that relative paths start from; if absent, the file's own folder") Optional<String> base) {
        Head {
            if (name.filter(some -> !some.matches("[A-Za-z0-9][A-Za-z0-9._-]*")).isPresent()) {
                throw Options.refused("name", "'" + name.get() + "' names a folder: use letters, digits, '.', '_' and '-', beginning with"
                        + " a letter or digit");
            }
        }
    }

    /**
     * @param chosen the cards of the plug-ins the file names; slots without one have no options but {@code kind}
     * @return the whole file's options
     */
    static List<OptionSpec> file(Map<PluginSlot, Card> chosen) {
        List<OptionSpec> growth = new ArrayList<>(List.of(PluginSlot.SCHEDULE.declare(Optional.ofNullable(chosen.get(PluginSlot.SCHEDULE))),
                PluginSlot.OPERATOR.declare(Optional.ofNullable(chosen.get(PluginSlot.OPERATOR)))));
        growth.addAll(DeclaredOptions.of(GrowthSettings.Policies.class).specs());
        List<OptionSpec> evaluate = new ArrayList<>(DeclaredOptions.of(RunFile.Validation.class).specs());
        evaluate.add(PluginSlot.SUITES.declare(Optional.empty()));
        evaluate.addAll(DeclaredOptions.of(SuiteSettings.Policies.class).specs());
        List<OptionSpec> file = new ArrayList<>(DeclaredOptions.of(Head.class).specs());
        file.addAll(List.of(
                OptionSpec.group("model", true, "the target: the model that the run ends with, in the words of Hugging"
                        + " Face's configurations", DeclaredOptions.of(ModelSection.class).specs()),
                PluginSlot.DATA.declare(Optional.ofNullable(chosen.get(PluginSlot.DATA))),
                OptionSpec.group("training", true, "how the run trains",
                        DeclaredOptions.of(TrainingSettings.class).specs()),
                OptionSpec.groupOfDefaults(EngineChoice.SECTION, "what computes, and where; may be written as the engine's name alone",
                        DeclaredOptions.of(EngineSettings.class).specs()),
                OptionSpec.group(DataParallel.SECTION, false, "the processes that train the run together, if it is not one alone",
                        DeclaredOptions.of(DataParallel.class).specs()),
                OptionSpec.group("growth", false, "how the model grows; absent in a run from scratch", growth),
                OptionSpec.groupOfDefaults("evaluate", "when the validation loss is measured, and on how much",
                        evaluate),
                OptionSpec.groupOfDefaults("checkpoint", "when the run is saved",
                        DeclaredOptions.of(RunFile.Checkpoint.class).specs()),
                OptionSpec.groupOfDefaults("record", "what a run writes down besides its metrics; nothing here changes its losses",
                        DeclaredOptions.of(RunFile.Recording.class).specs())));
        return file;
    }
}
