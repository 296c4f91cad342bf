package growth.engine.common.check;

import growth.api.GrowthException;
import growth.api.model.ModelShape;

/**
 * Checks of decoders and of what they read.
 *
 * @param shape     the model
 * @param rows      number of texts
 * @param positions tokens of each that are kept
 */
public record DecoderCheck(ModelShape shape, int rows, int positions) {
    /**
     * Checks whether there can be such a decoder.
     *
     * @throws GrowthException (CONFIGURATION) if that cannot be decoded
     */
    public void check() {
        if (!shape.family().causal()) {
            throw new GrowthException(GrowthException.Kind.CONFIGURATION, "family " + shape.family().id()
                    + " cannot generate text, because it does not predict the next token; llama and gpt2 do");
        }
        if (rows < 1 || positions < 1 || positions > shape.context()) {
            throw new GrowthException(GrowthException.Kind.CONFIGURATION, "a decoder of " + rows + " rows and " + positions
                    + " positions; it needs at least 1 row, and 1 to " + shape.context() + " positions, the model's context");
        }
    }

    /**
     * Checks the tokens that rows are to read.
     *
     * @param tokens  the tokens of each row
     * @param lengths how many tokens each row has read
     * @throws GrowthException (DATA) if an id is outside of the vocabulary or a row would be longer than its positions
     */
    public void check(int[][] tokens, int[] lengths) {
        if (tokens.length != rows) {
            throw new IllegalArgumentException(tokens.length + " rows of tokens for a decoder of " + rows);
        }
        int vocabulary = shape.vocabulary();
        for (int row = 0; row < tokens.length; row++) {
            if (lengths[row] + (long) tokens[row].length > positions) {
                throw new GrowthException(GrowthException.Kind.DATA, "row " + row + " has read " + lengths[row] + " tokens and gets "
                        + tokens[row].length + " more; it keeps " + positions + ", so reset it and read the last ones again");
            }
            for (int id : tokens[row]) {
                if (id < 0 || id >= vocabulary) {
                    throw new GrowthException(GrowthException.Kind.DATA, "token " + id + " in row " + row + "; the vocabulary has 0 to "
                            + (vocabulary - 1));
                }
            }
        }
    }
}
