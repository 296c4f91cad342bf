package growth.data.options;

import growth.api.options.Option;
import java.util.List;
import java.util.Optional;

/**
 * The options of data source {@code tokens}.
 *
 * @param train      training files
 * @param valid      validation files
 * @param validShare share of the training tokens that is kept for validation
 * @param dtype      type of the ids in files without a header
 * @param tensor     name of the tensor in safetensors files
 * @param vocabulary token ids that the model must know
 * @param maskId     the id that stands for a masked token
 * @param masking    which tokens are guessed
 */
public record TokensOptions(
        @Option(description = "training tokens: .bin files of ids and nothing else (nanoGPT's) or with llm.c's header, .npy and"
                + " .safetensors files, folders or globs, relative to the run file; left out where nothing is trained", files = true)
        Optional<List<String>> train,
        @Option(description = "validation tokens, likewise; none of the training files", files = true) Optional<List<String>> valid,
        @Option(description = "share of the training tokens, at their end, that is kept for validation and not trained on if no validation"
                + " tokens are given", defaultValue = "5%", atLeast = 0, atMost = 0.5) double validShare,
        @Option(description = "type of the ids in .bin files without a header, little-endian", defaultValue = "uint16") Dtype dtype,
        @Option(description = "name of the tensor [tokens] in safetensors files; may be left out where there is only one of whole numbers"
                + " and one dimension") Optional<String> tensor,
        @Option(description = "token ids that the model must know, all larger ones are refused; the largest id in the files + 1 if left"
                + " out", atLeast = 2, atMost = TokensOptions.LARGEST) Optional<Integer> vocabulary,
        @Option(description = "id that stands for a masked token; family bert needs it, the others take none", atLeast = 0,
                atMost = TokensOptions.LARGEST - 1) Optional<Integer> maskId,
        @Option(description = MaskingOptions.GROUP) Optional<MaskingOptions> masking) {
    /** More ids than any vocabulary has; a file with larger ones holds something else. */
    public static final int LARGEST = 1 << 24;

    /** Types of ids. */
    public enum Dtype { UINT16, UINT32, INT64 }
}
