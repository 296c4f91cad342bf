package growth.engine.cpu.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import growth.engine.cpu.onednn.OneDnn;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rounding to bfloat16, and products of what has been rounded. */
class Bf16Test {
    private static final Optional<OneDnn> LIBRARY = OneDnn.load();

    @BeforeAll
    static void needsInstructions() {
        assumeTrue(LIBRARY.isPresent() && LIBRARY.get().bf16(), "skipped: no products in bf16 here");
    }

    private static FloatMemory floats(float[] values) {
        FloatMemory memory = new FloatMemory(values.length, 1);
        memory.write(0, values, values.length);
        return memory;
    }

    private static float[] values(FloatMemory memory) {
        float[] values = new float[(int) memory.length()];
        memory.read(0, values, values.length);
        return values;
    }

    private static float[] rounded(Gemm gemm, float[] values) {
        try (FloatMemory exact = floats(values); Bf16Memory rounded = new Bf16Memory(values.length);
                FloatMemory back = new FloatMemory(values.length, 1)) {
            gemm.convert(exact, 0, rounded, 0, new Gemm.Sizes(1, values.length, values.length));
            gemm.convert(rounded, 0, back, 0, new Gemm.Sizes(1, values.length, values.length));
            return values(back);
        }
    }

    /**
     * The nearest of both neighbours, of equals the even one, with the distances as fractions: in Python, for u the bits of x and
     * v(b) the float of bits b, {@code min(u >> 16, (u >> 16) + 1, key=lambda b: (abs(Fraction(x) - Fraction(v(b << 16))), b % 2))}.
     */
    @Test
    void roundsToTheNearestAndOfEqualsToTheEvenOne() {
        float[] x = {1, -1, 0.1f, -0.1f, 1 / 3f, 3.1415927f, 1.00390625f, 1.01171875f, -1.00390625f, 1.0039064f, 65535, 1e-30f, -2.5e30f,
            3.3895e38f, 3.4e38f, 0};
        float[] expected = {1, -1, 0.10009765625f, -0.10009765625f, 0.333984375f, 3.140625f, 1, 1.015625f, -1, 1.0078125f, 65536,
            9.98402083170343e-31f, -2.4956871191993266e30f, 3.3895313892515355e38f, Float.POSITIVE_INFINITY, 0};
        try (Gemm gemm = new Gemm(0, LIBRARY)) {
            assertThat(rounded(gemm, x)).containsExactly(expected);
            assertThat(rounded(gemm, new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}))
                    .containsExactly(Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY);
        }
    }

    @Test
    void roundsTheRowsOfARegionAndNothingElse() {
        Random random = new Random(1);
        float[] x = new float[60];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextGaussian();
        }
        try (Gemm gemm = new Gemm(0, LIBRARY); FloatMemory exact = floats(x); Bf16Memory copy = new Bf16Memory(80);
                FloatMemory back = new FloatMemory(80, 1)) {
            gemm.convert(back, 0, copy, 0, new Gemm.Sizes(1, 80, 80));
            // rows 2 and 3 of seven elements from the fifth on, copied from the 16th on
            Region region = new Region(exact, 5, 7).with(new Region.Rounded(copy, 16));
            region.from(1).round(gemm, 1, 2);
            gemm.convert(copy, 0, back, 0, new Gemm.Sizes(1, 80, 80));
            float[] expected = new float[80];
            System.arraycopy(rounded(gemm, x), 5 + 14, expected, 16 + 14, 14);
            assertThat(values(back)).containsExactly(expected);
        }
    }

    /** Products of rounded operands are exact but for the order of sums, whichever operand is transposed; α, β and bias are f32. */
    @Test
    void productsSumInSinglePrecision() {
        int m = 37;
        int n = 29;
        int k = 53;
        float[] a = new float[m * k];
        float[] b = new float[k * n];
        float[] c = new float[m * n];
        float[] row = new float[n];
        Random random = new Random(2);
        for (float[] matrix : new float[][] {a, b, c, row}) {
            for (int i = 0; i < matrix.length; i++) {
                matrix[i] = (float) random.nextGaussian();
            }
        }
        try (Gemm gemm = new Gemm(0, LIBRARY); FloatMemory left = floats(a); FloatMemory right = floats(b); FloatMemory bias = floats(row);
                Bf16Memory roundedLeft = new Bf16Memory(a.length); Bf16Memory roundedRight = new Bf16Memory(b.length)) {
            gemm.convert(left, 0, roundedLeft, 0, new Gemm.Sizes(1, a.length, a.length));
            gemm.convert(right, 0, roundedRight, 0, new Gemm.Sizes(1, b.length, b.length));
            float[] ra = rounded(gemm, a);
            float[] rb = rounded(gemm, b);
            for (int layout = 0; layout < 4; layout++) {
                boolean ta = layout % 2 == 1;
                boolean tb = layout > 1;
                try (FloatMemory result = floats(c)) {
                    if (ta) {
                        gemm.leftTransposed(roundedLeft, 0, m);
                    } else {
                        gemm.left(roundedLeft, 0, k);
                    }
                    if (tb) {
                        gemm.rightTransposed(roundedRight, 0, k);
                    } else {
                        gemm.right(roundedRight, 0, n);
                    }
                    gemm.bias(bias, 0).into(result, 0, n).multiply(m, n, k, 1, 1);
                    float[] found = values(result);
                    for (int i = 0; i < m * n; i++) {
                        double sum = c[i] + (double) row[i % n];
                        double size = Math.abs(c[i]) + Math.abs(row[i % n]);
                        for (int j = 0; j < k; j++) {
                            double product = (double) ra[ta ? j * m + i / n : i / n * k + j] * rb[tb ? i % n * k + j : j * n + i % n];
                            sum += product;
                            size += Math.abs(product);
                        }
                        assertThat(Math.abs(found[i] - sum)).as("layout " + layout).isLessThan(k * 0x1p-24 * size);
                    }
                }
            }
        }
    }
}
