package growth.engine.torch.aten;

import java.util.Arrays;
import java.util.List;

/**
 * Computes known numbers with every function that carries no promise, and with operators whose schemas the ABI does not promise, before
 * anything else is computed.
 */
final class SelfTest {
    private static final float EXACT = 1e-5f;
    private static final float CLOSE = 1e-4f;
    private static final float LOSS = 1.7724267f;
    private static final float[] GRADIENT = {0.08092829f, -0.39215433f, -0.50469486f, -0.15322238f};
    private final Libtorch libtorch;
    private final Aten aten;

    private final float tolerance;

    private SelfTest(Libtorch libtorch, Aten aten, float tolerance) {
        this.libtorch = libtorch;
        this.aten = aten;
        this.tolerance = tolerance;
    }

    /**
     * @throws IllegalStateException what was computed wrongly
     * @throws growth.api.GrowthException what libtorch refused
     */
    static void run(Libtorch libtorch) {
        Aten aten = new Aten(libtorch, Device.CPU);
        SelfTest test = new SelfTest(libtorch, aten, EXACT);
        test.compute();
        test.settings();
        aten.close();
    }

    /** Computes the same on a GPU, whose kernels sum in other orders. */
    static void run(Libtorch libtorch, Device gpu) {
        Aten aten = new Aten(libtorch, gpu);
        try (aten) {
            new SelfTest(libtorch, aten, CLOSE).compute();
        }
    }

    private void compute() {
        boolean recording = aten.autograd().isRecording();
        try {
            scalars();
            sums();
            inPlace();
            gradients();
            model();
        } finally {
            aten.autograd().record(recording);
        }
    }

    private Tensor of(float... values) {
        return aten.tensors().upload(values, values.length);
    }

    private void expect(String what, Tensor x, float... expected) {
        float[] found = aten.tensors().floats(x);
        boolean close = found.length == expected.length;
        for (int i = 0; close && i < found.length; i++) {
            close = Math.abs(found[i] - expected[i]) <= tolerance * Math.max(1, Math.abs(expected[i]));
        }
        if (!close) {
            throw new IllegalStateException(what + " gave " + Arrays.toString(found) + ", not " + Arrays.toString(expected));
        }
    }

    /** Numbers as tensors of the processor. Promised functions come first: what a device cannot do at all, they report. */
    private void scalars() {
        Tensor a = of(1, 4);
        expect("mul by a number", aten.mul(a, 3), 3, 12);
        expect("div by a number", aten.div(aten.to(a, Dtype.BF16), 2), 0.5f, 2);
        expect("pow", aten.pow(a, 1.5), 1, 8);
        Integers integers = aten.integers();
        Tensor whole = aten.tensors().upload(new long[]{5, -8}, 2);
        expect("masked_fill", aten.maskedFill(a, integers.lt(whole, 0), -1), 1, -1);
        long[] bits = aten.tensors().longs(integers.shiftRight(integers.xor(integers.mul(whole, 3), 1), 1));
        if (bits[0] != 7 || bits[1] != -12) {
            throw new IllegalStateException("operators on bits gave " + Arrays.toString(bits));
        }
    }

    private void sums() {
        Tensor a = of(1, 2);
        Tensor b = of(3, -4);
        expect("add", aten.add(a, b), 4, -2);
        expect("add", aten.add(a, b, 0.5), 2.5f, 0);
        expect("sub", aten.sub(a, b), -2, 6);
        expect("add of a number", aten.add(a, 0.5), 1.5f, 2.5f);
        long[] sum = aten.tensors().longs(aten.integers().add(aten.tensors().upload(new long[]{Long.MAX_VALUE}, 1), 1));
        if (sum[0] != Long.MIN_VALUE) {
            throw new IllegalStateException("add of integers gave " + sum[0]);
        }
    }

