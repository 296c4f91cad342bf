package growth.engine.torch.aten;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.within;

import growth.api.GrowthException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("library")
class AtenTest {
    private Aten aten;

    @BeforeEach
    void open() {
        aten = TestTorch.open();
    }

    @AfterEach
    void close() {
        if (aten != null) {
            aten.close();
        }
    }

    private Tensor of(float... values) {
        return aten.tensors().upload(values, values.length);
    }

    private float[] floats(Tensor x) {
        return aten.tensors().floats(x);
    }

    @Test
    void addsAndSubtractsTensorsAndNumbers() {
        Tensor a = of(1, 2, 3);
        Tensor b = of(10, 20, 30);
        assertThat(floats(aten.add(a, b))).containsExactly(11, 22, 33);
        assertThat(floats(aten.add(a, b, 0.5))).containsExactly(6, 12, 18);
        assertThat(floats(aten.add(a, 0.5))).containsExactly(1.5f, 2.5f, 3.5f);
        assertThat(floats(aten.sub(a, b))).containsExactly(-9, -18, -27);
        assertThat(floats(aten.sub(a, 1))).containsExactly(0, 1, 2);
        assertThat(floats(aten.mul(a, 3))).containsExactly(3, 6, 9);
        assertThat(floats(aten.div(b, 4))).containsExactly(2.5f, 5, 7.5f);
        assertThat(floats(aten.pow(a, 3))).containsExactly(new float[]{1, 8, 27}, offset(1e-5f));
    }

    @Test
    void everyOtherOperatorIsCalledOnce() {
        Tensor x = aten.tensors().upload(new float[]{1, 2, 3, 4, 5, 6}, 2, 3);
        Tensor w = aten.tensors().upload(new float[]{1, 0, 1, 0, 1, 0}, 2, 3);
        assertThat(floats(aten.linear(x, w, of(1, 2)))).containsExactly(5, 4, 11, 7);
        assertThat(aten.norm(x, true).sizes()).containsExactly(1, 1);
        assertThat(floats(aten.norm(x, false))[0]).isCloseTo((float) Math.sqrt(91), within(1e-6f));
        assertThat(floats(aten.gelu(of(1), false))[0]).isCloseTo(0.8413447f, within(1e-6f));
        assertThat(floats(aten.gelu(of(1), true))[0]).isCloseTo(0.8411920f, within(1e-6f));
        assertThat(floats(aten.sum(x, false, 0))).containsExactly(5, 7, 9);
        assertThat(floats(aten.mean(x, true, 1))).containsExactly(2, 5);
        assertThat(floats(aten.amax(x, false))).containsExactly(6);
        assertThat(aten.tensors().longs(aten.argmax(x, 1))).containsExactly(2, 2);
        assertThat(floats(aten.cat(List.of(x, w), 0))).hasSize(12);
        assertThat(aten.stack(List.of(x, w), 0).sizes()).containsExactly(2, 2, 3);
        assertThat(floats(aten.maskedFill(x, aten.tensors().upload(new boolean[]{true, false, false}, 3), -1))).startsWith(-1, 2, 3, -1);
        assertThat(aten.to(x, Dtype.BF16).dtype()).isEqualTo(Dtype.BF16);
        assertThat(aten.mul(aten.to(x, Dtype.BF16), 0.5).dtype()).isEqualTo(Dtype.BF16);
        Tensor q = aten.tensors().full(Dtype.F32, 1, 1, 4, 3, 8);
        Tensor k = aten.tensors().full(Dtype.F32, 1, 1, 2, 3, 8);
        assertThat(aten.scaledDotProductAttention(q, k, k, null, true, 0.3, true).sizes()).containsExactly(1, 4, 3, 8);
        assertThat(floats(aten.rmsNorm(of(3, 4), null, 0))).containsExactly(new float[]{0.84852814f, 1.1313709f}, offset(1e-6f));
        assertThat(floats(aten.layerNorm(of(1, 3), null, null, 0))).containsExactly(-1, 1);
        Tensor logits = aten.tensors().upload(new float[]{0, 0, 0, 0}, 2, 2);
        assertThat(aten.tensors().item(aten.crossEntropy(logits, aten.tensors().upload(new long[]{1, -100}, 2), 0)))
                .isCloseTo(0.6931472f, within(1e-6f));
        assertThat(floats(aten.embedding(x, aten.tensors().upload(new long[]{1, 0}, 2)))).startsWith(4, 5, 6, 1);
        assertThat(aten.expand(of(1), 4).sizes()).containsExactly(4);
    }

