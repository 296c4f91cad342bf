package growth.api.random;

/**
 * Random numbers that are a function of where they are used: the finaliser of SplitMix64 (Steele, Lea and Flood 2014), chained over the
 * places. Checkpoints hold seeds and not what is derived from them: the same values give the same bits in every version.
 */
public final class SplitMix {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private SplitMix() {
    }

    /** @return 64 bits that belong to these values in this order */
    public static long hash(long... values) {
        long hash = 0;
        for (long value : values) {
            hash = mix(hash + GOLDEN ^ mix(value + GOLDEN));
        }
        return hash;
    }

    /** @return a number from 0 to {@code bound - 1}; the bias is below {@code bound / 2^64} */
    public static long below(long bound, long... values) {
        return Long.remainderUnsigned(hash(values), bound);
    }

    /**
     * The finaliser alone: the first value of a SplitMix64 generator whose state has just become {@code value}.
     *
     * @return 64 bits that belong to the value; 0 for 0, others for other values
     */
    public static long mix(long value) {
        long z = value;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
