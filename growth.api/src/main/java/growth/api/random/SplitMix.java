package growth.api.random;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * The one source of random numbers: a pure function of a seed, of what the numbers are for, and of the places they are for. It chains the
 * finaliser of SplitMix64 (Steele, Lea and Flood 2014) over these values:
 *
 * <pre>
 * hash(v1, …, vn) = h_n,  h_0 = 0,  h_i = mix((h_(i-1) + γ) xor mix(v_i + γ)),  γ = 0x9E3779B97F4A7C15
 * seed(seed, identifier, places…) = hash(seed, hash(the identifier's UTF-8 bytes, 0 to 255), places…)
 * </pre>
 *
 * Checkpoints hold seeds and not what is derived from them, so the same values give the same bits in every version. An identifier is a
 * constant of the code; no order of declaration and no string's hash code takes its place.
 */
public final class SplitMix {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private SplitMix() {
    }

    /**
     * Derives a seed.
     *
     * @param seed       the seed to derive from
     * @param identifier what the new seed is for, e.g. {@code data}, or a tensor's name
     * @param places     which of several: a step, a row
     * @return 64 bits that belong to these values in this order
     */
    public static long seed(long seed, String identifier, long... places) {
        byte[] bytes = identifier.getBytes(StandardCharsets.UTF_8);
        long key = 0;
        for (byte b : bytes) {
            key = chain(key, Byte.toUnsignedLong(b));
        }
        long hash = chain(chain(0, seed), key);
        for (long place : places) {
            hash = chain(hash, place);
        }
        return hash;
    }

    /** Returns a generator for many numbers of one place, which starts from {@link #seed}. */
    public static SplittableRandom generator(long seed, String identifier, long... places) {
        return new SplittableRandom(seed(seed, identifier, places));
    }

    /**
     * Returns 64 bits that belong to these values in this order. This is {@link #seed} for inner loops: the first value is a derived seed,
     * the others are places.
     */
    public static long hash(long... values) {
        long hash = 0;
        for (long value : values) {
            hash = chain(hash, value);
        }
        return hash;
    }

    /** Returns {@link #hash} as a number from 0 to {@code bound - 1}; the bias is below {@code bound / 2^64}. */
    public static long below(long bound, long... values) {
        return Long.remainderUnsigned(hash(values), bound);
    }

    private static long chain(long hash, long value) {
        return mix(hash + GOLDEN ^ mix(value + GOLDEN));
    }

    /** The finaliser: the first value of a SplitMix64 generator whose state has just become {@code value}. */
    static long mix(long value) {
        long z = value;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
