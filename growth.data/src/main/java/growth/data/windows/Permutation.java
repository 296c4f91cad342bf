package growth.data.windows;

import growth.api.random.SplitMix;
import java.util.Objects;

/**
 * A random order of the numbers below {@code size} that is computed where it is needed and takes no memory: a Feistel network over the
 * next power of four, walked until it lands below {@code size} (cycle walking; Black and Rogaway 2002, "Ciphers with arbitrary finite
 * domains").
 *
 * @param size how many numbers
 * @param key  which order
 */
public record Permutation(long size, long key) {
    /** With fewer than 8 rounds, some orders of a few numbers come visibly more often than others. */
    private static final int ROUNDS = 12;

    public Permutation {
        if (size < 1) {
            throw new IllegalArgumentException("an order needs at least one number, not " + size);
        }
    }

    /** Returns the number at a place, a different one for every place. */
    public long at(long place) {
        Objects.checkIndex(place, size);
        long value = place;
        do {
            value = encrypt(value);
        } while (value >= size);
        return value;
    }

    private long encrypt(long value) {
        int half = (Long.SIZE - Long.numberOfLeadingZeros(size - 1) + 1) / 2;
        long mask = (1L << half) - 1;
        long left = value >>> half;
        long right = value & mask;
        for (int round = 0; round < ROUNDS; round++) {
            long next = left ^ SplitMix.hash(key, round, right) & mask;
            left = right;
            right = next;
        }
        return left << half | right;
    }
}
