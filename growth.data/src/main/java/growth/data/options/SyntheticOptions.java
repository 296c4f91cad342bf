package growth.data.options;

import growth.api.options.Option;
import java.util.Optional;

/**
 * The options of data source {@code synthetic}.
 *
 * @param size      tokens (images) that count as one pass
 * @param tokenizer how text becomes token ids
 * @param masking   which tokens are guessed
 */
public record SyntheticOptions(
        @Option(description = "tokens (images for vit) that count as one pass over the data (ep); nothing comes twice; 1000000 tokens or"
                + " 50000 images if left out") Optional<Integer> size,
        @Option(description = "how text becomes token ids; bpe of " + SyntheticOptions.VOCABULARY + " ids trained on a sample if left out")
        Optional<TokenizerOptions> tokenizer,
        @Option(description = MaskingOptions.GROUP) Optional<MaskingOptions> masking) {
    /** Token ids if nothing is said: enough for nearly every word of the lexicon. */
    public static final int VOCABULARY = 1024;
}
