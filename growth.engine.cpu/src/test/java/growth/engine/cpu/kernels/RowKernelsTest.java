package growth.engine.cpu.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import growth.api.engine.OptimizerSettings;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Both kinds of row kernels against double precision, on rows that fill vectors, that do not, and that are shorter than one. */
class RowKernelsTest {
    private static final double EPSILON = 1e-5;

    static Stream<Arguments> kernelsAndSizes() {
        return Stream.of(new HeapRows(new PlainKernels()), new HeapRows(KernelLoader.fastest().get()))
                .flatMap(kernels -> Stream.of(1, 3, 8, 15, 16, 37, 64, 130).map(size -> Arguments.of(kernels, size)));
    }

    @Test
    void theVectorKernelsAreLoadedHere() {
        // the module is on the command line of these tests; without it everything else here would test the plain kernels twice
        assertThat(KernelLoader.fastest().get().name()).startsWith("Vector API");
    }

    @Test
    void plainKernelsStandInForClassesThatCannotBeLoaded() {
        assertThat(KernelLoader.named("growth.engine.cpu.kernels.Absent").get()).isInstanceOf(PlainKernels.class);
        assertThat(KernelLoader.named(Unlinkable.class.getName()).get()).isInstanceOf(PlainKernels.class);
    }

    /** Fails as a class does whose module is missing. */
    static final class Unlinkable extends PlainKernelsOfAnotherModule {
    }

    /** Stands for a class that is not there when its subclass is linked. */
    static class PlainKernelsOfAnotherModule {
        static {
            missing();
        }

        private static void missing() {
            throw new NoClassDefFoundError("jdk/incubator/vector/FloatVector");
        }
    }

    @ParameterizedTest
    @MethodSource("kernelsAndSizes")
    void addsRows(HeapRows kernels, int n) {
        float[] x = random(n, 1);
        float[] y = random(n, 2);
        float[] sum = x.clone();
        kernels.add(sum, y, n);
        assertEach(sum, n, i -> x[i] + y[i], within(1e-7));
    }

    @ParameterizedTest
    @MethodSource("kernelsAndSizes")
    void sumsSquares(HeapRows kernels, int n) {
        float[] x = random(n, 1);
        // far beyond what single precision could hold
        x[0] = 1e25f;
        double expected = sum(n, i -> (double) x[i] * x[i]);
        assertThat(kernels.sumOfSquares(x, n)).isCloseTo(expected, within(1e-12 * expected));
    }

    @ParameterizedTest
    @MethodSource("kernelsAndSizes")
    void normalises(HeapRows kernels, int n) {
        float[] x = random(n, 1);
        float[] gain = random(n, 2);
        float[] y = new float[n];
        double r = 1 / Math.sqrt(sum(n, i -> (double) x[i] * x[i]) / n + EPSILON);
        NormRow norm = norm(gain, null, new float[0]);
        kernels.rmsNorm(x, norm, y);
        assertThat(norm.statistics()[0]).isZero();
        assertThat(norm.statistics()[1]).isCloseTo((float) r, within((float) (1e-6 * r)));
        assertEach(y, n, i -> x[i] * r * gain[i], within(1e-5));
    }

    @ParameterizedTest
    @MethodSource("kernelsAndSizes")
    void differentiatesTheNorm(HeapRows kernels, int n) {
        float[] x = random(n, 1);
        float[] gain = random(n, 2);
        float[] dy = random(n, 3);
        float[] dx = random(n, 4);
        float[] before = dx.clone();
        float[] dgain = random(n + 5, 5);
        float[] dgainBefore = dgain.clone();
        double r = 1 / Math.sqrt(sum(n, i -> (double) x[i] * x[i]) / n + EPSILON);
        double mean = sum(n, i -> (double) gain[i] * dy[i] * x[i]) / n;
        NormRow norm = norm(gain, null, dgain);
        norm.statistics()[1] = (float) r;
        kernels.rmsNormBackward(dy, x, norm, dx);
        assertEach(dx, n, i -> before[i] + r * (gain[i] * dy[i] - x[i] * r * r * mean), within(1e-4));
        for (int i = 0; i < n; i++) {
            assertThat(dgain[5 + i]).isCloseTo((float) (dgainBefore[5 + i] + dy[i] * x[i] * r), within(1e-4f));
        }
    }

