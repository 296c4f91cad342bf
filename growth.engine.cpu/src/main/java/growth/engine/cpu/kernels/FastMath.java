package growth.engine.cpu.kernels;

/** Functions in single precision, and the constants that their vector forms share. */
final class FastMath {
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
    /** Outside of [−4, 4] erf is ±1 in single precision. */
    static final float LIMIT = 4f;
    static final float A1 = -1.60960333262415e-02f;
    static final float A3 = -2.95459980854025e-03f;
    static final float A5 = -7.34990630326855e-04f;
    static final float A7 = -5.69250639462346e-05f;
    static final float A9 = -2.10102402082508e-06f;
    static final float A11 = 2.77068142495902e-08f;
    static final float A13 = -2.72614225801306e-10f;
    static final float B0 = -1.42647390514189e-02f;
    static final float B2 = -7.37332916720468e-03f;
    static final float B4 = -1.68282697438203e-03f;
    static final float B6 = -2.13374055278905e-04f;
    static final float B8 = -1.45660718464996e-05f;

    private FastMath() {
    }

    /**
     * Returns exp(x) for x in [−87, 88], outside of which x is taken as the nearer end: x = n·ln 2 + r with |r| ≤ ½ ln 2, a polynomial for
     * exp(r) (Cephes, expf.c), and n added to the exponent's bits. The relative error is below 3·10⁻⁷.
     */
    static float exp(float value) {
        float x = Math.min(Math.max(value, LOWEST), HIGHEST);
        float shifted = x * LOG2_E + ROUND;
        float n = shifted - ROUND;
        float r = x - n * LN2_HIGH - n * LN2_LOW;
        float p = ((((C7 * r + C6) * r + C5) * r + C4) * r + C3) * r + C2;
        float result = p * (r * r) + r + 1;
        return result * Float.intBitsToFloat((Float.floatToRawIntBits(shifted) << EXPONENT_SHIFT) + ONE_BITS);
    }

    /**
     * Returns the error function: an odd polynomial over an even one (the rational approximation of the Eigen library). The absolute error
     * is below 3·10⁻⁷.
     */
    static float erf(float value) {
        float x = Math.min(Math.max(value, -LIMIT), LIMIT);
        float s = x * x;
        float p = (((((A13 * s + A11) * s + A9) * s + A7) * s + A5) * s + A3) * s + A1;
        float q = (((B8 * s + B6) * s + B4) * s + B2) * s + B0;
        return x * p / q;
    }
}
