package growth.data.text;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.data.DataRequest;
import growth.api.data.Tokenizer;
import growth.data.tokens.Tokens;
import growth.data.windows.TextRows;

/**
 * Cuts validation text into rows.
 *
 * @param rest    whether what whole windows leave at the end is a shorter row
 * @param special whether each row stands between the ids that the tokenizer's own post-processor puts around a text
 */
record ValidationCut(boolean rest, boolean special) {
    /** Returns the least number of tokens of a validation text. */
    int fewest(DataRequest request) {
        return rest ? 2 : request.model().context() + 1;
    }

    /**
     * Returns the rows; the usual windows where neither is asked for.
     *
     * @param masked whether the model guesses masked tokens
     * @throws GrowthException (CONFIGURATION) if no text fits between the special tokens
     */
    TextRows rows(DataRequest request, Tokens valid, Tokenizer tokenizer, boolean masked) {
        int[] before = special ? tokenizer.prefix() : new int[0];
        int[] behind = special && masked ? tokenizer.suffix() : new int[0];
        if (!rest && before.length == 0 && behind.length == 0) {
            return TextRows.windows(valid, request.model().context());
        }
        TextRows rows = new TextRows(valid, request.model().context(), before, behind, !masked, rest);
        if (rows.step() < 1) {
            throw new GrowthException(Kind.CONFIGURATION, request.options().place("valid-special-tokens") + ": a row of "
                    + request.model().context() + " tokens has no room beside the tokenizer's "
                    + (before.length + behind.length) + " special tokens");
        }
        return rows;
    }
}
