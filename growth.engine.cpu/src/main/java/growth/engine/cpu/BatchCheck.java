package growth.engine.cpu;

import growth.api.GrowthException;
import growth.api.data.Batch;
import growth.api.model.ModelShape;
import growth.api.model.View;

/**
 * Checks batches before they are computed.
 *
 * @param shape the model
 * @param rows  sequences of the largest batch
 */
record BatchCheck(ModelShape shape, int rows) {
    /**
     * @return the batch, if it can be computed
     * @throws GrowthException (DATA) that says what is wrong with it, (CONFIGURATION) for the view
     */
    Batch.Tokens accept(Batch batch, View view) {
        Support.check(shape, view);
        if (!(batch instanceof Batch.Tokens tokens)) {
            throw refusal("a batch of images; family " + shape.family().id() + " takes tokens");
        }
        if (tokens.rows() > rows) {
            throw refusal("a batch of " + tokens.rows() + " sequences; the session was opened for " + rows);
        }
        if (tokens.sequence() > view.sequence(shape)) {
            throw refusal("a batch of " + tokens.sequence() + " tokens per sequence; the view has " + view.sequence(shape));
        }
        for (int i = 0; i < tokens.inputs().length; i++) {
            checkId("token", tokens.inputs()[i], tokens, i);
            if (tokens.labels()[i] != Batch.IGNORED) {
                checkId("label", tokens.labels()[i], tokens, i);
            }
        }
        return tokens;
    }

    private void checkId(String what, int id, Batch.Tokens tokens, int i) {
        if (id < 0 || id >= shape.vocabulary()) {
            throw refusal(what + " " + id + " at row " + i / tokens.sequence() + ", position " + i % tokens.sequence()
                    + " of the batch; the vocabulary has 0 to " + (shape.vocabulary() - 1));
        }
    }

    /** @return number of scored labels */
    static long scored(Batch.Tokens tokens) {
        long scored = 0;
        for (int label : tokens.labels()) {
            scored += label == Batch.IGNORED ? 0 : 1;
        }
        return scored;
    }

    private static GrowthException refusal(String message) {
        return new GrowthException(GrowthException.Kind.DATA, message);
    }
}