    @Test
    void gradientsAccumulateInAGivenView() {
        Tensor flat = aten.tensors().zeros(Dtype.F32, 4);
        Tensor leaf = aten.autograd().leaf(of(2, 3));
        aten.autograd().gradientInto(leaf, aten.narrow(flat, 0, 1, 2));
        for (int i = 0; i < 2; i++) {
            aten.autograd().backward(aten.sum(aten.add(aten.square(leaf), leaf)), null, List.of(leaf));
        }
        assertThat(floats(flat)).containsExactly(0, 10, 14, 0);
        assertThat(floats(aten.autograd().gradient(leaf))).containsExactly(10, 14);
        aten.autograd().clearGradient(leaf);
        assertThat(aten.autograd().gradient(leaf)).isNull();
    }

    @Test
    void writesInPlace() {
        Tensor a = of(1, 2);
        aten.inPlace().add(a, of(1, 1), 2);
        aten.inPlace().addcmul(a, of(2, 2), of(3, 3), 0.5);
        aten.inPlace().addcdiv(a, of(6, 6), of(3, 3), 1);
        assertThat(floats(a)).containsExactly(8, 9);
        aten.inPlace().lerp(a, of(0, 1), 0.25);
        assertThat(floats(a)).containsExactly(6, 7);
        Tensor m = aten.tensors().upload(new float[]{1, 0, 0, 1}, 2, 2);
        aten.inPlace().addmm(m, aten.copy(m), aten.copy(m), 2, 3);
        assertThat(floats(m)).containsExactly(5, 0, 0, 5);
    }

    @Test
    void stepsOfAdamW() {
        Tensor p = of(1, 2);
        Tensor m = of(0, 0);
        Tensor v = of(0, 0);
        Tensor step = aten.tensors().full(Dtype.F32, 1);
        aten.inPlace().fusedAdamW(new InPlace.AdamTensors(List.of(p), List.of(of(1, 1)), List.of(m), List.of(v), List.of(step)), 0.1, 0.9,
                0.95, 0.1, 1e-8);
        assertThat(floats(p)).containsExactly(new float[]{0.89f, 1.88f}, offset(1e-6f));
    }

    @Test
    void arenasReleaseWhatTheyOwn() {
        Tensor kept;
        Tensor lost;
        try (Arena arena = aten.open()) {
            lost = of(1);
            kept = arena.keep(aten.add(lost, 1));
        }
        assertThat(lost.isReleased()).isTrue();
        assertThat(floats(kept)).containsExactly(2);
        kept.release();
        assertThat(kept.isReleased()).isTrue();
    }

    @Test
    void bothWaysToCallTheSumGiveIt() {
        Tensor a = of(1, 2);
        Tensor b = of(0.5f, 4);
        Calls calls = new Calls(TestTorch.libtorch(), Device.CPU);
        for (Adder adder : Adder.values()) {
            long handle = calls.undefined();
            adder.add(handle, a.handle(), b.handle(), calls.scalarAt(0, 0.5));
            Tensor sum = calls.own(handle);
            assertThat(floats(sum)).as("%s", adder).containsExactly(1.25f, 4);
        }
        calls.arenas().closeAll();
    }

    @Test
    void computesWithIntegers() {
        Tensor x = aten.tensors().upload(new long[]{5, -8, Long.MAX_VALUE}, 3);
        Integers integers = aten.integers();
        assertThat(aten.tensors().longs(integers.add(x, 1))).containsExactly(6, -7, Long.MIN_VALUE);
        assertThat(aten.tensors().longs(aten.sub(x, x))).containsExactly(0, 0, 0);
        assertThat(aten.tensors().longs(integers.mul(x, 0x9E3779B97F4A7C15L))).containsExactly(5 * 0x9E3779B97F4A7C15L,
                -8 * 0x9E3779B97F4A7C15L, Long.MAX_VALUE * 0x9E3779B97F4A7C15L);
        assertThat(aten.tensors().longs(integers.xor(x, 3))).containsExactly(6, -5, Long.MAX_VALUE - 3);
        assertThat(aten.tensors().longs(integers.shiftRight(x, 1))).containsExactly(2, -4, Long.MAX_VALUE >> 1);
        assertThat(aten.tensors().longs(integers.shiftLeft(x, 1))).containsExactly(10, -16, -2);
        assertThat(aten.tensors().longs(integers.and(x, 4))).containsExactly(4, 0, 4);
    }

