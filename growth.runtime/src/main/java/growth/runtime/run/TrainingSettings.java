package growth.runtime.run;

import growth.api.TrainingTime;
import growth.api.engine.EngineOptions.Recompute;
import growth.api.engine.OptimizerSettings;
import growth.api.engine.Regularization;
import growth.api.model.Trainable;
import growth.api.options.Included;
import growth.api.options.Option;
import growth.api.options.Options;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The section {@code training}: how a run trains.
 *
 * @param duration       how long
 * @param extension      what becomes of the learning-rate schedule when a resume changes the duration
 * @param batch          sequences or images of one optimizer step
 * @param accumulation   parts the batch is computed in, one after the other (gradient accumulation); divides {@code batch}
 * @param optimizer      the optimizer, with the peak learning rate
 * @param learningRate   the learning-rate schedule
 * @param regularization what is left out at random, and how labels are softened
 * @param averages       exponential moving averages of the parameters: their decays per step
 * @param computation    what is computed, and by how many threads
 */
public record TrainingSettings(
        @Option(description = "how long the run trains, in ba (steps), ep (epochs), tok, flop or sec") TrainingTime duration,
        @Option(description = "what the learning rate does when a resume changes the duration: it becomes what it would be if the "
                + "run had been planned with it (replan), or continues from where it stands (continue)", defaultValue = "replan")
        Extension extension,
        @Option(description = "sequences or images of one optimizer step", defaultValue = "16", atLeast = 1) int batch,
        @Option(description = "number of parts in which the batch is computed, one after the other; must divide batch", defaultValue = "1",
                atLeast = 1) int accumulation,
        @Option(description = "how gradients change the parameters", defaultValue = "{}") Optimizer optimizer,
        @Option(description = "the schedule of the learning rate", defaultValue = "{}") LearningRateSettings learningRate,
        @Included Noise regularization,
        @Option(description = "decays per step of the moving averages of the parameters that the run keeps, e.g. [0.998, 0.9996]",
                defaultValue = "[]", above = 0, below = 1) List<Double> averages,
        @Included Computation computation) {

    public TrainingSettings {
        if (duration.unit() == TrainingTime.Unit.SHARE || duration.value() == 0) {
            throw Options.refused("duration", "'" + duration + "' is not a length; write it in ba, ep, tok, flop or sec, e.g. 8Mtok");
        }
        if (batch % accumulation != 0) {
            throw Options.refused("accumulation", accumulation + " does not divide batch " + batch);
        }
        for (int i = 0; i < averages.size(); i++) {
            if (averages.subList(0, i).contains(averages.get(i))) {
                throw Options.refused("averages", "the decay " + averages.get(i) + " is given twice; give each once");
            }
        }
    }

    /** Returns the averages by name: the decay in as few figures as tell it apart, by which checkpoints and operators find them. */
    public Map<String, Double> averagesByName() {
        Map<String, Double> byName = new LinkedHashMap<>();
        averages.forEach(decay -> byName.put(Double.toString(decay), decay));
        return byName;
    }

    /**
     * The optimizer.
     *
     * @param kind        which
     * @param lr          peak learning rate
     * @param betas       AdamW's decays of the moments
     * @param epsilon     added to the root of the second moment
     * @param weightDecay decay of the weights
     * @param clip        largest global gradient norm; 0 for no clipping
     * @param momentum    Muon's decay of the momentum
     */
    public record Optimizer(
            @Option(description = "adamw; or muon: Muon for the matrices of the blocks, AdamW for the rest", defaultValue = "adamw")
            Kind kind,
            @Option(description = "peak learning rate", defaultValue = "1e-3", above = 0) double lr,
            @Option(description = "decays of the first and the second moment, per step", defaultValue = {"0.9", "0.95"}, atLeast = 0,
                    below = 1) List<Double> betas,
            @Option(description = "added to the root of the second moment", defaultValue = "1e-8", above = 0) double epsilon,
            @Option(description = "decay of the weights per step and unit of learning rate", defaultValue = "0.1", atLeast = 0)
            double weightDecay,
            @Option(description = "largest global gradient norm; 0 for no clipping", defaultValue = "1.0", atLeast = 0) double clip,
            @Option(description = "decay of muon's momentum, per step; adamw has none",
                    defaultValue = "" + OptimizerSettings.DEFAULT_MOMENTUM, atLeast = 0, below = 1) double momentum) {
        /** The optimizers there are. */
        public enum Kind { ADAMW, MUON }

        public Optimizer {
            if (betas.size() != 2) {
                throw Options.refused("betas", "give two, e.g. [0.9, 0.95], not " + betas.size());
            }
        }

        /** Returns the settings that engines take. */
        public OptimizerSettings settings() {
            return new OptimizerSettings(kind.name().toLowerCase(Locale.ROOT), betas.get(0), betas.get(1), epsilon, weightDecay,
                    clip == 0 ? Double.POSITIVE_INFINITY : clip, momentum);
        }
    }

    /**
     * Regularization: what is dropped at random, and how labels are softened.
     *
     * @param dropout         shares of values
     * @param stochasticDepth probability with which the last block is skipped
     * @param labelSmoothing  share of a label's probability
     */
    public record Noise(
            @Option(description = "shares of values that training leaves out at random", defaultValue = "{}") Dropout dropout,
            @Option(description = "probability with which training skips the last block; earlier blocks proportionally less",
                    defaultValue = "0", atLeast = 0, below = 1) double stochasticDepth,
            @Option(description = "share of a label's probability spread over all labels; for vit", defaultValue = "0", atLeast = 0,
                    below = 1) double labelSmoothing) {
        /** Returns the settings that engines take. */
        public Regularization settings() {
            return new Regularization(dropout.attention, dropout.hidden, dropout.embedding, stochasticDepth, labelSmoothing);
        }
    }

    /**
     * Shares of values that are left out.
     *
     * @param attention of the attention probabilities
     * @param hidden    of what attention and MLP write
     * @param embedding of the embedded sequence
     */
    public record Dropout(
            @Option(description = "share of the attention probabilities", defaultValue = "0", atLeast = 0, below = 1) double attention,
            @Option(description = "share of what attention and MLP write to the residual stream", defaultValue = "0", atLeast = 0,
                    below = 1) double hidden,
            @Option(description = "share of the embedded sequence", defaultValue = "0", atLeast = 0, below = 1) double embedding) {
    }

    /**
     * What is computed, and by how many threads.
     *
     * @param recompute what the backward pass computes again
     * @param trains    what learns in a run without growth; empty: everything
     * @param workers   threads; 0: one per core
     */
    public record Computation(
            @Option(description = "what the backward pass recomputes instead of keeping: nothing, attention or whole blocks; saves "
                    + "memory and costs time", defaultValue = "none") Recompute recompute,
            @Option(description = "what learns in a run without growth, while the rest is frozen; if absent, everything learns")
            Optional<Learning> trains,
            @Option(description = "threads that compute; 0 for one per core", defaultValue = "0", atLeast = 0, atMost = 4096) int workers) {
        public Computation {
            if (trains.filter(some -> !some.embedding && !some.head && some.layers.filter(List::isEmpty).isPresent()).isPresent()) {
                throw Options.refused("trains", "nothing would learn");
            }
        }

        /** Returns what learns in a run without growth. */
        public Trainable trainable() {
            return trains.map(some -> new Trainable(some.embedding, some.layers.map(given -> given.stream().map(Double::intValue).distinct()
                    .sorted().toList()), some.head)).orElse(Trainable.ALL);
        }
    }

    /**
     * What learns.
     *
     * @param embedding whether the embeddings learn
     * @param layers    the layers that learn; empty: all
     * @param head      whether the last norm and the head learn
     */
    public record Learning(@Option(description = "whether the embeddings learn", defaultValue = "true") boolean embedding,
            @Option(description = "the layers that learn, counted from 0, e.g. [8, 9, 10], or [] for none; if absent, all", atLeast = 0)
            Optional<List<Double>> layers,
            @Option(description = "whether the last norm and the head learn", defaultValue = "true") boolean head) {
        public Learning {
            layers.stream().flatMap(List::stream).filter(layer -> layer != Math.rint(layer) || layer > Integer.MAX_VALUE).findFirst()
                    .ifPresent(layer -> {
                        throw Options.refused("layers", layer + " is not a layer; layers are counted from 0");
                    });
        }
    }
}
