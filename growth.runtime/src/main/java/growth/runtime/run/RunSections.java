package growth.runtime.run;

import static growth.api.options.OptionType.FLAG;
import static growth.api.options.OptionType.GROUP;
import static growth.api.options.OptionType.INTEGER;
import static growth.api.options.OptionType.NUMBER;
import static growth.api.options.OptionType.NUMBERS;
import static growth.api.options.OptionType.TEXT;
import static growth.api.options.OptionType.TIME;

import growth.api.engine.EngineOptions.Recompute;
import growth.api.engine.OptimizerSettings;
import growth.api.model.Family;
import growth.api.operator.LearningRatePolicy;
import growth.api.operator.OptimizerStatePolicy;
import growth.api.options.Card;
import growth.api.options.OptionSpec;
import growth.api.options.Range;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The sections of run files, declared in the same way as plug-ins declare their options: validation, defaults and JSON Schema all come from
 * here.
 */
final class RunSections {
    private static final Range COUNT = Range.between(1, Integer.MAX_VALUE);
    private static final Range PROBABILITY = Range.below(0, 1);
    private static final Range SEEDS = Range.between(Long.MIN_VALUE, Long.MAX_VALUE);

    private RunSections() {
    }

    /**
     * @param chosen the cards of the plug-ins the file names; slots without one have no options but {@code kind}
     * @return the whole file's options
     */
    static List<OptionSpec> file(Map<PluginSlot, Card> chosen) {
        return List.of(
                OptionSpec.optional("name", TEXT, "names the run and its folder; without it the file's name"),
                OptionSpec.of("seed", INTEGER, "1", "seed of everything random").in(SEEDS),
                OptionSpec.optional("base", TEXT, "folder that relative paths start from; without it the file's own folder"),
                OptionSpec.group("model", GROUP, true,
                "the target: the model that the run ends with, in the words of Hugging Face's configurations", model()),
                PluginSlot.DATA.declare(Optional.ofNullable(chosen.get(PluginSlot.DATA))),
                OptionSpec.group("training", GROUP, true, "how the run trains", training()),
                OptionSpec.group("growth", GROUP, false, "how the model grows; left out for a run from scratch", growth(chosen)),
                OptionSpec.groupOfDefaults("evaluate", "when the validation loss is measured, and on how much", evaluate()),
                OptionSpec.groupOfDefaults("checkpoint", "when the run is saved", CheckpointKeys.specs()));
    }

    private static List<OptionSpec> evaluate() {
        List<OptionSpec> evaluate = new ArrayList<>(EvaluationKeys.specs());
        evaluate.add(0, OptionSpec.optional("every", TIME, "how often the validation loss is measured; without it only at the end"));
        evaluate.add(OptionSpec.optional("patience", INTEGER, "ends the run after so many evaluations without a lower validation loss,"
                + " which each growth counts anew, and never before the last growth; without it the run does not end early").in(COUNT));
        return evaluate;
    }

