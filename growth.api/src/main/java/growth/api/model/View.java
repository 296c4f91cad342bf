package growth.api.model;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The part of the data's size and of the model that is used in training. Everything left out is used in full.
 *
 * @param sequence   tokens per sequence, at most the model's context
 * @param pooling    pooling of the embedded sequence (CompoundGrow)
 * @param resolution height and width in pixels to which images are resized, a multiple of the patch (AutoProg)
 * @param layers     the blocks that run, ascending (elastic sub-networks, random depth)
 */
public record View(Optional<Integer> sequence, Optional<Pooling> pooling, Optional<Integer> resolution, Optional<List<Integer>> layers) {
    private static final View FULL = new View(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public View {
        layers = layers.map(List::copyOf);
    }

    /**
     * Average or maximum over {@code size} neighbouring embedded positions; the class token and the positions to be predicted stay as
     * they are (Gu et al. 2021; growth-methods section 3).
     *
     * @param kind how positions are joined
     * @param size kernel and stride, at least 2
     */
    public record Pooling(Kind kind, int size) {
        /** How neighbouring positions become one. */
        public enum Kind { MEAN, MAX, CONCAT }

        public Pooling {
            if (size < 2) {
                throw new IllegalArgumentException("pooling joins at least 2 positions, not " + size);
            }
        }
    }

    /** Returns the view of everything in full. */
    public static View full() {
        return FULL;
    }

    /** Returns this view with sequences of that many tokens. */
    public View withSequence(int tokens) {
        return new View(Optional.of(tokens), pooling, resolution, layers);
    }

    /** Returns this view with pooling. */
    public View withPooling(Pooling value) {
        return new View(sequence, Optional.of(value), resolution, layers);
    }

    /** Returns this view with images of that height and width in pixels. */
    public View withResolution(int pixels) {
        return new View(sequence, pooling, Optional.of(pixels), layers);
    }

    /** Returns this view with only those blocks running. */
    public View withLayers(List<Integer> indices) {
        return new View(sequence, pooling, resolution, Optional.of(indices));
    }

    /** Returns the tokens per sequence that the data deliver for a model of that shape; for vision models patches + 1. */
    public int sequence(ModelShape shape) {
        if (shape.image().isPresent()) {
            int side = resolution.orElse(shape.image().get().size()) / shape.image().get().patch();
            return side * side + 1;
        }
        return sequence.orElse(shape.context());
    }

    /** Returns the blocks that run in a model of that shape, ascending. */
    public List<Integer> layers(ModelShape shape) {
        return layers.orElseGet(() -> IntStream.range(0, shape.layers()).boxed().toList());
    }
}
