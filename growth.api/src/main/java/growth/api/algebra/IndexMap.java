package growth.api.algebra;

import growth.api.GrowthException;
import growth.api.random.SplitMix;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;

/**
 * Growth of an axis by copying and filling (growth-methods 1.1 and 1.2): the matrices R and M of W' = R W M, written as index lists.
 *
 * @param from        number of old indices, d
 * @param source      for each new index its old one, g(i), or {@link #NEW}
 * @param coefficient for each new index its share a_i of the source: the weight of a copy when it is read, and the scale of the gradients
 *                    of what writes it (growth-methods 1.6); the shares of one old index sum to 1; 1 where nothing was copied
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

    /** Returns the map that changes nothing. */
    public static IndexMap identity(int size) {
        return copying(size, size, i -> i);
    }

    /**
     * Repeats the whole axis, g(i) = i mod d; every share is even, a_i = 1/n (Chen et al. 2022; Samragh et al. 2024). {@code to} may be any
     * size from {@code from} on: the last repetition is then cut off.
     */
    public static IndexMap tile(int from, int to) {
        return copying(from, to, i -> i % from);
    }

    /** Repeats every index beside itself, g(i) = ⌊i·d/D⌋; every share is even. */
    public static IndexMap repeatEach(int from, int to) {
        return copying(from, to, i -> (int) ((long) i * from / to));
    }

    /**
     * Repeats each of {@code groups} equal groups within itself: the order of query heads that grow at fixed key/value heads
     * (growth-methods 1.4).
     */
    public static IndexMap tileWithin(int groups, int from, int to) {
        if (from % groups != 0 || to % groups != 0) {
            throw refusal(groups + " groups cannot be equal in " + from + " and in " + to + " indices; both must be multiples");
        }
        return identity(groups).nested(tile(from / groups, to / groups));
    }

    /** Appends filled indices to the old ones (zero padding, masks: growth-methods 1.2). */
    public static IndexMap pad(int from, int to) {
        return filling(from, to, i -> i < from ? i : NEW);
    }

    /** Repeats the axis as {@link #tile} does, with random shares, which break the symmetry of the copies (growth-methods 1.1 and 1.6). */
    public static IndexMap uneven(int from, int to, long seed) {
        return tile(from, to).unevenShares(seed);
    }

    /**
     * Takes any sources; the copies of one old index have even shares.
     *
     * @param source for each new index its old one, or {@link #NEW}
     * @throws GrowthException (CONFIGURATION) if there are fewer new indices than old ones
     */
    public static IndexMap copying(int from, int to, IntUnaryOperator source) {
        IndexMap unscaled = filling(from, to, source);
        int[] copies = unscaled.copies();
        double[] coefficient = new double[to];
        for (int i = 0; i < to; i++) {
            coefficient[i] = unscaled.source[i] == NEW ? 1 : 1.0 / copies[unscaled.source[i]];
        }
        return new IndexMap(from, unscaled.source, coefficient);
    }

    private static IndexMap filling(int from, int to, IntUnaryOperator source) {
        if (to < from) {
            throw refusal("growing from " + from + " to " + to + " is shrinking; the new size must be at least the old one");
        }
        int[] sources = new int[to];
        Arrays.setAll(sources, source);
        double[] ones = new double[to];
        Arrays.fill(ones, 1);
        return new IndexMap(from, sources, ones);
    }

    /** Returns the same sources, with random shares between 1/(2n) and 3/(2n), scaled so that those of one old index sum to 1. */
    public IndexMap unevenShares(long seed) {
        SplittableRandom random = SplitMix.generator(seed, "uneven shares");
        double[] share = new double[source.length];
        double[] sum = new double[from];
        for (int i = 0; i < share.length; i++) {
            share[i] = 0.5 + random.nextDouble();
            if (source[i] != NEW) {
                sum[source[i]] += share[i];
            }
        }
        for (int i = 0; i < share.length; i++) {
            share[i] = source[i] == NEW ? 1 : share[i] / sum[source[i]];
        }
        return new IndexMap(from, source, share);
    }

    /**
     * Makes the map of a two-level axis, e.g. heads × head size: this map moves whole blocks, {@code inner} the indices within each block.
     *
     * @return the Kronecker product; new index (i, k) comes from (g(i), inner g(k)) with the product of the shares
     */
    public IndexMap nested(IndexMap inner) {
        int[] sources = new int[source.length * inner.source.length];
        double[] shares = new double[sources.length];
        for (int i = 0; i < sources.length; i++) {
            int outer = i / inner.source.length;
            int within = i % inner.source.length;
            boolean copied = source[outer] != NEW && inner.source[within] != NEW;
            sources[i] = copied ? source[outer] * inner.from + inner.source[within] : NEW;
            shares[i] = copied ? coefficient[outer] * inner.coefficient[within] : 1;
        }
        return new IndexMap(from * inner.from, sources, shares);
    }

    /** Returns the map that is first this one, then the next; an index that either fills is filled. */
    public IndexMap then(IndexMap next) {
        if (next.from != source.length) {
            throw new IllegalArgumentException("a map from " + next.from + " cannot follow a map to " + source.length);
        }
        int[] sources = new int[next.source.length];
        double[] shares = new double[sources.length];
        for (int i = 0; i < sources.length; i++) {
            int middle = next.source[i];
            sources[i] = middle == NEW ? NEW : source[middle];
            shares[i] = sources[i] == NEW ? 1 : coefficient[middle] * next.coefficient[i];
        }
        return new IndexMap(from, sources, shares);
    }

    /** Returns the number n of new indices that come from each old index. */
    public int[] copies() {
        int[] copies = new int[from];
        for (int s : source) {
            if (s != NEW) {
                copies[s]++;
            }
        }
        return copies;
    }

    /** Returns whether an earlier index has the same source, for each new index. */
    public boolean[] repeated() {
        boolean[] seen = new boolean[from];
        boolean[] repeated = new boolean[source.length];
        for (int i = 0; i < source.length; i++) {
            if (source[i] != NEW) {
                repeated[i] = seen[source[i]];
                seen[source[i]] = true;
            }
        }
        return repeated;
    }

    /** Returns whether the index comes from no old one. */
    boolean isNew(int index) {
        return source[index] == NEW;
    }

    /** Returns the first index with the same source, for each index; {@link #NEW} for those without a source. */
    int[] originals() {
        int[] first = new int[from];
        Arrays.fill(first, NEW);
        int[] originals = new int[source.length];
        for (int i = 0; i < source.length; i++) {
            if (source[i] != NEW && first[source[i]] == NEW) {
                first[source[i]] = i;
            }
            originals[i] = source[i] == NEW ? NEW : first[source[i]];
        }
        return originals;
    }

    /** Returns whether every index comes from the old one of the same number, unscaled. */
    public boolean isIdentity() {
        return equals(identity(from));
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

    private static GrowthException refusal(String message) {
        return new GrowthException(GrowthException.Kind.CONFIGURATION, message);
    }
}
