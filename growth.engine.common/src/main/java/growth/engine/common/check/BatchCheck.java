package growth.engine.common.check;

import growth.api.GrowthException;
import growth.api.data.Batch;
import growth.api.model.ImageShape;
import growth.api.model.ModelShape;
import growth.api.model.View;

/**
 * Checks batches before they are computed.
 *
 * @param shape the model
 * @param rows  sequences or images of the largest batch
 */
public record BatchCheck(ModelShape shape, int rows) {
    /**
     * Checks a batch.
     *
     * @throws GrowthException (DATA) that says what is wrong with the batch, (CONFIGURATION) for the view
     */
    public void check(Batch batch, View view) {
        EngineCheck.check(shape, view);
        boolean takesImages = shape.image().isPresent();
        if (batch instanceof Batch.Tokens == takesImages) {
            throw refusal("a batch of " + (takesImages ? "tokens" : "images") + "; family " + shape.family().id() + " takes "
                    + (takesImages ? "images" : "tokens"));
        }
        if (batch.rows() > rows) {
            throw refusal("a batch of " + batch.rows() + (takesImages ? " images" : " sequences") + "; the session was opened for " + rows);
        }
        if (batch instanceof Batch.Tokens tokens) {
            check(tokens, view);
        } else {
            check((Batch.Images) batch, view);
        }
    }

    private void check(Batch.Tokens tokens, View view) {
        if (tokens.sequence() > view.sequence(shape)) {
            throw refusal("a batch of " + tokens.sequence() + " tokens per sequence; the view has " + view.sequence(shape));
        }
        for (int i = 0; i < tokens.inputs().length; i++) {
            checkId("token", tokens.inputs()[i], tokens, i);
            if (tokens.labels()[i] != Batch.IGNORED) {
                checkId("label", tokens.labels()[i], tokens, i);
            }
        }
        checkTypes(tokens);
        if (view.pooling().isPresent() && tokens.padded()) {
            throw refusal("padding in a batch whose sequences are pooled: a pooled position would join tokens and padding;"
                    + " give sequences without padding, or train without pooling");
        }
    }

    private void checkTypes(Batch.Tokens tokens) {
        int[] types = tokens.tokenTypes();
        if (types.length > 0 && shape.tokenTypes() == 0) {
            throw refusal("token types; family " + shape.family().id() + " has none; leave them out");
        }
        for (int i = 0; i < types.length; i++) {
            if (types[i] < 0 || types[i] >= shape.tokenTypes()) {
                throw refusal("token type " + types[i] + " at row " + i / tokens.sequence() + ", position " + i % tokens.sequence()
                        + " of the batch; the model has 0 to " + (shape.tokenTypes() - 1));
            }
        }
    }

    /**
     * Checks the number of scored labels of a step.
     *
     * @throws GrowthException (DATA) if there is none
     */
    public static void checkScored(long scored) {
        if (scored == 0) {
            throw refusal("no label of the batch is scored; at least one must not be " + Batch.IGNORED);
        }
    }

    private void checkId(String what, int id, Batch.Tokens tokens, int i) {
        if (id < 0 || id >= shape.vocabulary()) {
            throw refusal(what + " " + id + " at row " + i / tokens.sequence() + ", position " + i % tokens.sequence()
                    + " of the batch; the vocabulary has 0 to " + (shape.vocabulary() - 1));
        }
    }

    private void check(Batch.Images images, View view) {
        ImageShape image = shape.image().orElseThrow();
        int size = view.resolution().orElse(image.size());
        if (images.size() != size || images.channels() != image.channels()) {
            throw refusal("images of " + images.channels() + "×" + images.size() + "×" + images.size() + "; the view has "
                    + image.channels() + "×" + size + "×" + size);
        }
        for (int i = 0; i < images.rows(); i++) {
            if (images.labels()[i] < 0 || images.labels()[i] >= image.labels()) {
                throw refusal("label " + images.labels()[i] + " of image " + i + " of the batch; the classes are 0 to "
                        + (image.labels() - 1));
            }
        }
    }

    private static GrowthException refusal(String message) {
        return new GrowthException(GrowthException.Kind.DATA, message);
    }
}
