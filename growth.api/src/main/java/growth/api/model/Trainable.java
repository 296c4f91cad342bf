package growth.api.model;

import java.util.List;
import java.util.Optional;

/**
 * The parts of a model that learn. The others are frozen: their values and their optimizer state stay the same to the last bit, and the
 * backward pass computes only what the learning parts need.
 *
 * @param embedding whether the parameters that make the residual stream learn
 * @param layers    the blocks that learn, ascending; empty: all
 * @param head      whether the parameters that read the residual stream learn: the last norm and the head
 */
public record Trainable(boolean embedding, Optional<List<Integer>> layers, boolean head) {
    /** Everything learns. */
    public static final Trainable ALL = new Trainable(true, Optional.empty(), true);

    public Trainable {
        layers = layers.map(List::copyOf);
    }

    /**
     * @param layers ascending
     * @return those blocks alone
     */
    public static Trainable layers(List<Integer> layers) {
        return new Trainable(false, Optional.of(layers), false);
    }

    /**
     * Returns the parts whose gradients a step computes. Where the head is the token embedding (tied), an embedding that learns needs the
     * head's gradient too.
     */
    public Trainable computed(ModelShape shape) {
        return new Trainable(embedding, layers, head || shape.tied() && embedding);
    }

    private static boolean embeds(ParameterSpec parameter) {
        return parameter.role().embeds() || parameter.role() == ParameterRole.EMBEDDING_NORM;
    }

    private static boolean reads(ParameterSpec parameter) {
        return parameter.layer() == ParameterSpec.NO_LAYER && !embeds(parameter);
    }

    /** Returns whether a block learns. */
    public boolean trains(int layer) {
        return layers.map(some -> some.contains(layer)).orElse(true);
    }

    /** Returns whether a parameter belongs to a part that learns. */
    public boolean trains(ParameterSpec parameter) {
        return embeds(parameter) ? embedding : reads(parameter) ? head : trains(parameter.layer());
    }

    /**
     * @param running the blocks that run, ascending
     * @return the index among them of the first block whose gradient is needed: 0 if the embedding learns; their number if no block does
     */
    public int firstReached(List<Integer> running) {
        int place = 0;
        while (!embedding && place < running.size() && !trains(running.get(place))) {
            place++;
        }
        return place;
    }
}
