package growth.api.algebra;

import java.util.Arrays;

/**
 * Growth of an axis by copying and filling (growth-methods 1.1 and 1.2): the matrices R and M of W' = R W M, written as index lists.
 *
 * @param from        number of old indices, d
 * @param source      for each new index its old one, g(i), or {@link #NEW}
 * @param coefficient for each new index its share a_i of the source: the weights of a copy when it is read, and the scale of the gradients of what
 *                    writes it (growth-methods 1.6); over the copies of one old index they sum to 1; 1 where nothing was copied
 */
public record IndexMap(int from, int[] source, double[] coefficient) implements AxisMap {
    /** The source of an index that comes from no old one and is filled. */
    public static final int NEW = -1;

    public IndexMap {
        source = source.clone();
        coefficient = coefficient.clone();
        if (source.length != coefficient.length) {
            throw new IllegalArgumentException(source.length + " sources but " + coefficient.length + " coefficients");
        }
        for (int s : source) {
            if (s < NEW || s >= from) {
                throw new IllegalArgumentException("source " + s + " is not an index below " + from);
            }
        }
    }

    @Override
    public int to() {
        return source.length;
    }

    @Override
    public int[] source() {
        return source.clone();
    }

    @Override
    public double[] coefficient() {
        return coefficient.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IndexMap map && from == map.from && Arrays.equals(source, map.source)
                && Arrays.equals(coefficient, map.coefficient);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * from + Arrays.hashCode(source)) + Arrays.hashCode(coefficient);
    }

    @Override
    public String toString() {
        return "IndexMap[" + from + " -> " + source.length + "]";
    }
}
