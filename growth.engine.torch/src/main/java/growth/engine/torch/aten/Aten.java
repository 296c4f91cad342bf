package growth.engine.torch.aten;

import java.util.List;

/**
 * Operators of libtorch for one session: pure functions here, what writes into its arguments in {@link #inPlace()}, gradients in
 * {@link #autograd()}, memory and transfers in {@link #tensors()}. Results belong to the innermost open {@link Arena}. Confined to the
 * thread that made it. An operator that libtorch refuses fails with a {@link growth.api.GrowthException}.
 */
public final class Aten implements AutoCloseable {
    private final Calls calls;
    private final Device device;
    private final InPlace inPlace;
    private final Autograd autograd;
    private final Tensors tensors;
    private final Integers integers;

    Aten(Libtorch libtorch, Device device) {
        this.device = device;
        calls = new Calls(libtorch, device);
        inPlace = new InPlace(calls);
        autograd = new Autograd(calls);
        tensors = new Tensors(calls, device);
        integers = new Integers(calls, tensors);
    }

    /** Returns the device whose memory holds what {@link #tensors()} makes. */
    public Device device() {
        return device;
    }

    /** Returns the operators that write into their first argument. */
    public InPlace inPlace() {
        return inPlace;
    }

    /** Returns gradients: leaves, backward, and whether graphs are recorded. */
    public Autograd autograd() {
        return autograd;
    }

    /** Returns what makes tensors and moves them between host and device. */
    public Tensors tensors() {
        return tensors;
    }

    /** Returns the operators on the bits of integers. */
    public Integers integers() {
        return integers;
    }

    /** Opens an arena inside the one that is innermost now. */
    public Arena open() {
        return calls.arenas().open();
    }

    /**
     * Takes a tensor out of its arena: it lives until {@link Tensor#release}, or as long as these operators.
     *
     * @return the tensor
     */
    public Tensor hold(Tensor tensor) {
        return calls.arenas().hold(tensor);
    }

    /** Returns how many tensors are not released; a number that grows from step to step tells of a leak. */
    public long live() {
        return calls.arenas().live();
    }

    /** Releases every tensor that is left. */
    @Override
    public void close() {
        calls.close();
    }

    // products

    /** Returns {@code x · wᵀ + b} for x [..., in], w [out, in], b [out] or null. */
    public Tensor linear(Tensor x, Tensor weight, Tensor bias) {
        return calls.call("linear", calls.ref(x), calls.ref(weight), calls.maybe(bias));
    }

    /** Returns the product of two stacks of matrices, or of matrices and vectors, whose leading dimensions broadcast. */
    public Tensor matmul(Tensor a, Tensor b) {
        return calls.call("matmul", calls.ref(a), calls.ref(b));
    }

    /** Returns the product of two matrices [n, k] and [k, m]. */
    public Tensor mm(Tensor a, Tensor b) {
        return calls.call("mm", calls.ref(a), calls.ref(b));
    }

    /** Returns the products of two stacks of matrices [b, n, k] and [b, k, m]. */
    public Tensor bmm(Tensor a, Tensor b) {
        return calls.call("bmm", calls.ref(a), calls.ref(b));
    }

    // arithmetic; shapes broadcast

    /** Returns a + b. */
    public Tensor add(Tensor a, Tensor b) {
        return add(a, b, 1);
    }

    /** Returns a + alpha · b. */
    public Tensor add(Tensor a, Tensor b, double alpha) {
        return calls.add(a, b, alpha);
    }

    /** Returns a + value. */
    public Tensor add(Tensor a, double value) {
        return sub(a, -value);
    }

    /** Returns a − b. */
    public Tensor sub(Tensor a, Tensor b) {
        return calls.subtract(a, b);
    }

    /** Returns a − value. */
    public Tensor sub(Tensor a, double value) {
        Tensor scalar = calls.own(calls.scalar(value));
        Tensor difference = calls.subtract(a, scalar);
        scalar.release();
        return difference;
    }

    /** Returns a · b. */
    public Tensor mul(Tensor a, Tensor b) {
        return calls.call("mul.Tensor", calls.ref(a), calls.ref(b));
    }

