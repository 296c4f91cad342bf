package growth.engine.torch.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import growth.engine.torch.aten.Aten;
import growth.engine.torch.aten.Dtype;
import growth.engine.torch.aten.Tensor;
import growth.engine.torch.aten.TestTorch;
import growth.engine.torch.kernels.FusedSteps.Angles;
import growth.engine.torch.kernels.FusedSteps.Heads;
import growth.engine.torch.kernels.FusedSteps.NormGradient;
import growth.engine.torch.kernels.FusedSteps.NormVectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Runs the kernels on the processor and compares them with steps composed of libtorch's operators, on the same inputs. Every kernel runs
 * with its threads in ascending and in descending order: a missing barrier shows as other bits.
 */
class KernelStepsTest {
    private final Random random = new Random(5);
    private Aten aten;

    @BeforeEach
    void open() {
        aten = TestTorch.open();
        aten.autograd().record(false);
    }

    @AfterEach
    void close() {
        if (aten != null) {
            aten.autograd().record(true);
            aten.close();
        }
    }

    private Tensor random(Dtype dtype, long... sizes) {
        float[] values = new float[(int) Arrays.stream(sizes).reduce(1, (a, b) -> a * b)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return aten.to(aten.tensors().upload(values, sizes), dtype);
    }

    private static CpuKernels kernels(Dtype element) {
        return CpuKernels.of(element == Dtype.BF16);
    }

    private FusedSteps kernelSteps(Dtype element) {
        return new KernelSteps(aten, element, kernels(element).module(), 0);
    }

    /** Computes something both ways, by kernels in both orders of threads, and compares. */
    private void compare(Dtype element, Function<FusedSteps, List<Tensor>> steps) {
        List<Tensor> expected = steps.apply(new ComposedSteps(aten, element));
        List<Tensor> actual = steps.apply(kernelSteps(element));
        kernels(element).descending(true);
        List<Tensor> again = steps.apply(kernelSteps(element));
        kernels(element).descending(false);
        for (int i = 0; i < expected.size(); i++) {
            float[] e = aten.tensors().floats(expected.get(i));
            float[] a = aten.tensors().floats(actual.get(i));
            assertThat(aten.tensors().floats(again.get(i))).as("result %d in the other order", i).isEqualTo(a);
            assertThat(actual.get(i).dtype()).as("type of %d", i).isEqualTo(expected.get(i).dtype());
            // one rounding to bf16 is 1/256; f32 results differ by the order of sums
            double allowed = actual.get(i).dtype() == Dtype.BF16 ? 1.0 / 128 : 2e-6;
            assertThat(a).hasSameSizeAs(e);
            double scale = 1e-30;
            for (float value : e) {
                scale = Math.max(scale, Math.abs(value));
            }
            for (int k = 0; k < e.length; k++) {
                assertThat((double) a[k]).as("result %d, element %d", i, k)
                        .isCloseTo(e[k], Offset.offset(allowed * (Math.abs(e[k]) + 0.1 * scale)));
            }
        }
    }

    private NormVectors vectors(boolean rms, long n) {
        return new NormVectors(random(Dtype.F32, n), rms ? null : random(Dtype.F32, n), 1e-5, aten.tensors().full(Dtype.F32, 3, n),
                rms ? null : aten.tensors().full(Dtype.F32, 4, n));
    }

    private static NormVectors copy(Aten aten, NormVectors v) {
        return new NormVectors(v.gain(), v.bias(), v.epsilon(), aten.copy(v.gainGradient()),
                v.biasGradient() == null ? null : aten.copy(v.biasGradient()));
    }

    @ParameterizedTest
    @CsvSource({"F32,true,5,48", "F32,false,5,48", "BF16,true,5,48", "BF16,false,3,300", "F32,true,300,24", "F32,false,4,37",
        "BF16,false,2,61", "F32,true,2,8192", "BF16,false,2,2056"})
    void normsOfSums(Dtype element, boolean rms, long rows, long n) {
        Tensor x = random(Dtype.F32, rows, n);
        Tensor branch = random(element, rows, n);
        Tensor narrow = random(element, rows, n);
        Tensor wide = random(Dtype.F32, rows, n);
        Tensor beside = random(Dtype.F32, rows, n);
        NormVectors vectors = vectors(rms, n);
        compare(element, steps -> {
            List<Tensor> all = new ArrayList<>();
            FusedSteps.Normed plain = steps.norm(x, null, vectors, false);
            FusedSteps.Normed normed = steps.norm(x, branch, vectors, true);
            all.addAll(List.of(plain.y(), plain.statistics(), normed.sum(), normed.y(), normed.wide(), normed.statistics(),
                    steps.add(x, branch)));
            for (NormGradient gradient : List.of(new NormGradient(narrow, null, null), new NormGradient(null, wide, beside),
                    new NormGradient(narrow, wide, beside))) {
                NormVectors own = copy(aten, vectors);
                FusedSteps.Rounded d = steps.normBackward(gradient, normed, own);
                all.addAll(List.of(d.wide(), d.narrow(), own.gainGradient()));
                if (!rms) {
                    all.add(own.biasGradient());
                }
            }
            NormVectors frozen = new NormVectors(vectors.gain(), vectors.bias(), vectors.epsilon(), null, null);
            all.add(steps.normBackward(new NormGradient(narrow, null, null), normed, frozen).wide());
            return all;
        });
    }

    @ParameterizedTest
    @CsvSource({"F32,8,true", "BF16,16,true", "F32,6,true", "BF16,22,true", "BF16,64,false"})
    void rotatesAndGathersHeads(Dtype element, long size, boolean rotates) {
        int heads = 3;
        int kvHeads = 2;
        int length = 5;
        Angles angles = rotates ? new Angles(random(Dtype.F32, length + 2, size / 2), random(Dtype.F32, length + 2, size / 2)) : null;
        Tensor projected = random(element, 2, length, heads + 2 * kvHeads, size);
        // attention leaves some gradients laid out by positions, some by heads
        Heads gradients = new Heads(aten.transpose(random(element, 2, length, heads, size), 1, 2),
                random(element, 2, kvHeads, length, size), aten.transpose(random(element, 2, length, kvHeads, size), 1, 2));
        compare(element, steps -> {
            Tensor own = aten.copy(projected);
            if (rotates) {
                steps.rotate(own, angles, heads + kvHeads);
            }
            return List.of(own, steps.gather(gradients, angles));
        });
    }

    @ParameterizedTest
    @CsvSource({"F32,3,40", "BF16,5,64", "F32,2,13", "BF16,300,9"})
    void activates(Dtype element, long rows, long n) {
        Tensor gateUp = aten.mul(random(element, rows, 2 * n), 3);
        Tensor x = aten.mul(random(element, rows, n), 3);
        Tensor gradient = random(element, rows, n);
        compare(element, steps -> {
            List<Tensor> all = new ArrayList<>(List.of(steps.swiGlu(gateUp), steps.gelu(x, true), steps.gelu(x, false)));
            List<BiFunction<FusedSteps, Tensor, FusedSteps.Activated>> backward = List.of(
                    (s, d) -> s.swiGluBackward(aten.copy(gateUp), d), (s, d) -> s.geluBackward(aten.copy(x), d, true),
                    (s, d) -> s.geluBackward(aten.copy(x), d, false));
            backward.forEach(b -> {
                FusedSteps.Activated both = b.apply(steps, aten.copy(gradient));
                all.addAll(List.of(both.inputs(), both.output()));
            });
            return all;
        });
    }

    @ParameterizedTest
    @CsvSource({"F32,3,40", "BF16,700,2500", "F32,2,13"})
    void addsRows(Dtype element, long rows, long n) {
        Tensor x = random(element, rows, n);
        Tensor before = random(Dtype.F32, n);
        compare(element, steps -> {
            Tensor into = aten.copy(before);
            steps.addRows(x, into);
            return List.of(into);
        });
    }

    @ParameterizedTest
    @CsvSource({"F32,5,40,0", "BF16,3,5003,0.1", "F32,2,13,0.2", "F32,2,9001,0", "BF16,4,97,0"})
    void losesAndDifferentiates(Dtype element, long rows, long n, double smoothing) {
        Tensor logits = aten.mul(random(element, rows, n), 4);
        long[] labels = new long[(int) rows];
        Arrays.setAll(labels, i -> random.nextInt((int) n));
        Tensor label = aten.tensors().upload(labels, rows);
        Tensor weight = aten.tensors().full(Dtype.F32, 0.25, 1);
        compare(element, steps -> {
            FusedSteps.Loss loss = steps.crossEntropy(aten.copy(logits), label, weight, smoothing);
            return List.of(loss.rows(), loss.gradient());
        });
        // and all of it is what autograd makes of libtorch's cross-entropy
        Tensor leaf = aten.autograd().leaf(aten.to(logits, Dtype.F32));
        aten.autograd().record(true);
        Tensor sum = aten.crossEntropy(leaf, label, smoothing);
        aten.autograd().backward(sum, aten.tensors().full(Dtype.F32, 0.25), List.of(leaf));
        aten.autograd().record(false);
        FusedSteps.Loss loss = new ComposedSteps(aten, Dtype.F32).crossEntropy(aten.to(logits, Dtype.F32), label, weight, smoothing);
        assertThat(aten.tensors().item(aten.sum(loss.rows()))).isCloseTo(aten.tensors().item(aten.autograd().detach(sum)), within(1e-3f));
        assertThat(aten.tensors().floats(loss.gradient()))
                .containsExactly(aten.tensors().floats(aten.autograd().gradient(leaf)), Offset.offset(4e-6f));
    }

    @ParameterizedTest
    @EnumSource(value = Dtype.class, names = {"F32", "BF16"})
    void refusesWhatNoKernelTakes(Dtype element) {
        FusedSteps steps = kernelSteps(element);
        Tensor x = random(Dtype.F32, 1, KernelSteps.longestRow() + 1L);
        assertThatThrownBy(() -> steps.add(x, aten.to(x, element))).hasMessage("rows of 8193 elements are longer than 8192");
        KernelDriver.Module module = kernels(element).module();
        assertThatThrownBy(() -> module.launch("nothing", new KernelDriver.Grid(1, 32), 0, new Arguments()))
                .hasMessage("kernels for the GPU: cuModuleGetFunction of nothing failed with CUDA_ERROR_NOT_FOUND");
        assertThatThrownBy(() -> module.launch("rope", new KernelDriver.Grid(1, 31), 0, new Arguments()))
                .hasMessage("kernels for the GPU: rope failed with CUDA_ERROR_INVALID_VALUE");
    }
}