    private static List<OptionSpec> model() {
        return List.of(
                OptionSpec.requiredChoice("family", Arrays.stream(Family.values()).map(Family::id).toList(), "the architecture"),
                OptionSpec.required("layers", INTEGER, "transformer blocks").in(COUNT),
                OptionSpec.required("hidden", INTEGER, "hidden size").in(COUNT),
                OptionSpec.required("heads", INTEGER, "attention heads").in(COUNT),
                OptionSpec.optional("kv-heads", INTEGER, "key/value heads, a divisor of heads; without it as many as heads").in(COUNT),
                OptionSpec.optional("head-size", INTEGER, "coordinates per head; without it hidden / heads").in(COUNT),
                OptionSpec.required("intermediate", INTEGER, "intermediate size of the MLP").in(COUNT),
                OptionSpec.optional("vocabulary", INTEGER, "number of token ids; without it as many as the tokenizer has").in(COUNT),
                OptionSpec.optional("context", INTEGER, "longest sequence in tokens; vit has none, the others need it").in(COUNT),
                OptionSpec.optional("token-types", INTEGER, "number of token types (segments); for bert; without it 2").in(COUNT),
                OptionSpec.optional("image", INTEGER, "height and width of images in pixels, a multiple of patch; vit needs it, the"
                        + " others have none").in(COUNT),
                OptionSpec.optional("patch", INTEGER, "height and width of patches in pixels; vit needs it, the others have"
                        + " none").in(COUNT),
                OptionSpec.optional("tied", FLAG, "whether the head is the token embedding; without it true for gpt2 and bert, false for"
                        + " llama"),
                OptionSpec.optional("norm-epsilon", NUMBER, "epsilon in the norms; without it 1e-5 for llama and gpt2, 1e-12 for bert and"
                        + " vit").in(Range.above(0)),
                OptionSpec.optional("rope-theta", NUMBER, "base of rotary positions; for llama; without it 10000").in(Range.above(0)),
                OptionSpec.group("rope-scaling", GROUP, false, "lowers the frequencies of rotary positions, as the"
                        + " config.json of the model that training starts from says; for llama; without it they stay as they"
                        + " are", RopeOptions.declared()),
                OptionSpec.optional("start", TEXT, "folder of a checkpoint to start from, with its tokenizer; without it parameters are"
                        + " random").ofFiles(),
                OptionSpec.optionalChoice("start-optimizer", List.of("reset", "carry"), "whether the optimizer goes on with the"
                        + " state that is saved in model.start (carry) or begins anew (reset); without it reset"),
                OptionSpec.optional("start-tokenizer", TEXT, "allows the data another tokenizer than that of model.start: the first"
                        + " digits, 8 or more, of its hash, which the error that refuses it says"));
    }

    private static List<OptionSpec> training() {
        return List.of(
                OptionSpec.required("duration", TIME, "how long the run trains, in ba (steps), ep (epochs), tok, flop or sec"),
                OptionSpec.choice("extension", Extension.ids(), Extension.REPLAN.id(), "what the learning rate does when a resume"
                        + " changes the duration: it becomes what it would be had the run been planned so (replan), or goes on from where"
                        + " it stands (continue)"),
                OptionSpec.of("batch", INTEGER, "16", "sequences or images of one optimizer step").in(COUNT),
                OptionSpec.of("accumulation", INTEGER, "1", "parts that the batch is computed in, one after the other; must divide"
                        + " batch").in(COUNT),
                OptionSpec.groupOfDefaults("optimizer", "how gradients change the parameters", List.of(
                        OptionSpec.choice("kind", List.of(OptimizerSettings.ADAMW, OptimizerSettings.MUON), OptimizerSettings.ADAMW,
                                "adamw; or muon: Muon for the matrices of the blocks, AdamW for the rest"),
                        OptionSpec.of("lr", NUMBER, "1e-3", "peak learning rate").in(Range.above(0)),
                        OptionSpec.of("betas", NUMBERS, "[0.9, 0.95]", "decays of the first and the second moment, per"
                                + " step").in(Range.below(0, 1)),
                        OptionSpec.of("epsilon", NUMBER, "1e-8", "added to the root of the second moment").in(Range.above(0)),
                        OptionSpec.of("weight-decay", NUMBER, "0.1", "decay of the weights per step and unit of learning"
                                + " rate").in(Range.atLeast(0)),
                        OptionSpec.of("clip", NUMBER, "1.0", "largest global gradient norm; 0 for no clipping").in(Range.atLeast(0)),
                        OptionSpec.of("momentum", NUMBER, Double.toString(OptimizerSettings.DEFAULT_MOMENTUM),
                                "decay of muon's momentum, per step; adamw has none").in(PROBABILITY))),
                OptionSpec.groupOfDefaults("learning-rate", "the schedule of the learning rate", List.of(
                        OptionSpec.choice("kind", rateKinds(), "cosine", "course from the warm-up to the end; wsd stays at the peak"
                                + " until decay"),
                        OptionSpec.of("warmup", TIME, "2%", "length of the linear rise to the peak; a share is of the run, after a restart"
                                + " of what is left"),
                        OptionSpec.of("floor", NUMBER, "10%", "the last learning rate, as a fraction of the peak").in(Range.between(0, 1)),
                        OptionSpec.of("decay", TIME, "20%", "length of the decay at the end; for wsd"))),
                OptionSpec.groupOfDefaults("dropout", "shares of values that training leaves out at random", List.of(
                        OptionSpec.of("attention", NUMBER, "0", "share of the attention probabilities").in(PROBABILITY),
                        OptionSpec.of("hidden", NUMBER, "0", "share of what attention and MLP write to the residual"
                                + " stream").in(PROBABILITY),
                        OptionSpec.of("embedding", NUMBER, "0", "share of the embedded sequence").in(PROBABILITY))),
                OptionSpec.of("stochastic-depth", NUMBER, "0",
                        "probability with which training skips the last block; earlier blocks proportionally less").in(PROBABILITY),
                OptionSpec.of("label-smoothing", NUMBER, "0", "share of a label's probability spread over all labels; for vit")
                        .in(PROBABILITY),
                OptionSpec.of("averages", NUMBERS, "[]",
                        "decays per step of the moving averages of the parameters that the run keeps, e.g. [0.998, 0.9996]")
                        .in(new Range(0, false, 1, false)),
                OptionSpec.choice("recompute", recomputations(), id(Recompute.NONE),
                        "what the backward pass computes again instead of keeping it: nothing, attention or whole blocks; less memory for"
                                + " more time"),
                OptionSpec.group("trains", GROUP, false, "what learns in a run without growth, the rest is frozen; without it everything"
                        + " learns",
                        List.of(
                                OptionSpec.of("embedding", FLAG, "true", "whether the embeddings learn"),
                                OptionSpec.optional("layers", NUMBERS, "the layers that learn, counted from 0, e.g. [8, 9, 10], or [] for"
                                        + " none; without it all").in(Range.atLeast(0)),
                                OptionSpec.of("head", FLAG, "true", "whether the last norm and the head learn"))),
                OptionSpec.of("engine", TEXT, "cpu", "name of the engine that computes"),
                OptionSpec.of("workers", INTEGER, "0", "threads that compute; 0 for one per core").in(Range.between(0, 4096)));
    }

