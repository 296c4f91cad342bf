package growth.api.model;

import java.util.List;
import java.util.Objects;

/**
 * One parameter tensor of a model: its name in files, its place, what it does, and its named axes.
 *
 * @param name       Hugging Face's tensor name, e.g. {@code model.layers.3.self_attn.q_proj.weight}
 * @param layer      index of the transformer block it belongs to, or {@link #NO_LAYER}
 * @param role       what it does
 * @param kind       weight, bias or norm gain
 * @param dimensions its dimensions, outermost first, in the layout of the files (row-major)
 */
public record ParameterSpec(String name, int layer, ParameterRole role, Kind kind, List<Dimension> dimensions) {
    /** The {@link #layer} of parameters outside the blocks. */
    public static final int NO_LAYER = -1;

    /** Kinds of parameters. */
    public enum Kind {
        /** A matrix, an embedding table or a convolution kernel. */
        WEIGHT,
        /** An additive vector. */
        BIAS,
        /** The multiplicative vector of a norm. */
        GAIN
    }

    public ParameterSpec {
        Objects.requireNonNull(name);
        dimensions = List.copyOf(dimensions);
    }

    /** Returns the tensor's shape in a model of that shape, e.g. {@code [heads·head size, hidden]}. */
    public long[] shape(ModelShape shape) {
        return dimensions.stream().mapToLong(d -> d.size(shape)).toArray();
    }

    /** Returns the number of elements in a model of that shape. */
    public long count(ModelShape shape) {
        return dimensions.stream().mapToLong(d -> d.size(shape)).reduce(1, Math::multiplyExact);
    }

    /** Returns whether decoupled weight decay applies: to weights (tensors of rank 2 and more), not to gains and biases. */
    public boolean decayed() {
        return kind == Kind.WEIGHT;
    }

    /** Returns the same parameter of another block. */
    public ParameterSpec inLayer(int other) {
        if (layer == NO_LAYER) {
            throw new IllegalStateException(name + " belongs to no layer");
        }
        return new ParameterSpec(name.replaceFirst("\\." + layer + "\\.", "." + other + "."), other, role, kind, dimensions);
    }
}