    /** Returns a · value. */
    public Tensor mul(Tensor a, double value) {
        return calls.call("mul.Tensor", calls.ref(a), calls.scalar(value));
    }

    /** Returns a / b. */
    public Tensor div(Tensor a, Tensor b) {
        return calls.call("div.Tensor", calls.ref(a), calls.ref(b));
    }

    /** Returns a / value. */
    public Tensor div(Tensor a, double value) {
        return calls.call("div.Tensor", calls.ref(a), calls.scalar(value));
    }

    /** Returns a to the power of b. */
    public Tensor pow(Tensor a, double exponent) {
        return exponent == 2 ? square(a) : calls.call("pow.Tensor_Tensor", calls.ref(a), calls.scalar(exponent));
    }

    // functions of each element

    /** Returns −x. */
    public Tensor neg(Tensor x) {
        return calls.call("neg", calls.ref(x));
    }

    /** Returns |x|. */
    public Tensor abs(Tensor x) {
        return calls.call("abs", calls.ref(x));
    }

    /** Returns x². */
    public Tensor square(Tensor x) {
        return calls.call("square", calls.ref(x));
    }

    /** Returns √x. */
    public Tensor sqrt(Tensor x) {
        return calls.call("sqrt", calls.ref(x));
    }

    /** Returns 1 / √x. */
    public Tensor rsqrt(Tensor x) {
        return calls.call("rsqrt", calls.ref(x));
    }

    /** Returns eˣ. */
    public Tensor exp(Tensor x) {
        return calls.call("exp", calls.ref(x));
    }

    /** Returns the natural logarithm. */
    public Tensor log(Tensor x) {
        return calls.call("log", calls.ref(x));
    }

    /** Returns the hyperbolic tangent. */
    public Tensor tanh(Tensor x) {
        return calls.call("tanh", calls.ref(x));
    }

    /** Returns 1 / (1 + e⁻ˣ). */
    public Tensor sigmoid(Tensor x) {
        return calls.call("sigmoid", calls.ref(x));
    }

    /** Returns max(x, 0). */
    public Tensor relu(Tensor x) {
        return calls.call("relu", calls.ref(x));
    }

    /** Returns x · sigmoid(x). */
    public Tensor silu(Tensor x) {
        return calls.call("silu", calls.ref(x));
    }

    /** Returns x · Φ(x); {@code tanh} approximates Φ as GPT-2 does. */
    public Tensor gelu(Tensor x, boolean tanh) {
        return calls.call("gelu", calls.ref(x), calls.string(tanh ? "tanh" : "none"));
    }

    // normalisation, softmax, attention, loss

    /** Returns x / √(mean x² + ε) · weight over the last dimension; weight may be null. */
    public Tensor rmsNorm(Tensor x, Tensor weight, double epsilon) {
        return calls.call("rms_norm", calls.ref(x), calls.list(x.size(-1)), calls.maybe(weight), calls.present(calls.real(epsilon)));
    }

    /** Returns (x − mean) / √(variance + ε) · weight + bias over the last dimension; weight and bias may be null. */
    public Tensor layerNorm(Tensor x, Tensor weight, Tensor bias, double epsilon) {
        return calls.call("layer_norm", calls.ref(x), calls.list(x.size(-1)), calls.maybe(weight), calls.maybe(bias), calls.real(epsilon),
                0);
    }

    /** Returns log Σ eˣ over a dimension. */
    public Tensor logSumExp(Tensor x, boolean keep, int dimension) {
        return calls.call("logsumexp", calls.ref(x), calls.list((long) dimension), keep ? 1 : 0);
    }

    /** Returns the softmax over a dimension. */
    public Tensor softmax(Tensor x, int dimension) {
        return calls.call("softmax.int", calls.ref(x), dimension, 0);
    }

    /** Returns the logarithm of the softmax over a dimension. */
    public Tensor logSoftmax(Tensor x, int dimension) {
        return calls.call("log_softmax.int", calls.ref(x), dimension, 0);
    }

