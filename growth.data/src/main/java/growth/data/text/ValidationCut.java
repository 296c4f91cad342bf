package growth.data.text;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.data.DataRequest;
import growth.api.data.Tokenizer;
import growth.api.options.Options;
import growth.data.tokens.Tokens;
import growth.data.windows.TextRows;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How validation text is cut into rows. */
enum ValidationCut {
    /** Whole windows, side by side; a shorter rest is left out. */
    WHOLE,
    /** All tokens; the rest is a shorter row. */
    ALL,
    /** All tokens, each row between the ids that the tokenizer's own post-processor puts around a text. */
    SPECIAL;

    /** The option's name in run files. */
    static final String NAME = "valid-rows";
    static final String DESCRIPTION = "rows of validation text: whole windows of the context, all of the text (the rest is a shorter row),"
            + " or all with the special tokens that the tokenizer's own post-processor adds around each row";

    /** @return the choice as run files write it */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static List<String> words() {
        return Arrays.stream(values()).map(ValidationCut::word).toList();
    }

    /** @return tokens that validation text needs at least */
    int fewest(DataRequest request) {
        return this == WHOLE ? request.context() + 1 : 2;
    }

    static ValidationCut of(Options options) {
        return options.has(NAME) ? valueOf(options.text(NAME).toUpperCase(Locale.ROOT)) : WHOLE;
    }

    /**
     * @param masked whether the model guesses masked tokens
     * @return the rows; empty for the usual windows
     * @throws GrowthException (CONFIGURATION) if no text fits between the special tokens
     */
    Optional<TextRows> rows(DataRequest request, Tokens valid, Tokenizer tokenizer, boolean masked) {
        if (this == WHOLE) {
            return Optional.empty();
        }
        int[] before = this == SPECIAL ? tokenizer.prefix() : new int[0];
        int[] behind = this == SPECIAL && masked ? tokenizer.suffix() : new int[0];
        TextRows rows = new TextRows(valid, request.context(), before, behind, !masked);
        if (rows.step() < 1) {
            throw new GrowthException(Kind.CONFIGURATION, request.options().place(NAME) + ": " + NAME + ": a row of " + request.context()
                    + " tokens has no room beside the tokenizer's " + (before.length + behind.length) + " special tokens");
        }
        return Optional.of(rows);
    }
}
