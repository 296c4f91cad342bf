package growth.engine.cpu.kernels;

/**
 * Random numbers for dropout that depend on a key and a position only, so that the backward pass, a second forward pass and a resumed run
 * see the same ones, whatever worker asks. The key is spread over the positions by Murmur3's 32-bit finalizer.
 */
final class RowNoise {
    static final int STEP = 0x9e3779b9;
    static final int MIX_1 = 0x85ebca6b;
    static final int MIX_2 = 0xc2b2ae35;
    static final int SHIFT_1 = 16;
    static final int SHIFT_2 = 13;
    /** Bits of 32 that a threshold of 24 bits does not see. */
    static final int UNUSED_BITS = 8;

    private RowNoise() {
    }

    /** Returns 24 random bits. */
    static int bits(int key, int i) {
        int h = key + i * STEP;
        h = (h ^ h >>> SHIFT_1) * MIX_1;
        h = (h ^ h >>> SHIFT_2) * MIX_2;
        return (h ^ h >>> SHIFT_1) >>> UNUSED_BITS;
    }
}