    private void inPlace() {
        Tensor x = of(1, 2);
        aten.inPlace().add(x, of(2, 4), -0.5);
        expect("add_", x, 0, 0);
        aten.inPlace().addcmul(x, of(2, 3), of(5, 7), 2);
        expect("addcmul_", x, 20, 42);
        aten.inPlace().addcdiv(x, of(3, 8), of(2, 4), -2);
        expect("addcdiv_", x, 17, 38);
        aten.inPlace().lerp(x, of(1, 2), 0.25);
        expect("lerp_", x, 13, 29);
        Tensor m = aten.tensors().upload(new float[]{1, 2, 3, 4}, 2, 2);
        Tensor a = aten.tensors().upload(new float[]{1, 1, 0, 1}, 2, 2);
        aten.inPlace().addmm(m, a, a, 2, -1);
        expect("addmm_", m, 1, 2, 6, 7);
        Tensor stack = aten.view(m, 1, 2, 2);
        aten.inPlace().baddbmm(stack, aten.view(a, 1, 2, 2), aten.view(a, 1, 2, 2), 0, 3);
        expect("baddbmm_", m, 3, 6, 0, 3);
    }

    private void gradients() {
        aten.autograd().record(true);
        Tensor flat = aten.tensors().zeros(Dtype.F32, 3);
        Tensor leaf = aten.autograd().leaf(of(2, 3));
        aten.autograd().gradientInto(leaf, aten.narrow(flat, 0, 1, 2));
        for (int pass = 0; pass < 2; pass++) {
            aten.autograd().backward(aten.add(aten.mul(leaf, leaf), leaf, 3), of(1, 10), List.of(leaf));
        }
        expect("the gradient of a sum", flat, 0, 14, 180);
        aten.autograd().clearGradient(leaf);
        if (aten.autograd().gradient(leaf) != null) {
            throw new IllegalStateException("a gradient could not be cleared");
        }
    }

    /**
     * A model of one row: what blocks are made of, forward and backward. Expected values, computed in float64:
     * {@code d=dict(dtype=torch.float64); x=torch.tensor([[.5,-1.,.25,2.]],requires_grad=True,**d)},
     * {@code w=torch.sin(torch.arange(16.,**d)).view(4,4); F=torch.nn.functional; y=F.rms_norm(x,[4],eps=1e-5)@w.T},
     * {@code y=F.layer_norm(y,[4]); q=y.view(1,1,2,2)},
     * {@code y=F.scaled_dot_product_attention(q,q,q,is_causal=True,scale=.5).reshape(1,4)},
     * {@code y=F.silu(y)*F.gelu(y,approximate='tanh'); F.cross_entropy(y,torch.tensor([2]),reduction='sum').backward()}.
     */
    private void model() {
        Tensor x = aten.autograd().leaf(aten.tensors().upload(new float[]{0.5f, -1, 0.25f, 2}, 1, 4));
        float[] weights = new float[16];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) Math.sin(i);
        }
        Tensor y = aten.linear(aten.rmsNorm(x, null, 1e-5), aten.tensors().upload(weights, 4, 4), null);
        y = aten.layerNorm(y, null, null, 1e-5);
        Tensor q = aten.view(y, 1, 1, 2, 2);
        y = aten.reshape(aten.scaledDotProductAttention(q, q, q, null, true, 0.5, false), 1, 4);
        y = aten.mul(aten.silu(y), aten.gelu(y, true));
        Tensor loss = aten.crossEntropy(y, aten.tensors().upload(new long[]{2}, 1), 0);
        expect("a forward pass", loss, LOSS);
        aten.autograd().backward(loss, null, List.of(x));
        expect("a backward pass", aten.autograd().gradient(x), GRADIENT);
    }

    private void settings() {
        libtorch.setThreads(1);
        if (new Calls(libtorch, Device.CPU).facts().threads() != 1) {
            throw new IllegalStateException("the number of threads could not be set");
        }
        if (!Arrays.stream(Adder.values()).allMatch(this::adds)) {
            throw new IllegalStateException("add gave another number when it was called in another way");
        }
        long context = Unpromised.context();
        Unpromised.setDeterministic(context, 1, 0);
        if (Unpromised.deterministic(context) == 0) {
            throw new IllegalStateException("deterministic algorithms could not be asked for");
        }
    }

    private boolean adds(Adder adder) {
        Calls calls = new Calls(libtorch, Device.CPU);
        Tensor a = of(1, 2);
        long handle = calls.undefined();
        adder.add(handle, a.handle(), a.handle(), calls.scalarAt(0, 0.5));
        expect("add", calls.own(handle), 1.5f, 3);
        calls.arenas().closeAll();
        return true;
    }
}
