package growth.api.algebra;

import java.util.Arrays;

/**
 * The rows or the columns of a tensor under growth, seen as one flat list of new indices.
 *
 * @param from     number of old indices
 * @param source   for each new index its old one, or {@link IndexMap#NEW}
 * @param value    factor on values at each index
 * @param gradient factor on gradients at each index, and with them on the optimizer state
 * @param written  whether the index is new and written
 * @param read     whether the index is new and read
 * @param copied   whether another index before it has the same source
 */
record Side(int from, int[] source, double[] value, double[] gradient, boolean[] written, boolean[] read, boolean[] copied) {

    /** What the copies of an index share. */
    enum Share {
        /** The value: the copies are summed over. */
        VALUE,
        /** The gradient: what reads the copies shares the value. */
        GRADIENT,
        /** Nothing. */
        NONE
    }

    /** Returns a side of that many indices that stay as they are. */
    static Side unchanged(int size) {
        return of(IndexMap.identity(size), false, Share.NONE);
    }

    /** Returns a side of indices that come from no old one; they are read or written. */
    static Side filled(int size, boolean reads) {
        int[] source = new int[size];
        Arrays.fill(source, IndexMap.NEW);
        return of(new IndexMap(0, source, ones(size)), reads, Share.NONE);
    }

    /**
     * @param map   the map of the axis
     * @param reads whether the tensor reads the axis; otherwise it writes it
     * @param share what copies share
     */
    static Side of(IndexMap map, boolean reads, Share share) {
        int size = map.to();
        int[] source = map.source();
        boolean[] filled = new boolean[size];
        for (int i = 0; i < size; i++) {
            filled[i] = source[i] == IndexMap.NEW;
        }
        double[] value = share == Share.VALUE ? map.coefficient() : ones(size);
        double[] gradient = share == Share.GRADIENT ? map.coefficient() : ones(size);
        boolean[] none = new boolean[size];
        return new Side(map.from(), source, value, gradient, reads ? none : filled, reads ? filled : none, map.repeated());
    }

    /** Returns the side whose indices are pairs of this one's (outer) and the other's (inner). */
    Side times(Side inner) {
        int size = size() * inner.size();
        Side result = empty(from * inner.from, size);
        for (int i = 0; i < size; i++) {
            int o = i / inner.size();
            int k = i % inner.size();
            boolean filled = source[o] == IndexMap.NEW || inner.source[k] == IndexMap.NEW;
            result.source[i] = filled ? IndexMap.NEW : source[o] * inner.from + inner.source[k];
            result.value[i] = value[o] * inner.value[k];
            result.gradient[i] = gradient[o] * inner.gradient[k];
            result.written[i] = written[o] || inner.written[k];
            result.read[i] = read[o] || inner.read[k];
            result.copied[i] = copied[o] || inner.copied[k];
        }
        return result;
    }

    /** Returns the side that is this one, followed by the other. */
    Side followedBy(Side other) {
        Side result = empty(from + other.from, size() + other.size());
        for (int i = 0; i < result.size(); i++) {
            Side part = i < size() ? this : other;
            int k = i < size() ? i : i - size();
            boolean filled = part.source[k] == IndexMap.NEW;
            result.source[i] = filled || part == this ? part.source[k] : from + part.source[k];
            result.value[i] = part.value[k];
            result.gradient[i] = part.gradient[k];
            result.written[i] = part.written[k];
            result.read[i] = part.read[k];
            result.copied[i] = part.copied[k];
        }
        return result;
    }

    /** Returns this side with every value multiplied by a factor and every gradient by another. */
    Side scaled(double valueFactor, double gradientFactor) {
        double[] values = Arrays.stream(value).map(x -> x * valueFactor).toArray();
        double[] gradients = Arrays.stream(gradient).map(x -> x * gradientFactor).toArray();
        return new Side(from, source, values, gradients, written, read, copied);
    }

    /** Returns the number of new indices. */
    int size() {
        return source.length;
    }

    /** Returns whether some index comes from no old one. */
    boolean fills() {
        return Arrays.stream(source).anyMatch(s -> s == IndexMap.NEW);
    }

    /** Returns whether some index repeats the source of another. */
    boolean copies() {
        for (boolean c : copied) {
            if (c) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether every index comes from the old one of the same number. */
    boolean keepsOrder() {
        if (size() != from) {
            return false;
        }
        for (int i = 0; i < from; i++) {
            if (source[i] != i) {
                return false;
            }
        }
        return true;
    }

    private static Side empty(int from, int size) {
        return new Side(from, new int[size], new double[size], new double[size], new boolean[size], new boolean[size], new boolean[size]);
    }

    private static double[] ones(int size) {
        double[] ones = new double[size];
        Arrays.fill(ones, 1);
        return ones;
    }
}
