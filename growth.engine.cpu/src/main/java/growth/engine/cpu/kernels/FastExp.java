package growth.engine.cpu.kernels;

/**
 * exp(x) in single precision for x in [−87, 88], outside of which x is taken as the nearer end: x = n·ln 2 + r with |r| ≤ ½ ln 2, a
 * polynomial for exp(r) (Cephes, expf.c), and n added to the exponent's bits. The relative error is below 3·10⁻⁷.
 */
final class FastExp {
    static final float LOWEST = -87f;
    static final float HIGHEST = 88f;
    static final float LOG2_E = 1.44269504f;
    /** ln 2 in two parts, the first of which n multiplies without rounding. */
    static final float LN2_HIGH = 0.693359375f;
    static final float LN2_LOW = -2.12194440e-4f;
    /** 1.5·2²³: adding it rounds to the nearest integer, which then stands in the lowest bits. */
    static final float ROUND = 12582912f;
    static final int EXPONENT_SHIFT = 23;
    static final int ONE_BITS = 0x3f800000;
    static final float C7 = 1.9875691500e-4f;
    static final float C6 = 1.3981999507e-3f;
    static final float C5 = 8.3334519073e-3f;
    static final float C4 = 4.1665795894e-2f;
    static final float C3 = 1.6666665459e-1f;
    static final float C2 = 5.0000001201e-1f;

    private FastExp() {
    }

    static float exp(float value) {
        float x = Math.min(Math.max(value, LOWEST), HIGHEST);
        float shifted = x * LOG2_E + ROUND;
        float n = shifted - ROUND;
        float r = x - n * LN2_HIGH - n * LN2_LOW;
        float p = ((((C7 * r + C6) * r + C5) * r + C4) * r + C3) * r + C2;
        float result = p * (r * r) + r + 1;
        return result * Float.intBitsToFloat((Float.floatToRawIntBits(shifted) << EXPONENT_SHIFT) + ONE_BITS);
    }
}
