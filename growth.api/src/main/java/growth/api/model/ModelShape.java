package growth.api.model;

import static growth.api.GrowthException.Kind.CONFIGURATION;

import growth.api.GrowthException;
import java.util.Objects;
import java.util.Optional;

/**
 * The shape of a transformer: everything that decides which parameter tensors it has and how large they are. Names follow Hugging Face's
 * configurations. Make one with {@link #builder(Family)}, change one with {@link #toBuilder()}.
 *
 * @param family       the architecture
 * @param layers       transformer blocks, L
 * @param hidden       hidden size (residual stream), d
 * @param attention    the heads
 * @param intermediate intermediate size of the MLP, f
 * @param input        what the model reads
 * @param tied         whether the language-model head is the token embedding
 * @param normEpsilon  epsilon in the norms
 * @param rope         rotary position embedding; used by llama only
 */
public record ModelShape(Family family, int layers, int hidden, Attention attention, int intermediate, Input input, boolean tied,
        double normEpsilon, Rope rope) {
    /** Far above any model; everything that lists parameters takes memory by the layer. */
    private static final int MOST_LAYERS = 65_536;

    /**
     * The heads of attention.
     *
     * @param heads    query heads, h
     * @param kvHeads  key/value heads; divides {@code heads} (grouped-query attention); equals it for families other than llama
     * @param headSize coordinates per head, e; {@code heads·headSize} equals {@code hidden} for families other than llama
     */
    public record Attention(int heads, int kvHeads, int headSize) {
    }

    /**
     * What the model reads.
     *
     * @param vocabulary token ids; 0 for vision models
     * @param context    longest sequence; for vision models patches + 1
     * @param tokenTypes BERT's token types; 0 for the others
     * @param image      what a vision model sees; empty for the others
     */
    public record Input(int vocabulary, int context, int tokenTypes, Optional<ImageShape> image) {
    }

    /**
     * Rotary position embedding.
     *
     * @param theta   base of the frequencies
     * @param scaling how the frequencies are changed, if they are; for llama only
     */
    public record Rope(double theta, Optional<RopeScaling> scaling) {
    }

    public ModelShape {
        Objects.requireNonNull(family);
        int heads = attention.heads();
        int kvHeads = attention.kvHeads();
        int headSize = attention.headSize();
        int vocabulary = input.vocabulary();
        int context = input.context();
        int tokenTypes = input.tokenTypes();
        Optional<ImageShape> image = input.image();
        positive("layers", layers);
        require(layers <= MOST_LAYERS, "layers", " must be at most " + MOST_LAYERS + ", not " + layers);
        positive("hidden", hidden);
        positive("heads", heads);
        positive("kv-heads", kvHeads);
        positive("head-size", headSize);
        positive("intermediate", intermediate);
        positive("context", context);
        require(heads % kvHeads == 0, "kv-heads", " " + kvHeads + " does not divide heads " + heads);
        require(normEpsilon > 0 && normEpsilon < 1, "norm-epsilon", " must be between 0 and 1, not " + normEpsilon);
        require((family == Family.VIT) == image.isPresent(), family.id() + (image.isPresent() ? " takes no image"
                : " needs image, patch and labels"));
        require((family == Family.BERT) == (tokenTypes > 0), family.id() + (tokenTypes > 0 ? " has no token-types" : " needs token-types"));
        if (family == Family.LLAMA) {
            require(headSize % 2 == 0, "head-size", " " + headSize + " is odd; rotary positions need an even one");
            require(rope.theta() > 0, "rope-theta", " must be positive, not " + rope.theta());
        } else {
            require(rope.scaling().isEmpty(), family.id() + " has no rope-scaling: its positions are learned");
            require(kvHeads == heads, family.id() + " has no grouped-query attention: kv-heads must equal heads " + heads);
            require(heads * headSize == hidden, "heads", " " + heads + " × head-size " + headSize + " is not hidden " + hidden);
        }
        if (family == Family.VIT) {
            require(vocabulary == 0 && !tied, "vit has no vocabulary and no tied head");
            require(context == image.get().patches() + 1, "vit's context is patches + 1 = " + (image.get().patches() + 1) + ", not "
                    + context);
        } else {
            positive("vocabulary", vocabulary);
            require(tied || family == Family.LLAMA, family.id() + " has a tied head: tied must be true");
        }
    }

    private static void positive(String name, int value) {
        require(value >= 1, name, " must be at least 1, not " + value);
    }

    /** @param fault what is wrong with the size of that name, to be read behind it */
    private static void require(boolean condition, String name, String fault) {
        if (!condition) {
            throw new GrowthException(CONFIGURATION, name + fault).about(name);
        }
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new GrowthException(CONFIGURATION, message);
        }
    }

    /** Returns how many query heads there are, h. */
    public int heads() {
        return attention.heads();
    }

    /** Returns how many key/value heads there are. */
    public int kvHeads() {
        return attention.kvHeads();
    }

    /** Returns the coordinates per head, e. */
    public int headSize() {
        return attention.headSize();
    }

    /** Returns how many token ids there are; 0 for vision models. */
    public int vocabulary() {
        return input.vocabulary();
    }

    /** Returns the longest sequence. */
    public int context() {
        return input.context();
    }

    /** Returns how many token types there are; 0 for the others. */
    public int tokenTypes() {
        return input.tokenTypes();
    }

    /** Returns what a vision model sees; empty for the others. */
    public Optional<ImageShape> image() {
        return input.image();
    }

    /** Returns the base of the rotary position embedding. */
    public double ropeTheta() {
        return rope.theta();
    }

    /** Returns how the rotary frequencies are changed, if they are. */
    public Optional<RopeScaling> ropeScaling() {
        return rope.scaling();
    }

    /** Returns a builder with the family's defaults and no sizes. */
    public static ModelShapeBuilder builder(Family family) {
        return new ModelShapeBuilder(family);
    }

    /** Returns a builder that holds this shape. */
    public ModelShapeBuilder toBuilder() {
        return new ModelShapeBuilder(this);
    }

    /** Returns how many indices the axis has in this model; 0 where the model does not have it. */
    public int size(Axis axis) {
        return switch (axis) {
            case LAYERS -> layers;
            case HIDDEN -> hidden;
            case INTERMEDIATE -> intermediate;
            case HEADS -> heads();
            case KV_HEADS -> kvHeads();
            case HEAD_SIZE -> headSize();
            case VOCABULARY -> vocabulary();
            case POSITIONS -> context();
            case TOKEN_TYPES -> tokenTypes();
            case CLASSES -> image().map(ImageShape::labels).orElse(0);
            case CHANNELS -> image().map(ImageShape::channels).orElse(0);
            case PATCH -> image().map(ImageShape::patch).orElse(0);
            case QKV -> 3;
            case SINGLE -> 1;
        };
    }

    /** Returns the width of the concatenated query heads, {@code heads·headSize}. */
    public int attentionSize() {
        return heads() * headSize();
    }

    /** Returns the number of parameters; a tied head counts once. */
    public long parameterCount() {
        return ParameterLayout.of(this).parameters().stream().mapToLong(p -> p.count(this)).sum();
    }

    /**
     * @return e.g. {@code llama 12L 256H 4h/4kv×64 f704 V4096 T256}, and after that what is unusual: {@code tied}, {@code rope llama3×8}
     */
    @Override
    public String toString() {
        String sees = image().map(i -> i.size() + "px/" + i.patch() + " " + i.labels() + " labels")
                .orElse("V" + vocabulary() + " T" + context());
        return family.id() + " " + layers + "L " + hidden + "H " + heads() + "h/" + kvHeads() + "kv×" + headSize() + " f"
                + intermediate + " " + sees + (tied && family == Family.LLAMA ? " tied" : "")
                + ropeScaling().map(scaling -> " rope " + scaling.type() + "×" + scaling.factor()).orElse("").replaceFirst("\\.0$", "");
    }
}
