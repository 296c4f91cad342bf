package growth.engine.cpu.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import growth.engine.cpu.onednn.Format;
import growth.engine.cpu.onednn.OneDnn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Products by BLAS and by oneDNN against sums in double precision. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GemmTest {
    private static final double F32_ERROR = 2e-6;
    private static final double BF16_ROUNDING = 1.0 / 256;

    private Optional<OneDnn> oneDnn;
    private Gemm blas;
    private Gemm gemm;

    /**
     * A product.
     *
     * @param batch        how many at once
     * @param transposed   0: neither, 1: A, 2: B
     * @param bias         whether a row is added
     */
    record Case(int batch, int m, int n, int k, int transposed, float alpha, float beta, boolean bias) {
    }

    @BeforeAll
    void load() {
        Blas.useCallersThread();
        oneDnn = OneDnn.load();
        blas = new Gemm(0);
        gemm = new Gemm(0, oneDnn);
    }

    @AfterAll
    void close() {
        blas.close();
        gemm.close();
    }

    static Stream<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (int transposed = 0; transposed < 3; transposed++) {
            cases.add(new Case(1, 5, 7, 3, transposed, 1, 0, false));
            cases.add(new Case(1, 70, 130, 99, transposed, 1, 0, true));
            cases.add(new Case(1, 64, 96, 257, transposed, 0.5f, 1, false));
            cases.add(new Case(1, 65, 128, 64, transposed, 1, 1, true));
            cases.add(new Case(3, 64, 96, 32, transposed, 0.25f, 0, false));
            cases.add(new Case(4, 32, 64, 48, transposed, 1, 1, false));
            cases.add(new Case(3, 33, 47, 20, transposed, 2, 0, false));
        }
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void computesWithBlas(Case product) {
        check(blas, product, Format.F32);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void computesWithOneDnn(Case product) {
        assumeTrue(oneDnn.isPresent(), "no oneDNN on this platform");
        check(gemm, product, Format.F32);
        // the second time what was compiled is used
        check(gemm, product, Format.F32);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void multipliesBf16Numbers(Case product) {
        assumeTrue(oneDnn.isPresent() && oneDnn.get().bf16(), "no oneDNN, or no bf16 in hardware");
        check(gemm, product, Format.BF16);
    }

    @Test
    void roundsToNearestBf16() {
        assumeTrue(oneDnn.isPresent() && oneDnn.get().bf16(), "no oneDNN, or no bf16 in hardware");
        // torch.tensor([...]).bfloat16().float()
        float[] from = {1, 1.00390625f, 1.01171875f, -3.1415927f, 1e-20f, 65504};
        float[] to = {1, 1, 1.015625f, -3.140625f, 1.0005577e-20f, 65536};
        try (FloatMemory floats = new FloatMemory(from.length, 1); Bf16Memory halves = new Bf16Memory(from.length);
                FloatMemory back = new FloatMemory(from.length, 1)) {
            floats.write(0, from, from.length);
            Gemm.Sizes sizes = new Gemm.Sizes(2, 3, 3);
            gemm.convert(floats, 0, halves, 0, sizes);
            gemm.convert(halves, 0, back, 0, sizes);
            float[] read = new float[from.length];
            back.read(0, read, read.length);
            assertThat(read).containsExactly(to);
        }
    }

    private void check(Gemm computing, Case product, Format format) {
        int m = product.m();
        int n = product.n();
        int k = product.k();
        int strideA = (product.transposed() == 1 ? m : k) + 3;
        int strideB = (product.transposed() == 2 ? k : n) + 5;
        int strideC = n + 2;
        int stepA = strideA * Math.max(m, k);
        int stepB = strideB * Math.max(n, k);
        int stepC = strideC * m;
        int batch = product.batch();
        try (FloatMemory a = new FloatMemory((long) stepA * batch, 1); FloatMemory b = new FloatMemory((long) stepB * batch, 1);
                FloatMemory c = new FloatMemory((long) stepC * batch, 1); FloatMemory bias = new FloatMemory(n, 1);
                Bf16Memory halfA = new Bf16Memory(a.length()); Bf16Memory halfB = new Bf16Memory(b.length())) {
            float[] valuesA = fill(a, 1);
            float[] valuesB = fill(b, 2);
            float[] before = fill(c, 3);
            float[] row = fill(bias, 4);
            NativeMemory left = a;
            NativeMemory right = b;
            if (format == Format.BF16) {
                gemm.convert(a, 0, halfA, 0, new Gemm.Sizes(1, valuesA.length, valuesA.length));
                gemm.convert(b, 0, halfB, 0, new Gemm.Sizes(1, valuesB.length, valuesB.length));
                left = halfA;
                right = halfB;
            }
            if (product.transposed() == 1) {
                computing.leftTransposed(left, 0, strideA);
            } else {
                computing.left(left, 0, strideA);
            }
            if (product.transposed() == 2) {
                computing.rightTransposed(right, 0, strideB);
            } else {
                computing.right(right, 0, strideB);
            }
            if (batch > 1) {
                computing.batch(batch, stepA, stepB, stepC);
            }
            if (product.bias()) {
                computing.bias(bias, 0);
            }
            computing.into(c, 0, strideC).multiply(m, n, k, product.alpha(), product.beta());
            float[] after = new float[before.length];
            c.read(0, after, after.length);
            double error = format == Format.F32 ? F32_ERROR : 2 * BF16_ROUNDING;
            for (int i = 0; i < batch; i++) {
                for (int r = 0; r < m; r++) {
                    for (int s = 0; s < n; s++) {
                        double sum = 0;
                        double size = 1;
                        for (int j = 0; j < k; j++) {
                            double x = valuesA[i * stepA + (product.transposed() == 1 ? j * strideA + r : r * strideA + j)];
                            double y = valuesB[i * stepB + (product.transposed() == 2 ? s * strideB + j : j * strideB + s)];
                            sum += x * y;
                            size += Math.abs(x * y);
                        }
                        int at = i * stepC + r * strideC + s;
                        double expected = product.alpha() * sum + product.beta() * before[at] + (product.bias() ? row[s] : 0);
                        assertThat((double) after[at]).as("%s [%d, %d, %d]", product, i, r, s)
                                .isCloseTo(expected, offset(error * size));
                    }
                }
                // what lies between the rows of C stays
                assertThat(after[i * stepC + n]).isEqualTo(before[i * stepC + n]);
            }
        }
    }

    private static float[] fill(FloatMemory memory, long seed) {
        Random random = new Random(seed);
        float[] values = new float[(int) memory.length()];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat() * 2 - 1;
        }
        memory.write(0, values, values.length);
        return values;
    }
}
