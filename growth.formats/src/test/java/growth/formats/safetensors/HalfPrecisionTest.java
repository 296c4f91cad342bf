package growth.formats.safetensors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class HalfPrecisionTest {
    @Test
    void everyHalfHasTheValueOfItsDefinition() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            float value = HalfPrecision.halfToFloat((short) bits);
            double expected = defined(bits, 5, 10);
            if (Double.isNaN(expected)) {
                assertThat(value).isNaN();
            } else {
                assertThat((double) value).isEqualTo(expected);
                assertThat(HalfPrecision.floatToHalf(value)).isEqualTo((short) bits);
            }
        }
    }

    @Test
    void everyBfloatHasTheValueOfItsDefinition() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            float value = HalfPrecision.bfloatToFloat((short) bits);
            double expected = defined(bits, 8, 7);
            if (Double.isNaN(expected)) {
                assertThat(value).isNaN();
            } else {
                assertThat((double) value).isEqualTo(expected);
                assertThat(HalfPrecision.floatToBfloat(value)).isEqualTo((short) bits);
            }
        }
    }

    /** IEEE 754-2019, section 3.4: sign, biased exponent, fraction. */
    private static double defined(int bits, int exponentBits, int fractionBits) {
        double sign = (bits & 0x8000) == 0 ? 1 : -1;
        int bias = (1 << exponentBits - 1) - 1;
        int exponent = (bits & 0x7FFF) >> fractionBits;
        double fraction = (bits & (1 << fractionBits) - 1) / (double) (1 << fractionBits);
        if (exponent == (1 << exponentBits) - 1) {
            return fraction == 0 ? sign * Double.POSITIVE_INFINITY : Double.NaN;
        }
        return exponent == 0 ? sign * fraction * Math.pow(2, 1 - bias) : sign * (1 + fraction) * Math.pow(2, exponent - bias);
    }

    @Test
    void roundingTakesTheNearestAndTheEvenOneOfTwo() {
        Random random = new Random(1);
        for (int i = 0; i < 200_000; i++) {
            float value = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(14) - 9));
            if (i % 4 == 0) {
                // exactly between two halves: the lower one's bits with the first lost bit set
                value = Float.intBitsToFloat(Float.floatToIntBits(value) & ~0x1FFF | 0x1000);
            }
            if (Math.abs(value) < 65504 && Math.abs(value) >= 0x1p-14) {
                requireNearest(value, HalfPrecision.floatToHalf(value), 10);
            }
            requireNearest(value, HalfPrecision.floatToBfloat(value), 7);
        }
    }

    private static void requireNearest(float value, short rounded, int fractionBits) {
        int exponentBits = 15 - fractionBits;
        double error = Math.abs(value - defined(rounded & 0xFFFF, exponentBits, fractionBits));
        double above = Math.abs(value - defined(rounded + 1 & 0xFFFF, exponentBits, fractionBits));
        double below = Math.abs(value - defined(rounded - 1 & 0xFFFF, exponentBits, fractionBits));
        assertThat(error).isLessThanOrEqualTo(Math.min(above, below));
        if (error == above || error == below) {
            assertThat(rounded & 1).as("the even one of two equally near").isZero();
        }
    }

    @Test
    void extremesOverflowToInfinityAndNanStaysNan() {
        assertThat(HalfPrecision.floatToHalf(65504f)).isEqualTo((short) 0x7BFF);
        assertThat(HalfPrecision.floatToHalf(65520f)).isEqualTo((short) 0x7C00);
        assertThat(HalfPrecision.floatToHalf(-Float.MAX_VALUE)).isEqualTo((short) 0xFC00);
        assertThat(HalfPrecision.floatToHalf(0x1p-25f)).isEqualTo((short) 0);
        assertThat(HalfPrecision.floatToHalf(0x1.8p-25f)).isEqualTo((short) 1);
        assertThat(HalfPrecision.floatToBfloat(Float.MAX_VALUE)).isEqualTo((short) 0x7F80);
        float nanWithLowPayload = Float.intBitsToFloat(0x7F80_0001);
        assertThat(HalfPrecision.bfloatToFloat(HalfPrecision.floatToBfloat(nanWithLowPayload))).isNaN();
        assertThat(HalfPrecision.halfToFloat(HalfPrecision.floatToHalf(nanWithLowPayload))).isNaN();
    }
}
