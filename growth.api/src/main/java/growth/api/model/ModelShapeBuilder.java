package growth.api.model;

import growth.api.GrowthException;
import java.util.Optional;

/**
 * Collects the sizes of a {@link ModelShape}; sizes that are left out are derived (kv-heads from heads, head size from hidden and heads,
 * …).
 */
public final class ModelShapeBuilder {
    private final Family family;
    private int layers;
    private int hidden;
    private int heads;
    private int kvHeads;
    private int headSize;
    private int intermediate;
    private int vocabulary;
    private int context;
    private int tokenTypes;
    private Optional<ImageShape> image = Optional.empty();
    private boolean tied;
    private double normEpsilon;
    private double ropeTheta = 10000;
    private Optional<RopeScaling> ropeScaling = Optional.empty();

    ModelShapeBuilder(Family family) {
        this.family = family;
        tied = family == Family.GPT2 || family == Family.BERT;
        tokenTypes = family == Family.BERT ? 2 : 0;
        normEpsilon = family == Family.BERT || family == Family.VIT ? 1e-12 : 1e-5;
    }

    ModelShapeBuilder(ModelShape shape) {
        family = shape.family();
        layers = shape.layers();
        hidden = shape.hidden();
        heads = shape.heads();
        kvHeads = shape.kvHeads();
        headSize = shape.headSize();
        intermediate = shape.intermediate();
        vocabulary = shape.vocabulary();
        context = shape.context();
        tokenTypes = shape.tokenTypes();
        image = shape.image();
        tied = shape.tied();
        normEpsilon = shape.normEpsilon();
        ropeTheta = shape.ropeTheta();
        ropeScaling = shape.ropeScaling();
    }

    /** Sets the number of transformer blocks. */
    public ModelShapeBuilder layers(int value) {
        layers = value;
        return this;
    }

    /** Sets the hidden size: the coordinates of the residual stream. */
    public ModelShapeBuilder hidden(int value) {
        hidden = value;
        return this;
    }

    /** Sets the number of query heads, and of key/value heads unless {@link #kvHeads} is called later. */
    public ModelShapeBuilder heads(int value) {
        heads = value;
        kvHeads = value;
        return this;
    }

    /** Sets the number of key/value heads. */
    public ModelShapeBuilder kvHeads(int value) {
        kvHeads = value;
        return this;
    }

    /** Sets the coordinates of each head; 0 derives {@code hidden / heads}. */
    public ModelShapeBuilder headSize(int value) {
        headSize = value;
        return this;
    }

    /** Sets the number of neurons of each MLP. */
    public ModelShapeBuilder intermediate(int value) {
        intermediate = value;
        return this;
    }

    /** Sets the number of token ids. */
    public ModelShapeBuilder vocabulary(int value) {
        vocabulary = value;
        return this;
    }

    /** Sets the longest sequence, in tokens. */
    public ModelShapeBuilder context(int value) {
        context = value;
        return this;
    }

    /** Sets the number of token types (segments) of BERT. */
    public ModelShapeBuilder tokenTypes(int value) {
        tokenTypes = value;
        return this;
    }

    /** Sets what a vision model sees, and the context to patches + 1. */
    public ModelShapeBuilder image(ImageShape value) {
        image = Optional.of(value);
        context = value.patches() + 1;
        return this;
    }

    /** Sets whether the head is the token embedding. */
    public ModelShapeBuilder tied(boolean value) {
        tied = value;
        return this;
    }

    /** Sets the epsilon of the norms. */
    public ModelShapeBuilder normEpsilon(double value) {
        normEpsilon = value;
        return this;
    }

    /** Sets the base of the rotary positions. */
    public ModelShapeBuilder ropeTheta(double value) {
        ropeTheta = value;
        return this;
    }

    /** Sets the scaling of rotary positions beyond the context of pretraining. */
    public ModelShapeBuilder ropeScaling(RopeScaling value) {
        ropeScaling = Optional.of(value);
        return this;
    }

    /**
     * @return the shape
     * @throws GrowthException (CONFIGURATION) in words, if the sizes do not fit together
     */
    public ModelShape build() {
        int size = headSize;
        if (size == 0 && heads > 0) {
            if (hidden % heads != 0) {
                throw new GrowthException(GrowthException.Kind.CONFIGURATION,
                        "heads " + heads + " does not divide hidden " + hidden + "; choose a divisor or give head-size").about("heads");
            }
            size = hidden / heads;
        }
        return new ModelShape(family, layers, hidden, new ModelShape.Attention(heads, kvHeads, size), intermediate,
                new ModelShape.Input(vocabulary, context, tokenTypes, image), tied, normEpsilon,
                new ModelShape.Rope(ropeTheta, ropeScaling));
    }
}
