package growth.data.masking;

import growth.api.GrowthException;
import growth.api.data.DataRequest;
import growth.api.data.Dataset;
import growth.api.model.Family;
import growth.api.options.OptionSpec;
import growth.api.options.OptionType;
import growth.api.options.Options;
import growth.api.options.Range;
import growth.data.tokenizer.OpenTokenizer;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * What a run file says of masking.
 *
 * @param probability share of the tokens to be guessed
 * @param wholeWords  whether the tokens of a word are chosen together
 */
public record MaskingOptions(double probability, boolean wholeWords) {
    /** The option's name in run files. */
    public static final String NAME = "masking";
    private static final double USUAL = 0.15;

    /** @return the declaration of the option, for data sources of token ids */
    public static OptionSpec spec() {
        return OptionSpec.group(NAME, OptionType.GROUP, false,
                "which tokens family bert has to guess (the others take none); 15%, no whole words if left out", List.of(
                        OptionSpec.of("probability", OptionType.NUMBER, "15%", "share of the tokens that are chosen; 80% of them are"
                                + " replaced by the mask, 10% by a random token, 10% stay").in(Range.between(0.01, 0.8)),
                        OptionSpec.of("whole-words", OptionType.FLAG, "false", "whether all tokens of a word are chosen or none")));
    }

    /**
     * @return how the request's family wants its tokens masked; empty for causal models
     * @throws GrowthException (CONFIGURATION) if a causal model is to get masked ones
     */
    public static Optional<MaskingOptions> of(DataRequest request) {
        Options options = request.options();
        if (request.family() != Family.BERT) {
            if (options.has(NAME)) {
                throw options.refuse(NAME, "family " + request.family().id()
                        + " predicts the next token, nothing is masked; leave it out or use family bert");
            }
            return Optional.empty();
        }
        if (!options.has(NAME)) {
            return Optional.of(new MaskingOptions(USUAL, false));
        }
        Options group = options.group(NAME);
        return Optional.of(new MaskingOptions(group.number("probability"), group.flag("whole-words")));
    }

    /**
     * @param causal    data of that tokenizer, which has a mask
     * @param tokenizer says what is special and where words go on
     * @param seed      decides what is masked in training
     * @return the masked data
     */
    public Dataset mask(Dataset causal, OpenTokenizer tokenizer, long seed) {
        Optional<WordBoundaries> words = wholeWords ? Optional.of(tokenizer.tokenizer()::continuesWord) : Optional.empty();
        return mask(causal, tokenizer.tokenizer().mask().orElseThrow(), tokenizer.specials(), words, seed);
    }

    /**
     * @param causal data without a tokenizer, whose ids are all words of their own
     * @param mask   the id that stands for a masked token
     * @param seed   decides what is masked in training
     * @return the masked data
     */
    public Dataset mask(Dataset causal, int mask, long seed) {
        return mask(causal, mask, new BitSet(), Optional.empty(), seed);
    }

    private Dataset mask(Dataset causal, int mask, BitSet special, Optional<WordBoundaries> words, long seed) {
        return new MaskedDataset(causal, new Masking(probability, mask, causal.vocabulary(), special, words), seed);
    }
}
