package growth.data.options;

import growth.api.data.Dataset;
import growth.api.options.Option;

/**
 * Which tokens a masked language model has to guess.
 *
 * @param probability share of the tokens to be guessed
 * @param wholeWords  whether the tokens of a word are chosen together
 */
public record MaskingOptions(
        @Option(description = "share of the tokens that are chosen; 80% of them are replaced by the mask, 10% by a random token, 10% stay",
                defaultValue = "15%", atLeast = 0.01, atMost = 0.8) double probability,
        @Option(description = "whether all tokens of a word are chosen or none", defaultValue = "false") boolean wholeWords) {
    /** What data sources say of the group. */
    static final String GROUP = "which tokens family bert has to guess (the others take none); 15%, no whole words if left out";
    /** What holds if nothing is said. */
    public static final MaskingOptions USUAL = new MaskingOptions(Dataset.MASKED_SHARE, false);
}
