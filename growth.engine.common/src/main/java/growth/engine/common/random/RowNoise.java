package growth.engine.common.random;

/**
 * Random numbers for dropout that depend on a key and a position only, so that the backward pass, a second forward pass and a resumed run
 * see the same ones, whatever worker asks. The key is spread over the positions by Murmur3's 32-bit finalizer.
 */
public final class RowNoise {
    /** Distance of the keys of neighbouring positions. */
    public static final int STEP = 0x9e3779b9;
    /** Factor of the first multiplication. */
    public static final int MIX_1 = 0x85ebca6b;
    /** Factor of the second multiplication. */
    public static final int MIX_2 = 0xc2b2ae35;
    /** Shift before the first multiplication and after the second. */
    public static final int SHIFT_1 = 16;
    /** Shift between the multiplications. */
    public static final int SHIFT_2 = 13;
    /** Bits of 32 that a threshold of 24 bits does not see. */
    public static final int UNUSED_BITS = 8;

    private RowNoise() {
    }

    /** Returns 24 random bits. */
    public static int bits(int key, int i) {
        int h = key + i * STEP;
        h = (h ^ h >>> SHIFT_1) * MIX_1;
        h = (h ^ h >>> SHIFT_2) * MIX_2;
        return (h ^ h >>> SHIFT_1) >>> UNUSED_BITS;
    }
}