    @Test
    void splitsAndRolls() {
        Tensor x = aten.tensors().upload(new float[]{1, 2, 3, 4, 5, 6}, 2, 3);
        Tensor[] parts = aten.split(x, 1, 1, 2);
        assertThat(floats(parts[0])).containsExactly(1, 4);
        assertThat(floats(parts[1])).containsExactly(2, 3, 5, 6);
        assertThat(floats(aten.roll(x, 1, 1))).containsExactly(3, 1, 2, 6, 4, 5);
        assertThat(floats(aten.logSumExp(of(0, 0), false, 0))).containsExactly(new float[]{0.6931472f}, offset(1e-6f));
        aten.tensors().upload(new float[]{9, 8, 7}, 2, x);
        assertThat(floats(x)).startsWith(9, 8, 3);
    }

    @Test
    void refusalsSayWhatWasWrong() {
        Tensor x = aten.tensors().zeros(Dtype.F32, 2, 3);
        assertThatThrownBy(() -> aten.mm(x, x)).isInstanceOf(GrowthException.class).hasMessageStartingWith("libtorch could not compute mm")
                .hasMessageMatching(".*(mat1 and mat2 shapes cannot be multiplied \\(2x3 and 2x3\\)|printed the reason.*)");
        assertThatThrownBy(() -> aten.add(x, of(1, 2))).hasMessage("add: shapes [2, 3] and [2] do not broadcast");
        assertThatThrownBy(() -> aten.inPlace().lerp(of(1), x, 0.5)).hasMessage("lerp: shape [2, 3] does not broadcast to [1]");
        assertThatThrownBy(() -> aten.tensors().empty(Dtype.F32, 1L << 46)).isInstanceOf(GrowthException.class).hasMessageMatching(
                "out of memory on cpu in empty, which asked for 281474976710656 bytes|libtorch could not compute empty; it has printed.*");
    }

    @Test
    void countsWhatIsAlive() {
        long before = aten.live();
        for (int step = 0; step < 50; step++) {
            try (Arena arena = aten.open()) {
                Tensor leaf = aten.autograd().leaf(of(1, 2));
                aten.autograd().backward(aten.sum(aten.rmsNorm(leaf, null, 1e-5)), null, List.of(leaf));
            }
        }
        assertThat(aten.live()).isEqualTo(before);
        Tensor held;
        try (Arena arena = aten.open()) {
            held = aten.hold(of(1));
        }
        assertThat(aten.live()).isEqualTo(before + 1);
        held.release();
        assertThat(aten.live()).isEqualTo(before);
    }

    @Test
    void whatWouldEndTheProcessIsRefusedBefore() {
        aten.autograd().record(true);
        Tensor leaf = aten.autograd().leaf(of(1, 2));
        aten.inPlace().add(leaf, of(1, 1), 1);
        assertThat(floats(leaf)).containsExactly(2, 3);
        assertThat(aten.autograd().isRecording()).isTrue();
        Tensor half = aten.to(of(1, 2), Dtype.BF16);
        assertThatThrownBy(() -> aten.inPlace().lerp(leaf, half, 0.5)).hasMessage("lerp: F32[2] and BF16[2] have not one floating type");
        Tensor whole = aten.tensors().upload(new long[]{1, 2}, 2);
        assertThatThrownBy(() -> aten.add(whole, whole, 0.5)).hasMessage("add: integers have no multiple 0.5");
        assertThatThrownBy(() -> aten.inPlace().add(whole, leaf, 1)).hasMessage("add: F32[2] cannot be added to integers");
        leaf.release();
        assertThatThrownBy(() -> aten.neg(leaf)).hasMessage("a tensor was used after its release");
        assertThatThrownBy(() -> CompletableFuture.runAsync(() -> aten.neg(whole)).join()).hasMessageContaining("were used by");
    }
}
