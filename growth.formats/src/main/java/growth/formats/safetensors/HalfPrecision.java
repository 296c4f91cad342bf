package growth.formats.safetensors;

/** The two 16-bit floating-point formats to and from float, rounding to nearest, ties to even (IEEE 754-2019, section 4.3.1). */
public final class HalfPrecision {
    private static final int HALF_INFINITY = 0x7C00;
    private static final int HALF_QUIET_BIT = 0x0200;
    private static final int FLOAT_QUIET_BIT = 0x0040_0000;
    /** The smallest normal half is 2^-14, the smallest subnormal one 2^-24. */
    private static final float SMALLEST_NORMAL_HALF = 0x1p-14f;

    private HalfPrecision() {
    }

    /** Returns the value of a bfloat16. */
    public static float bfloatToFloat(short bits) {
        return Float.intBitsToFloat(bits << 16);
    }

    /** Returns the nearest bfloat16. */
    public static short floatToBfloat(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            // a payload that stands only in the lower half must not be cut to infinity
            return (short) ((bits | FLOAT_QUIET_BIT) >>> 16);
        }
        int even = bits >>> 16 & 1;
        return (short) (bits + 0x7FFF + even >>> 16);
    }

    /** Returns the value of an IEEE half. */
    public static float halfToFloat(short bits) {
        int sign = (bits & 0x8000) << 16;
        int magnitude = bits & 0x7FFF;
        if (magnitude >= HALF_INFINITY) {
            return Float.intBitsToFloat(sign | 0x7F80_0000 | (magnitude & 0x03FF) << 13);
        }
        if (magnitude < 0x0400) {
            float value = magnitude * 0x1p-24f;
            return sign == 0 ? value : -value;
        }
        return Float.intBitsToFloat(sign | (magnitude << 13) + (112 << 23));
    }

    /** Returns the nearest IEEE half; infinity beyond 65,504. */
    public static short floatToHalf(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = bits >>> 16 & 0x8000;
        float magnitude = Math.abs(value);
        if (Float.isNaN(value)) {
            return (short) (sign | HALF_INFINITY | HALF_QUIET_BIT | bits >>> 13 & 0x03FF);
        }
        if (magnitude < SMALLEST_NORMAL_HALF) {
            return (short) (sign | (int) Math.rint(magnitude * 0x1p24));
        }
        int exact = (bits & 0x7FFF_FFFF) - (112 << 23);
        int even = exact >>> 13 & 1;
        int rounded = exact + 0x0FFF + even >>> 13;
        return (short) (sign | Math.min(rounded, HALF_INFINITY));
    }
}
