package growth.data.options;

import growth.api.options.Option;
import java.util.List;
import java.util.Optional;

/**
 * The options of data source {@code text}.
 *
 * @param train                training files
 * @param valid                validation files
 * @param validShare           share of the training tokens that is kept for validation
 * @param format               how texts are stored
 * @param field                the field, or column, of records that is text
 * @param tokenizer            how text becomes token ids
 * @param masking              which tokens are guessed
 * @param validRest            whether what whole windows leave at the end of the validation text is a shorter row
 * @param validSpecialTokens   whether each row of validation text stands between the tokenizer's special tokens
 */
public record TextOptions(
        @Option(description = "training text: files (.txt, .jsonl, .parquet, plain or .gz, .zst, .xz, .bz2, .lz4), folders or globs,"
                + " relative to the run file; left out where nothing is trained", files = true) Optional<List<String>> train,
        @Option(description = "validation text, likewise; none of the training files", files = true) Optional<List<String>> valid,
        @Option(description = "share of the training tokens, at their end, that is kept for validation and not trained on if no validation"
                + " text is given", defaultValue = "5%", atLeast = 0, atMost = 0.5) double validShare,
        @Option(description = "how texts are stored: text is one text a file; jsonl is JSON records, one a line; parquet is a table; auto"
                + " goes by the names (.jsonl, .json, .parquet)", defaultValue = "auto") Format format,
        @Option(description = "field of JSON records, or column of Parquet, that is the text", defaultValue = "text") String field,
        @Option(description = "how text becomes token ids", defaultValue = "{}") TokenizerOptions tokenizer,
        @Option(description = MaskingOptions.GROUP) Optional<MaskingOptions> masking,
        @Option(description = "whether the rest of the validation text behind its whole windows is a shorter one", defaultValue = "false")
        boolean validRest,
        @Option(description = "whether windows of validation text stand between the special tokens that the tokenizer's own post-processor"
                + " adds, such as [CLS] and [SEP]", defaultValue = "false") boolean validSpecialTokens) {
    /** How texts are stored. */
    public enum Format {
        /** As the names and the first bytes of the files tell. */
        AUTO,
        /** One text a file. */
        TEXT,
        /** JSON records, one a line. */
        JSONL,
        /** A Parquet table. */
        PARQUET
    }
}
