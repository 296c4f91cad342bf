package growth.runtime.run;

import growth.api.GrowthException;
import growth.api.TrainingTime;
import growth.api.engine.EngineOptions.Recompute;
import growth.api.engine.OptimizerSettings;
import growth.api.engine.Regularization;
import growth.api.model.Family;
import growth.api.operator.LearningRatePolicy;
import growth.api.operator.OptimizerStatePolicy;
import growth.api.options.Card;
import growth.api.options.GivenOptions;
import growth.api.options.Options;
import growth.runtime.config.PluginOptions;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** Makes the values of a run from bound options, and checks what concerns more than one of them. */
final class RunBuilder {
    private final Path file;
    private final Path base;
    private final GivenOptions given;
    private final Options root;
    private final Map<PluginSlot, Card> chosen;

    /**
     * @param file the run file
     * @param base folder that relative paths start from
     * @param given  its values
     * @param chosen the cards of its plug-ins
     */
    RunBuilder(Path file, Path base, GivenOptions given, Map<PluginSlot, Card> chosen) {
        this.file = file;
        this.base = base;
        this.given = given;
        this.root = given.untyped();
        this.chosen = chosen;
    }

    /**
     * @param resolved the run with every default, as text
     * @param files    dotted paths of the values that name files or folders
     * @param absent   dotted paths of the groups whose plug-in is not installed
     */
    RunFile build(String resolved, Set<String> files, Set<String> absent) {
        String name = root.text("name");
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
            throw root.refuse("name", "'" + name + "' names a folder: use letters, digits, '.', '_' and '-', beginning with a letter or "
                    + "digit");
        }
        Options evaluate = root.group("evaluate");
        Options checkpoint = root.group("checkpoint");
        Family family = Family.of(root.group("model").text("family")).orElseThrow();
        return new RunFile(file, base, resolved, name, root.longInteger("seed"), model(root.group("model")),
                choice(PluginSlot.DATA),
                training(root.group("training"), family, root.has("growth")),
                optional(root, "growth", Options::group).map(this::growth),
                new RunFile.Evaluation(interval(evaluate), EvaluationKeys.size(evaluate, family), patience(evaluate)),
                CheckpointKeys.read(checkpoint, interval(checkpoint)), files, absent);
    }

    private ModelSettings model(Options model) {
        Family family = Family.of(model.text("family")).orElseThrow();
        FamilySizes.check(family, model);
        return new ModelSettings(family, model.integer("layers"), model.integer("hidden"), model.integer("heads"),
                optional(model, "kv-heads", Options::integer), optional(model, "head-size", Options::integer),
                model.integer("intermediate"),
                optional(model, "vocabulary", Options::integer), optional(model, "context", Options::integer).orElse(0),
                optional(model, "token-types", Options::integer), optional(model, "image", Options::integer),
                optional(model, "patch", Options::integer), optional(model, "tied", Options::flag),
                optional(model, "norm-epsilon", Options::number), optional(model, "rope-theta", Options::number),
                optional(model, "rope-scaling", Options::group).map(RopeOptions::scaling),
                optional(model, "start", Options::text).map(base::resolve),
                optional(model, "start-tokenizer", Options::text),
                optional(model, "start-optimizer", Options::text).filter("carry"::equals).isPresent(), root.place("model"),
                model.values().keySet().stream().collect(Collectors.toMap(size -> size, model::place)));
    }

    private static TrainingSettings training(Options training, Family family, boolean grows) {
        TrainingTime duration = training.time("duration");
        if (duration.unit() == TrainingTime.Unit.SHARE || duration.value() == 0) {
            throw training.refuse("duration", "'" + duration + "' is no length; write it in ba, ep, tok, flop or sec, e.g. 8Mtok");
        }
        int batch = training.integer("batch");
        if (batch % training.integer("accumulation") != 0) {
            throw training.refuse("accumulation", training.integer("accumulation") + " does not divide batch " + batch);
        }
        Options optimizer = training.group("optimizer");
        List<Double> betas = optimizer.numbers("betas");
        if (betas.size() != 2) {
            throw optimizer.refuse("betas", "there are two, e.g. [0.9, 0.95], not " + betas.size());
        }
        double clip = optimizer.number("clip");
        OptimizerSettings settings = new OptimizerSettings(optimizer.text("kind"), betas.get(0), betas.get(1), optimizer.number("epsilon"),
                optimizer.number("weight-decay"), clip == 0 ? Double.POSITIVE_INFINITY : clip,
                optimizer.number("momentum"));
        Options rate = training.group("learning-rate");
        LearningRateSettings.Kind kind = LearningRateSettings.Kind.valueOf(rate.text("kind").toUpperCase(Locale.ROOT));
        return new TrainingSettings(duration, batch, training.integer("accumulation"), optimizer.number("lr"), settings,
                new LearningRateSettings(kind, rate.time("warmup"), rate.number("floor"), rate.time("decay")),
                regularization(training, family), averages(training),
                Recompute.valueOf(training.text("recompute").toUpperCase(Locale.ROOT)),
                training.text("engine"), training.integer("workers"), Extension.of(training.text("extension")),
                TrainableKeys.read(training, grows));
    }

    private static Regularization regularization(Options training, Family family) {
        double smoothing = training.number("label-smoothing");
        if (smoothing > 0 && family != Family.VIT) {
            throw training.refuse("label-smoothing", "it softens the labels of images (vit), and " + family.id()
                    + " is a language model; leave it out");
        }
        Options dropout = training.group("dropout");
        return new Regularization(dropout.number("attention"), dropout.number("hidden"), dropout.number("embedding"),
                training.number("stochastic-depth"), smoothing);
    }

    /** Averages are named by their decay, in as few figures as tell it apart: checkpoints and operators find them by that name. */
    private static Map<String, Double> averages(Options training) {
        Map<String, Double> averages = new LinkedHashMap<>();
        for (double decay : training.numbers("averages")) {
            if (averages.put(Double.toString(decay), decay) != null) {
                throw training.refuse("averages", "the decay " + decay + " stands there twice; give each once");
            }
        }
        return averages;
    }

    private GrowthSettings growth(Options growth) {
        return new GrowthSettings(choice(PluginSlot.SCHEDULE), choice(PluginSlot.OPERATOR),
                optional(growth, "optimizer-state", Options::text).flatMap(OptimizerStatePolicy::of),
                optional(growth, "learning-rate", Options::text).flatMap(LearningRatePolicy::of), growth.time("rewarm"),
                optional(growth, "trains", Options::text).map(TrainablePolicy::of).orElse(TrainablePolicy.ALL), growth.place("trains"),
                Incomplete.of(growth.text("incomplete")));
    }

    private PluginChoice choice(PluginSlot slot) {
        GivenOptions section = given;
        for (String key : slot.path().subList(0, slot.path().size() - 1)) {
            section = section.group(key);
        }
        String key = slot.path().get(slot.path().size() - 1);
        GivenOptions group = section.group(key);
        Options options = chosen.containsKey(slot) ? PluginOptions.of(chosen.get(slot), group) : group.untyped();
        return new PluginChoice(group.text(PluginSlot.KIND).orElseThrow(), options, section.placeOf(key));
    }

    private static Optional<Integer> patience(Options evaluate) {
        Optional<Integer> patience = optional(evaluate, "patience", Options::integer);
        if (patience.isPresent() && !evaluate.has("every")) {
            throw evaluate.refuse("patience", "it counts evaluations, of which there is but one, at the end; say how often with every");
        }
        return patience;
    }

    private static Optional<TrainingTime> interval(Options group) {
        Optional<TrainingTime> every = optional(group, "every", Options::time);
        if (every.isPresent() && every.get().value() == 0) {
            throw group.refuse("every", "an interval is longer than nothing");
        }
        return every;
    }

    private static <T> Optional<T> optional(Options options, String name, BiFunction<Options, String, T> get) {
        return options.has(name) ? Optional.of(get.apply(options, name)) : Optional.empty();
    }

    /**
     * Checks that the model's sizes fit together, as far as that can be said without the data.
     *
     * @throws GrowthException (CONFIGURATION) with the place of the size that does not fit
     */
    static void checkShape(ModelSettings model) {
        model.shape(model.vocabulary().orElse(1), 1);
    }
}
