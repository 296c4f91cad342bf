package growth.api.model;

import java.util.List;

/**
 * One dimension of a parameter tensor: which axes it counts (outermost first, e.g. HEADS × HEAD_SIZE) and which way information flows
 * through it.
 *
 * <p>In y = W x, the rows of W are {@link Flow#OUT} and its columns {@link Flow#IN}. A copied OUT index repeats its source; a copied IN
 * index shares its source's weight among the copies (growth-methods 1.1). Embeddings are OUT along HIDDEN. The last norm before a
 * <em>tied</em> head is IN along HIDDEN: the head cannot share the weight, because it is the embedding, so the norm does.
 *
 * @param flow the direction
 * @param axes the axes, outermost first; not empty
 */
public record Dimension(Flow flow, List<Axis> axes) {
    /** Direction of information through a dimension. */
    public enum Flow {
        /** The dimension is read: summed over. */
        IN,
        /** The dimension is written. */
        OUT
    }

    public Dimension {
        axes = List.copyOf(axes);
        if (axes.isEmpty()) {
            throw new IllegalArgumentException("a dimension counts at least one axis");
        }
    }

    /** Returns a read dimension. */
    public static Dimension in(Axis... axes) {
        return new Dimension(Flow.IN, List.of(axes));
    }

    /** Returns a written dimension. */
    public static Dimension out(Axis... axes) {
        return new Dimension(Flow.OUT, List.of(axes));
    }

    /** Returns the number of indices of the dimension in a model of that shape. */
    public int size(ModelShape shape) {
        return axes.stream().mapToInt(shape::size).reduce(1, Math::multiplyExact);
    }
}
