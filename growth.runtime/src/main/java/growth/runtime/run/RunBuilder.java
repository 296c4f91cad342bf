package growth.runtime.run;

import growth.api.GrowthException;
import growth.api.model.Family;
import growth.api.options.Card;
import growth.api.options.GivenOptions;
import growth.api.options.Options;
import growth.runtime.engine.EngineChoice;
import java.util.Map;
import java.util.Optional;

/** Makes the values of a run from checked options, and checks what concerns more than one section. */
final class RunBuilder {
    private final GivenOptions root;
    private final Map<PluginSlot, Card> chosen;
    private final SuiteList suites;

    /**
     * @param root   the values of the run file
     * @param chosen the cards of its plug-ins
     * @param suites its suites
     */
    RunBuilder(GivenOptions root, Map<PluginSlot, Card> chosen, SuiteList suites) {
        this.root = root;
        this.chosen = chosen;
        this.suites = suites;
    }

    /**
     * @throws GrowthException (CONFIGURATION) with the place, if sections do not fit together, or the model's sizes, as far as that can be
     *                         said without the data
     */
    RunFile build(RunFile.Source source) {
        RunSections.Head head = root.as(RunSections.Head.class).as(RunSections.Head.class);
        ModelSettings model = model(source);
        TrainingSettings training = training(model.family());
        RunFile run = new RunFile(source, head.name().orElseThrow(), head.seed(), model, choice(PluginSlot.DATA),
                training, growth(), evaluation(model.family()),
                new RunFile.Kept(section("checkpoint", RunFile.Checkpoint.class), section("record", RunFile.Recording.class)),
                computing(source, training));
        model.shape(model.vocabulary().orElse(1), 1);
        return run;
    }

    private <T extends Record> T section(String name, Class<T> type) {
        return root.group(name).as(type).as(type);
    }

    private ModelSettings model(RunFile.Source source) {
        GivenOptions group = root.group("model");
        // What is not written stands where the section does.
        Options model = new GivenOptions(group.name(), root.placeOf("model"), group.values(), group.places()).as(ModelSection.class);
        ModelSettings settings = new ModelSettings(model, source.base());
        FamilySizes.check(settings.family(), model);
        return settings;
    }

    private TrainingSettings training(Family family) {
        Options options = root.group("training").as(TrainingSettings.class);
        TrainingSettings training = options.as(TrainingSettings.class);
        if (training.regularization().labelSmoothing() > 0 && family != Family.VIT) {
            throw options.refuse("label-smoothing", "it softens the labels of images (vit), and " + family.id()
                    + " is a language model; leave it out");
        }
        if (training.computation().trains().isPresent() && root.value("growth").isPresent()) {
            throw options.refuse("trains", "after each growth growth.trains decides what learns, all or new; leave trains out");
        }
        return training;
    }

    private RunFile.Computing computing(RunFile.Source source, TrainingSettings training) {
        EngineChoice engine = engine(source);
        if (root.value(DataParallel.SECTION).isEmpty()) {
            return RunFile.Computing.alone(engine);
        }
        Options section = root.group(DataParallel.SECTION).as(DataParallel.class);
        DataParallel parallel = section.as(DataParallel.class);
        parallel.check(section, training);
        return new RunFile.Computing(engine, parallel, section.place("ranks"));
    }

    private EngineChoice engine(RunFile.Source source) {
        return EngineSettings.choice(root.group(EngineChoice.SECTION).as(EngineSettings.class), source.base());
    }

    private Optional<GrowthSettings> growth() {
        return root.value("growth").map(section -> {
            Options growth = root.group("growth").as(GrowthSettings.Policies.class);
            return new GrowthSettings(choice(PluginSlot.SCHEDULE), choice(PluginSlot.OPERATOR), growth.as(GrowthSettings.Policies.class),
                    growth.place("trains"));
        });
    }

    private RunFile.Evaluation evaluation(Family family) {
        Options options = root.group("evaluate").as(RunFile.Validation.class);
        EvaluationKeys.check(options, family);
        return new RunFile.Evaluation(options.as(RunFile.Validation.class),
                new SuiteSettings(suites.choices(), section("evaluate", SuiteSettings.Policies.class)));
    }

    private PluginChoice choice(PluginSlot slot) {
        GivenOptions section = root;
        for (String key : slot.path().subList(0, slot.path().size() - 1)) {
            section = section.group(key);
        }
        String key = slot.path().get(slot.path().size() - 1);
        GivenOptions group = section.group(key);
        Options options = group.as(chosen.containsKey(slot) ? chosen.get(slot).record() : Options.None.class);
        return new PluginChoice(group.text(PluginSlot.KIND).orElseThrow(), options, section.placeOf(key));
    }
}
