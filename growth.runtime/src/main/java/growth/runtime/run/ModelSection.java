package growth.runtime.run;

import growth.api.GrowthException;
import growth.api.model.Family;
import growth.api.model.ImageShape;
import growth.api.model.ModelShape;
import growth.api.model.ModelShapeBuilder;
import growth.api.model.RopeScaling;
import growth.api.options.Included;
import growth.api.options.Option;
import growth.api.options.Options;
import java.util.Optional;

/**
 * The section {@code model}: the target, in the words of Hugging Face's configurations. Vocabulary and labels may be left to the data.
 *
 * @param family the architecture
 * @param sizes  the sizes of the blocks
 * @param input  the sizes of what the model reads
 * @param form   what is no size
 * @param start  what training starts from
 */
public record ModelSection(@Option(description = "the architecture") Family family, @Included Sizes sizes, @Included Input input,
        @Included Form form, @Included Start start) {

    public record Sizes(@Option(description = "transformer blocks", atLeast = 1) int layers,
            @Option(description = "hidden size", atLeast = 1) int hidden,
            @Option(description = "attention heads", atLeast = 1) int heads,
            @Option(description = "key/value heads, a divisor of heads; if absent, as many as heads", atLeast = 1)
            Optional<Integer> kvHeads,
            @Option(description = "coordinates per head; if absent, hidden / heads", atLeast = 1) Optional<Integer> headSize,
            @Option(description = "intermediate size of the MLP", atLeast = 1) int intermediate) {
    }

    public record Input(
            @Option(description = "number of token ids; if absent, as many as the tokenizer has", atLeast = 1) Optional<Integer> vocabulary,
            @Option(description = "longest sequence in tokens; required, except for vit, which has none", atLeast = 1)
            Optional<Integer> context,
            @Option(description = "number of token types (segments); for bert; if absent, 2", atLeast = 1) Optional<Integer> tokenTypes,
            @Option(description = "height and width of images in pixels, a multiple of patch; for vit, which requires it",
                    atLeast = 1) Optional<Integer> image,
            @Option(description = "height and width of patches in pixels; for vit, which requires it", atLeast = 1)
            Optional<Integer> patch) {
    }

    public record Form(
            @Option(description = "whether the head shares the token embedding; if absent, true for gpt2 and bert, false for llama")
            Optional<Boolean> tied,
            @Option(description = "epsilon in the norms; if absent, 1e-5 for llama and gpt2, 1e-12 for bert and vit", above = 0)
            Optional<Double> normEpsilon,
            @Option(description = "base of rotary positions; for llama; if absent, 10000", above = 0) Optional<Double> ropeTheta,
            @Option(description = "lowers the frequencies of rotary positions as in the config.json of the model that training "
                    + "starts from; for llama; if absent, they stay as they are") Optional<Rope> ropeScaling) {
    }

    public record Rope(@Option(description = "rope_type in config.json: linear divides all frequencies, llama3 the low ones") Kind kind,
            @Option(description = "divisor of these frequencies", atLeast = 1) double factor,
            @Option(description = "low_freq_factor of llama3: waves longer than original-context / low-freq-factor are divided; if "
                    + "absent, 1", above = 0) Optional<Double> lowFreqFactor,
            @Option(description = "high_freq_factor of llama3: waves shorter than original-context / high-freq-factor stay as they "
                    + "are; if absent, 4", above = 0) Optional<Double> highFreqFactor,
            @Option(description = "original_max_position_embeddings of llama3: the context it was trained with; if absent, 8192",
                    atLeast = 1) Optional<Integer> originalContext) {
        public enum Kind { LINEAR, LLAMA3 }

        public Rope {
            if (kind == Kind.LINEAR) {
                leftOut("low-freq-factor", lowFreqFactor);
                leftOut("high-freq-factor", highFreqFactor);
                leftOut("original-context", originalContext);
            }
            double low = lowFreqFactor.orElse(1.0);
            double high = highFreqFactor.orElse(4.0);
            if (high <= low) {
                throw Options.refused(highFreqFactor.isPresent() ? "high-freq-factor" : "low-freq-factor", "low-freq-factor " + low
                        + " must be less than high-freq-factor " + high);
            }
        }

        private static void leftOut(String option, Optional<?> given) {
            if (given.isPresent()) {
                throw Options.refused(option, "linear scaling has none; leave it out");
            }
        }

        RopeScaling scaling() {
            return kind == Kind.LINEAR ? new RopeScaling.Linear(factor)
                    : new RopeScaling.Llama3(factor, lowFreqFactor.orElse(1.0), highFreqFactor.orElse(4.0), originalContext.orElse(8192));
        }
    }

    public record Start(
            @Option(description = "folder of a checkpoint to start from, with its tokenizer; if absent, parameters are random",
                    files = true) Optional<String> start,
            @Option(description = "whether the optimizer continues with the state saved in model.start (carry) or starts afresh "
                    + "(reset); if absent, reset") Optional<StartOptimizer> startOptimizer,
            @Option(description = "allows the data a tokenizer other than that of model.start: the first 8 or more digits of its "
                    + "hash, which the error that refuses it prints") Optional<String> startTokenizer) {
        public enum StartOptimizer { RESET, CARRY }
    }

    /**
     * Returns the target shape.
     *
     * @param dataVocabulary token ids of the data; 0 for images
     * @param labels         labels of the data; 0 for text
     * @throws GrowthException (CONFIGURATION) if the sizes do not fit together or the data do not fit the model
     */
    public ModelShape shape(int dataVocabulary, int labels) {
        ModelShapeBuilder builder = ModelShape.builder(family).layers(sizes.layers).hidden(sizes.hidden).heads(sizes.heads)
                .intermediate(sizes.intermediate);
        sizes.kvHeads.ifPresent(builder::kvHeads);
        sizes.headSize.ifPresent(builder::headSize);
        form.tied.ifPresent(builder::tied);
        form.normEpsilon.ifPresent(builder::normEpsilon);
        form.ropeTheta.ifPresent(builder::ropeTheta);
        form.ropeScaling.map(Rope::scaling).ifPresent(builder::ropeScaling);
        input.tokenTypes.ifPresent(builder::tokenTypes);
        if (family == Family.VIT) {
            return builder.image(new ImageShape(input.image.orElse(0), input.patch.orElse(0), 3, labels)).build();
        }
        int ids = input.vocabulary.orElse(dataVocabulary);
        if (ids < dataVocabulary) {
            throw new GrowthException(GrowthException.Kind.CONFIGURATION,
                    "vocabulary " + ids + " is smaller than the tokenizer's " + dataVocabulary + "; leave it out or raise it")
                    .about("vocabulary");
        }
        return builder.vocabulary(ids).context(input.context.orElse(0)).build();
    }
}