    private static List<OptionSpec> growth(Map<PluginSlot, Card> chosen) {
        return List.of(
                PluginSlot.SCHEDULE.declare(Optional.ofNullable(chosen.get(PluginSlot.SCHEDULE))),
                PluginSlot.OPERATOR.declare(Optional.ofNullable(chosen.get(PluginSlot.OPERATOR))),
                OptionSpec.optionalChoice("optimizer-state", Arrays.stream(OptimizerStatePolicy.values()).map(OptimizerStatePolicy::id)
                .toList(), "what a growth does to the optimizer's state: forgets it (reset), takes its moments where the values go"
                        + " (carry), scales them there like gradients (scaled), or gives copies none (asymmetric); without it what the"
                        + " operator's paper does"),
                OptionSpec.optionalChoice("learning-rate", Arrays.stream(LearningRatePolicy.values()).map(LearningRatePolicy::id).toList(),
                        "what the learning rate does at a growth: it goes on (continue), begins anew with warm-up over what is left"
                                + " (restart), returns to its peak (rewind), or goes on after a short linear rise (rewarm); without it what"
                                + " the operator's paper does"),
                OptionSpec.of("rewarm", TIME, "1%",
                        "length of the rise after a growth with learning-rate rewarm; a share is of what is left of the run"),
                OptionSpec.optionalChoice("trains", TrainablePolicy.ids(),
                        "what learns after a growth: everything (all), or only the layers that it inserted (new); without it all"),
                OptionSpec.choice("incomplete", Incomplete.ids(), Incomplete.WARN.id(), "what happens when the run ends before its last"
                        + " stage: its summary says so (warn), or the command fails as well, with exit status 7 (fail)"));
    }

    private static List<String> recomputations() {
        return Arrays.stream(Recompute.values()).map(RunSections::id).toList();
    }

    private static String id(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    static List<String> rateKinds() {
        return Arrays.stream(LearningRateSettings.Kind.values()).map(RunSections::id).toList();
    }
}