    @ParameterizedTest
    @MethodSource("kernelsAndSizes")
    void standardises(HeapRows kernels, int n) {
        float[] x = random(n, 1);
        float[] gain = random(n, 2);
        float[] bias = random(n, 3);
        float[] y = new float[n];
        double mean = sum(n, i -> x[i]) / n;
        double r = 1 / Math.sqrt(sum(n, i -> (x[i] - mean) * (x[i] - mean)) / n + EPSILON);
        NormRow norm = norm(gain, bias, new float[0]);
        float[] stats = norm.statistics();
        kernels.layerNorm(x, norm, y);
        assertThat(stats[0]).isCloseTo((float) mean, within(1e-6f));
        assertThat(stats[1]).isCloseTo((float) r, within((float) (1e-5 * r)));
        assertEach(y, n, i -> (x[i] - mean) * r * gain[i] + bias[i], within(n == 1 ? 1e-3 : 2e-5));
    }

    @ParameterizedTest
    @MethodSource("kernelsAndSizes")
    void differentiatesTheStandardisation(HeapRows kernels, int n) {
        float[] x = random(n, 1);
        float[] gain = random(n, 2);
        float[] dy = random(n, 3);
        float[] dx = random(n, 4);
        float[] before = dx.clone();
        float[] vectors = random(2 * n + 5, 5);
        float[] vectorsBefore = vectors.clone();
        double mean = sum(n, i -> x[i]) / n;
        // with one element the deviation is 0 and r is 1/√ε, beyond what is worth comparing
        double r = n == 1 ? 1 : 1 / Math.sqrt(sum(n, i -> (x[i] - mean) * (x[i] - mean)) / n + EPSILON);
        double common = sum(n, i -> (double) gain[i] * dy[i]) / n;
        double projection = sum(n, i -> gain[i] * dy[i] * (x[i] - mean) * r) / n;
        NormRow norm = norm(gain, new float[n], vectors);
        norm.statistics()[0] = (float) mean;
        norm.statistics()[1] = (float) r;
        kernels.layerNormBackward(dy, x, norm, dx);
        assertEach(dx, n, i -> before[i] + r * (gain[i] * dy[i] - common - (x[i] - mean) * r * projection), within(1e-4));
        for (int i = 0; i < n; i++) {
            assertThat(vectors[5 + i]).isCloseTo((float) (vectorsBefore[5 + i] + dy[i] * (x[i] - mean) * r), within(1e-4f));
            assertThat(vectors[5 + n + i]).isCloseTo(vectorsBefore[5 + n + i] + dy[i], within(1e-6f));
        }
    }

    @ParameterizedTest
    @MethodSource("kernelsAndSizes")
    void activates(HeapRows kernels, int n) {
        float[] x = random(n, 1);
        x[0] = -9;
        x[n - 1] = 7;
        for (GeluKind kind : GeluKind.values()) {
            float[] out = new float[n];
            kernels.gelu(kind, x, out, n);
            assertEach(out, n, i -> x[i] * share(kind, x[i]), within(1e-6));
            float[] dx = x.clone();
            float[] d = random(n, 2);
            float[] dout = d.clone();
            kernels.geluBackward(kind, dx, dout, n);
            assertEach(dx, n, i -> d[i] * ((x[i] + 1e-4) * share(kind, x[i] + 1e-4) - (x[i] - 1e-4) * share(kind, x[i] - 1e-4)) / 2e-4,
                    within(2e-6));
            assertEach(dout, n, i -> x[i] * share(kind, x[i]), within(1e-6));
        }
    }