    /**
     * Returns the attention of queries [b, h, s, e] to keys and values [b, h or fewer, t, e].
     *
     * @param mask    what to add to scores, or true where a key may be seen, [..., s, t]; null for none
     * @param causal  whether a position sees none behind it; only without a mask
     * @param scale   factor of the scores, usually 1 / √e
     * @param grouped whether keys have fewer heads than queries
     */
    public Tensor scaledDotProductAttention(Tensor query, Tensor key, Tensor value, Tensor mask, boolean causal, double scale,
            boolean grouped) {
        return calls.call("scaled_dot_product_attention", calls.ref(query), calls.ref(key), calls.ref(value), calls.maybe(mask),
                calls.real(0), causal ? 1 : 0, calls.present(calls.real(scale)), grouped ? 1 : 0);
    }

    /**
     * Returns the sum of cross-entropies of rows of logits [n, classes] against labels [n]; rows of label −100 count nothing.
     *
     * @param smoothing share of the label's probability that is spread evenly over all classes
     */
    public Tensor crossEntropy(Tensor logits, Tensor labels, double smoothing) {
        return calls.call("cross_entropy_loss", calls.ref(logits), calls.ref(labels), 0, 2, -100, calls.real(smoothing));
    }

    // choosing

    /** Returns rows of a table [n, d] at indices of any shape: [..., d]. */
    public Tensor embedding(Tensor table, Tensor indices) {
        return calls.call("embedding", calls.ref(table), calls.ref(indices), -1, 0, 0);
    }

    /** Returns the slices at indices [n] of a dimension. */
    public Tensor indexSelect(Tensor x, int dimension, Tensor indices) {
        return calls.call("index_select", calls.ref(x), dimension, calls.ref(indices));
    }

    /** Returns the elements at indices along a dimension; the result has the shape of the indices. */
    public Tensor gather(Tensor x, int dimension, Tensor indices) {
        return calls.call("gather", calls.ref(x), dimension, calls.ref(indices), 0);
    }

    /** Returns a where the condition is true, b elsewhere. */
    public Tensor where(Tensor condition, Tensor a, Tensor b) {
        return calls.call("where.self", calls.ref(condition), calls.ref(a), calls.ref(b));
    }

    /** Returns x with a value where the mask is true. */
    public Tensor maskedFill(Tensor x, Tensor mask, double value) {
        return calls.call("masked_fill.Tensor", calls.ref(x), calls.ref(mask), calls.scalar(value));
    }

    /** Returns a = b, element by element. */
    public Tensor eq(Tensor a, Tensor b) {
        return calls.call("eq.Tensor", calls.ref(a), calls.ref(b));
    }

    /** Returns a &lt; b, element by element. */
    public Tensor lt(Tensor a, Tensor b) {
        return calls.call("lt.Tensor", calls.ref(a), calls.ref(b));
    }

    /** Returns a ≤ b, element by element. */
    public Tensor le(Tensor a, Tensor b) {
        return calls.call("le.Tensor", calls.ref(a), calls.ref(b));
    }

    /** Returns a ≥ b, element by element. */
    public Tensor ge(Tensor a, Tensor b) {
        return calls.call("ge.Tensor", calls.ref(a), calls.ref(b));
    }

    /** Returns the opposite of truth values. */
    public Tensor not(Tensor x) {
        return calls.call("logical_not", calls.ref(x));
    }

    /** Returns where both are true. */
    public Tensor and(Tensor a, Tensor b) {
        return calls.call("logical_and", calls.ref(a), calls.ref(b));
    }

    /** Returns where either is true. */
    public Tensor or(Tensor a, Tensor b) {
        return calls.call("logical_or", calls.ref(a), calls.ref(b));
    }

    // shapes; these share memory with their argument where they can

    /** Joins tensors along a dimension. */
    public Tensor cat(List<Tensor> parts, int dimension) {
        return calls.call("cat", calls.list(parts), dimension);
    }

    /** Joins tensors of one shape along a new dimension. */
    public Tensor stack(List<Tensor> parts, int dimension) {
        return calls.call("stack", calls.list(parts), dimension);
    }

    /** Returns {@code length} slices of a dimension from {@code start} on. */
    public Tensor narrow(Tensor x, int dimension, long start, long length) {
        return calls.call("narrow", calls.ref(x), dimension, start, length);
    }

