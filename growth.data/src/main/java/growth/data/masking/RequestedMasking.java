package growth.data.masking;

import growth.api.data.DataRequest;
import growth.api.data.Dataset;
import growth.api.model.Family;
import growth.data.masking.Masking.WordBoundaries;
import growth.data.options.MaskingOptions;
import growth.data.tokenizer.OpenTokenizer;
import java.util.BitSet;
import java.util.Optional;

/** Masks the tokens of a data source as its options say. */
public final class RequestedMasking {
    private final MaskingOptions options;

    private RequestedMasking(MaskingOptions options) {
        this.options = options;
    }

    /**
     * Returns the masking that the request's family needs; empty for causal models.
     *
     * @param given   what the source's options say
     * @param request what is asked for
     * @throws growth.api.GrowthException (CONFIGURATION) if a causal model is to get masked ones
     */
    public static Optional<RequestedMasking> of(Optional<MaskingOptions> given, DataRequest request) {
        if (request.model().family() == Family.BERT) {
            return Optional.of(new RequestedMasking(given.orElse(MaskingOptions.USUAL)));
        }
        if (given.isPresent()) {
            throw request.options().refuse("masking", "family " + request.model().family().id()
                    + " predicts the next token, nothing is masked; leave it out or use family bert");
        }
        return Optional.empty();
    }

    /** Returns whether all tokens of a word are chosen or none. */
    public boolean wholeWords() {
        return options.wholeWords();
    }

    /**
     * Returns the masked data.
     *
     * @param causal    data of that tokenizer, which has a mask
     * @param tokenizer says what is special and where words go on
     * @param seed      decides what is masked in training
     */
    public Dataset mask(Dataset causal, OpenTokenizer tokenizer, long seed) {
        Optional<WordBoundaries> words = wholeWords() ? Optional.of(tokenizer.tokenizer()::continuesWord) : Optional.empty();
        return mask(causal, tokenizer.tokenizer().mask().orElseThrow(), tokenizer.specials(), words, seed);
    }

    /**
     * Returns the masked data.
     *
     * @param causal data without a tokenizer, whose ids are all words of their own
     * @param mask   the id that stands for a masked token
     * @param seed   decides what is masked in training
     */
    public Dataset mask(Dataset causal, int mask, long seed) {
        return mask(causal, mask, new BitSet(), Optional.empty(), seed);
    }

    private Dataset mask(Dataset causal, int mask, BitSet special, Optional<WordBoundaries> words, long seed) {
        return new MaskedDataset(causal, new Masking(options.probability(), mask, causal.vocabulary(), special, words), seed);
    }
}