    private static double share(GeluKind kind, double x) {
        return kind == GeluKind.TANH ? 0.5 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)))
                : 0.5 * (1 + erf(x / Math.sqrt(2)));
    }

    /** The error function by its integral (Simpson's rule). */
    private static double erf(double x) {
        int steps = 2_000;
        double h = x / steps;
        double sum = 1 + Math.exp(-x * x);
        for (int i = 1; i < steps; i++) {
            sum += (i % 2 == 1 ? 4 : 2) * Math.exp(-i * h * i * h);
        }
        return 2 / Math.sqrt(Math.PI) * sum * h / 3;
    }

    @ParameterizedTest
    @MethodSource("kernelsAndSizes")
    void dropsTheSameElementsEverywhere(HeapRows kernels, int n) {
        float[] x = random(n, 1);
        float[] dropped = x.clone();
        float[] plain = x.clone();
        int threshold = (int) (0.3 * (1 << 24));
        kernels.dropout(dropped, 12345, threshold, 1 / 0.7f, n);
        new HeapRows(new PlainKernels()).dropout(plain, 12345, threshold, 1 / 0.7f, n);
        assertThat(dropped).isEqualTo(plain);
        assertEach(dropped, n, i -> dropped[i] == 0 ? 0 : x[i] / 0.7, within(1e-6));
    }

    @Test
    void dropsAsManyAsItShall() {
        int n = 100_000;
        for (int key : new int[] {0, 1, 77, -5}) {
            float[] x = new float[n];
            Arrays.fill(x, 1);
            new HeapRows(KernelLoader.fastest().get()).dropout(x, key, (int) (0.3 * (1 << 24)), 1, n);
            double kept = sum(n, i -> x[i]) / n;
            double pairs = sum(n - 1, i -> x[i] * x[i + 1]) / (n - 1);
            // five standard deviations; neighbours are independent
            assertThat(kept).isCloseTo(0.7, within(0.0073));
            assertThat(pairs).isCloseTo(0.49, within(0.01));
        }
    }

    @ParameterizedTest
    @MethodSource("kernelsAndSizes")
    void multipliesScalesAndSums(HeapRows kernels, int n) {
        float[] x = random(n, 1);
        float[] c = random(n, 2);
        float[] product = x.clone();
        kernels.multiply(product, c, n);
        assertEach(product, n, i -> x[i] * c[i], within(1e-6));
        float[] sum = random(n + 3, 3);
        float[] before = sum.clone();
        kernels.addTo(sum, 3, x, n);
        assertEach(sum, 3, i -> before[i], within(0.0));
        for (int i = 0; i < n; i++) {
            assertThat(sum[3 + i]).isEqualTo(before[3 + i] + x[i]);
        }
        assertThat(kernels.max(x, n)).isEqualTo((float) Arrays.stream(doubles(x)).max().getAsDouble());
    }

    /** A norm whose gain's sums begin at 5, followed by those of the bias; null for no bias. */
    private static NormRow norm(float[] gain, float[] bias, float[] sums) {
        NormRow norm = new NormRow();
        norm.fit(gain.length);
        norm.begin(EPSILON, gain.length, sums, 5, bias == null ? -1 : 5 + gain.length);
        System.arraycopy(gain, 0, norm.gain(), 0, gain.length);
        if (bias != null) {
            System.arraycopy(bias, 0, norm.bias(), 0, gain.length);
        }
        return norm;
    }

    private static double[] doubles(float[] x) {
        double[] values = new double[x.length];
        Arrays.setAll(values, i -> x[i]);
        return values;
    }

    @ParameterizedTest
    @MethodSource("kernelsAndSizes")
    void turnsHeadsAndTurnsThemBack(HeapRows kernels, int half) {
        int heads = 3;
        float[] x = random(2 * half * heads, 1);
        float[] cosines = new float[2 * half];
        float[] sines = new float[2 * half];
        for (int i = 0; i < half; i++) {
            cosines[half + i] = (float) Math.cos(0.3 * i);
            sines[half + i] = (float) Math.sin(0.3 * i);
        }
        RowKernels.Angles angles = new RowKernels.Angles(cosines, sines, half);
        float[] turned = x.clone();
        kernels.rotate(turned, heads, angles, 1, 1);
        for (int head = 0; head < heads; head++) {
            int at = 2 * half * head;
            for (int i = 0; i < half; i++) {
                double a = x[at + i];
                double b = x[at + half + i];
                double angle = 0.3 * i;
                assertThat((double) turned[at + i]).isCloseTo(a * Math.cos(angle) - b * Math.sin(angle), within(1e-6));
                assertThat((double) turned[at + half + i]).isCloseTo(b * Math.cos(angle) + a * Math.sin(angle), within(1e-6));
            }
        }
        kernels.rotate(turned, heads, angles, 1, -1);
        assertEach(turned, x.length, i -> x[i], within(1e-6));
    }

    @ParameterizedTest
    @MethodSource("kernelsAndSizes")
    void gatesAndDifferentiatesGates(HeapRows kernels, int n) {
        float[] gateUp = scaled(random(2 * n, 1), 3);
        float[] out = new float[n];
        kernels.swiGlu(gateUp, out, n);
        assertEach(out, n, i -> silu(gateUp[i]) * gateUp[n + i], within(1e-5));
        float[] d = random(n, 2);
        float[] gradients = gateUp.clone();
        float[] activated = d.clone();
        kernels.swiGluBackward(gradients, activated, n);
        assertEach(activated, n, i -> silu(gateUp[i]) * gateUp[n + i], within(1e-5));
        double h = 1e-5;
        for (int i = 0; i < n; i++) {
            double slope = (silu(gateUp[i] + h) - silu(gateUp[i] - h)) / (2 * h);
            assertThat(gradients[i]).isCloseTo((float) (d[i] * gateUp[n + i] * slope), within(2e-5f));
            assertThat(gradients[n + i]).isCloseTo((float) (d[i] * silu(gateUp[i])), within(2e-5f));
        }
    }

    @ParameterizedTest
    @MethodSource("kernelsAndSizes")
    void makesStepsOfAdamW(HeapRows kernels, int n) {
        OptimizerSettings settings = new OptimizerSettings(OptimizerSettings.ADAMW, 0.9, 0.95, 1e-8, 0.1, 1, 0);
        float[] parameters = random(n, 1);
        float[] gradients = random(n, 2);
        float[] first = scaled(random(n, 3), 0.1f);
        float[] second = scaled(random(n, 4), 0.1f);
        IntStream.range(0, n).forEach(i -> second[i] *= second[i]);
        float[] before = parameters.clone();
        float[] m = first.clone();
        float[] v = second.clone();
        kernels.adamW(settings, new float[][] {parameters, gradients, first, second});
        assertEach(first, n, i -> 0.9 * m[i] + 0.1 * gradients[i] * HeapRows.GRADIENT_SCALE, within(1e-6));
        assertEach(second, n, i -> 0.95 * v[i] + 0.05 * Math.pow(gradients[i] * HeapRows.GRADIENT_SCALE, 2), within(1e-6));
        // entry i is as old as its place says
        assertEach(parameters, n, i -> HeapRows.KEEP * before[i] - 1e-3 / (1 + i) * first[i]
                / (Math.sqrt(second[i]) * (1 + 0.1 * i) + 1e-8), within(1e-6));
    }

    @ParameterizedTest
    @MethodSource("kernelsAndSizes")
    void scoresLabels(HeapRows kernels, int n) {
        float[] x = scaled(random(n, 1), 5);
        int label = n / 2;
        double logSum = Math.log(sum(n, i -> Math.exp(x[i])));
        float[] gradient = x.clone();
        assertThat(kernels.crossEntropy(gradient, label, 0.25f, n)).isCloseTo(logSum - x[label], within(2e-6));
        assertEach(gradient, n, i -> 0.25 * (Math.exp(x[i] - logSum) - (i == label ? 1 : 0)), within(1e-6));
    }

    @ParameterizedTest
    @MethodSource("kernelsAndSizes")
    void extremeScoresStayFiniteAndWrongOnesShow(HeapRows kernels, int n) {
        float[] x = new float[2 * n];
        Arrays.fill(x, -1e30f);
        x[0] = 1e30f;
        float[] out = new float[n];
        kernels.swiGlu(x, out, n);
        assertThat(Float.isNaN(out[n - 1])).isFalse();
        x[n - 1] = Float.NaN;
        assertThat(kernels.crossEntropy(x, 0, 1, n)).isNaN();
    }

    private static double silu(double x) {
        return x / (1 + Math.exp(-x));
    }

    private static float[] random(int n, long seed) {
        Random random = new Random(seed);
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = (float) random.nextGaussian();
        }
        return x;
    }

    private static float[] scaled(float[] x, float c) {
        for (int i = 0; i < x.length; i++) {
            x[i] *= c;
        }
        return x;
    }

    private static double sum(int n, IntToDoubleFunction term) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += term.applyAsDouble(i);
        }
        return sum;
    }

    private static void assertEach(float[] actual, int n, IntToDoubleFunction expected, Offset<Double> within) {
        for (int i = 0; i < n; i++) {
            assertThat((double) actual[i]).as("element " + i).isCloseTo(expected.applyAsDouble(i), within);
        }
    }
}