    /** Returns neighbouring parts of a dimension; their gradients are joined in one piece. */
    public Tensor[] split(Tensor x, int dimension, long... sizes) {
        return calls.parts("split_with_sizes", calls.ref(x), calls.list(sizes), dimension);
    }

    /** Returns the elements moved along a dimension; those that leave at the end come in at the start. */
    public Tensor roll(Tensor x, int dimension, long shift) {
        return calls.call("roll", calls.ref(x), calls.list(shift), calls.list((long) dimension));
    }

    /** Returns one slice of a dimension, which goes away. */
    public Tensor select(Tensor x, int dimension, long index) {
        return calls.call("select.int", calls.ref(x), dimension, index);
    }

    /** Returns the same memory in another shape; −1 stands for the size that fits. */
    public Tensor view(Tensor x, long... sizes) {
        return calls.call("view", calls.ref(x), calls.list(sizes));
    }

    /** Returns the elements in another shape, copied where {@link #view} cannot. */
    public Tensor reshape(Tensor x, long... sizes) {
        return calls.call("reshape", calls.ref(x), calls.list(sizes));
    }

    /** Exchanges two dimensions. */
    public Tensor transpose(Tensor x, int a, int b) {
        return calls.call("transpose.int", calls.ref(x), a, b);
    }

    /** Returns the dimensions in another order. */
    public Tensor permute(Tensor x, int... dimensions) {
        return calls.call("permute", calls.ref(x), calls.list(dimensions));
    }

    /** Repeats dimensions of size 1 without a copy. */
    public Tensor expand(Tensor x, long... sizes) {
        return calls.call("expand", calls.ref(x), calls.list(sizes), 0);
    }

    /** Inserts a dimension of size 1. */
    public Tensor unsqueeze(Tensor x, int dimension) {
        return calls.call("unsqueeze", calls.ref(x), dimension);
    }

    /** Drops a dimension of size 1. */
    public Tensor squeeze(Tensor x, int dimension) {
        return calls.call("squeeze.dim", calls.ref(x), dimension);
    }

    /** Returns row-major memory without gaps: x itself if it is so already. */
    public Tensor contiguous(Tensor x) {
        return calls.call("contiguous", calls.ref(x), Abi.memoryFormatContiguousFormat());
    }

    /** Returns a copy in memory of its own. */
    public Tensor copy(Tensor x) {
        return calls.call("clone", calls.ref(x), 0);
    }

    /** Returns the elements as another type: x itself if it has it already. */
    public Tensor to(Tensor x, Dtype dtype) {
        return calls.call("to.dtype", calls.ref(x), dtype.code(), 0, 0, 0);
    }

    // reductions

    /** Returns the sum of all elements, a scalar. */
    public Tensor sum(Tensor x) {
        return calls.call("sum", calls.ref(x), 0);
    }

    /** Returns sums over dimensions. */
    public Tensor sum(Tensor x, boolean keep, int... dimensions) {
        return calls.call("sum.dim_IntList", calls.ref(x), calls.present(calls.list(dimensions)), keep ? 1 : 0, 0);
    }

    /** Returns the mean of all elements, a scalar. */
    public Tensor mean(Tensor x) {
        return calls.call("mean", calls.ref(x), 0);
    }

    /** Returns means over dimensions. */
    public Tensor mean(Tensor x, boolean keep, int... dimensions) {
        return calls.call("mean.dim", calls.ref(x), calls.present(calls.list(dimensions)), keep ? 1 : 0, 0);
    }

    /** Returns maxima over dimensions; over all without any. */
    public Tensor amax(Tensor x, boolean keep, int... dimensions) {
        return calls.call("amax", calls.ref(x), calls.list(dimensions), keep ? 1 : 0);
    }

    /** Returns the index of the largest element of a dimension. */
    public Tensor argmax(Tensor x, int dimension) {
        return calls.call("argmax", calls.ref(x), calls.present(dimension), 0);
    }

    /** Returns the Frobenius norms of matrices, the last two dimensions, which go away or are kept as 1. */
    public Tensor norm(Tensor x, boolean keep) {
        return calls.call("linalg_matrix_norm.str_ord", calls.ref(x), calls.string("fro"), calls.list(-2, -1), keep ? 1 : 0, 0);
    }
}
