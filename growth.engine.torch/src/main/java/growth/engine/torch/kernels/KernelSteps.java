package growth.engine.torch.kernels;

import growth.engine.torch.aten.Aten;
import growth.engine.torch.aten.Dtype;
import growth.engine.torch.aten.Tensor;
import growth.engine.torch.kernels.KernelDriver.Grid;

/**
 * The fused steps as kernels of our own. The order of every sum depends on nothing but shapes, so that the same inputs give the same bits.
 * Confined to the thread of its operators.
 */
public final class KernelSteps implements FusedSteps {
    /** Elements of a thread. */
    private static final int EIGHT = 8;
    private static final int THREADS = 256;
    private static final int MOST_THREADS = 1024;
    private static final int WARP = 32;
    /** Threads that share a row of logits. */
    private static final int LOSS_THREADS = 512;
    /** Multiprocessors that a grid is made for, whatever the device has: the order of sums shall not depend on it. */
    private static final int PROCESSORS = 132;
    private final Aten aten;
    private final Dtype element;
    private final KernelDriver.Module module;
    private final long stream;
    private final Arguments arguments = new Arguments();

    /**
     * @param module the kernels, compiled for that type of elements
     * @param stream libtorch's stream on which they run
     */
    public KernelSteps(Aten aten, Dtype element, KernelDriver.Module module, long stream) {
        this.aten = aten;
        this.element = element;
        this.module = module;
        this.stream = stream;
    }

    /** Returns the longest row that norms take. */
    public static int longestRow() {
        return MOST_THREADS * EIGHT;
    }

    private static long at(Tensor tensor) {
        return tensor == null ? 0 : tensor.address();
    }

    private Tensor empty(Dtype dtype, long... sizes) {
        return aten.tensors().empty(dtype, sizes);
    }

    private void launch(String kernel, Grid grid, Arguments values) {
        module.launch(kernel, grid, stream, values);
    }

    /** Returns the threads of a block that takes whole rows. */
    private static int rowThreads(long n) {
        if (n > longestRow()) {
            throw new IllegalArgumentException("rows of " + n + " elements are longer than " + longestRow());
        }
        return (int) ((n + EIGHT * WARP - 1) / (EIGHT * WARP)) * WARP;
    }

    /** Returns how many blocks share out rows whose columns are summed up: enough to fill the device. */
    private static int rowBlocks(long rows, int threads) {
        return (int) Math.min(rows, (long) PROCESSORS * Math.max(1, MOST_THREADS / threads));
    }

    @Override
    public Tensor narrow(Tensor x) {
        return aten.to(x, element);
    }

    @Override
    public Tensor add(Tensor x, Tensor branch) {
        int n = (int) x.size(-1);
        Tensor sum = empty(Dtype.F32, x.sizes());
        launch("norm_forward", new Grid(x.numel() / n, rowThreads(n)), arguments.clear().at(x.address()).at(branch.address())
                .at(sum.address()).at(0).at(0).real(0).at(0).at(0).at(0).integer(n));
        return sum;
    }

    @Override
    public Normed norm(Tensor x, Tensor branch, NormVectors vectors, boolean wide) {
        int n = vectors.size();
        long rows = x.numel() / n;
        Tensor sum = branch == null ? x : empty(Dtype.F32, rows, n);
        Tensor statistics = empty(Dtype.F32, rows, 2);
        Tensor y = empty(element, rows, n);
        boolean both = wide && element != Dtype.F32;
        Tensor widened = both ? empty(Dtype.F32, rows, n) : wide ? y : null;
        launch("norm_forward", new Grid(rows, rowThreads(n)), arguments.clear().at(x.address()).at(at(branch)).at(sum.address())
                .at(vectors.gain().address()).at(at(vectors.bias())).real(vectors.epsilon()).at(y.address())
                .at(both ? widened.address() : 0).at(statistics.address()).integer(n));
        return new Normed(sum, statistics, y, widened);
    }

    @Override
    public Rounded normBackward(NormGradient gradient, Normed normed, NormVectors vectors) {
        int n = vectors.size();
        long rows = normed.sum().numel() / n;
        int threads = rowThreads(n);
        int blocks = rowBlocks(rows, threads);
        Tensor dx = empty(Dtype.F32, rows, n);
        Tensor rounded = element == Dtype.F32 ? dx : empty(element, rows, n);
        Tensor gains = vectors.gainGradient() == null ? null : empty(Dtype.F32, blocks, n);
        Tensor biases = vectors.biasGradient() == null ? null : empty(Dtype.F32, blocks, n);
        launch("norm_backward", new Grid(blocks, threads), arguments.clear()
                .structure(at(gradient.narrow()), at(gradient.wide()), at(gradient.beside())).at(normed.sum().address())
                .at(normed.statistics().address()).at(vectors.gain().address()).integer(vectors.bias() == null ? 0 : 1).at(dx.address())
                .at(rounded == dx ? 0 : rounded.address()).at(at(gains)).at(at(biases)).integer((int) rows).integer(n));
        addColumns(gains, vectors.gainGradient());
        addColumns(biases, vectors.biasGradient());
        return new Rounded(dx, rounded);
    }

    /** Adds the sums of the columns of parts, which are released. */
    private void addColumns(Tensor parts, Tensor into) {
        if (parts != null) {
            int n = (int) parts.size(1);
            launch("column_sums", Grid.each((long) n * WARP, MOST_THREADS), arguments.clear().at(parts.address())
                    .integer((int) parts.size(0)).at(into.address()).integer(n));
            // memory of a stream is given away in the stream's order
            parts.release();
        }
    }

    @Override
    public void addRows(Tensor x, Tensor into) {
        int n = (int) x.size(-1);
        int rows = (int) (x.numel() / n);
        int chunks = (n + EIGHT * THREADS - 1) / (EIGHT * THREADS);
        int blocks = (int) Math.min(rows, Math.max(1, PROCESSORS * 8L / chunks));
        Tensor parts = empty(Dtype.F32, blocks, n);
        launch("row_sums", new Grid(blocks, chunks, THREADS), arguments.clear().at(x.address()).at(parts.address()).integer(rows)
                .integer(n));
        addColumns(parts, into);
    }

    @Override
    public void rotate(Tensor projected, Angles angles, int heads) {
        int half = (int) projected.size(3) / 2;
        int length = (int) projected.size(1);
        long rows = projected.size(0) * length;
        launch("rope", Grid.each(rows * heads * chunks(half), THREADS), arguments.clear().at(projected.address())
                .at(angles.cosines().address()).at(angles.sines().address()).integer((int) rows).integer(length)
                .integer((int) (projected.size(2) * projected.size(3))).integer(heads).integer(half));
    }

    private static long chunks(long n) {
        return (n + EIGHT - 1) / EIGHT;
    }

    @Override
    public Tensor gather(Heads heads, Angles angles) {
        Tensor queries = heads.queries();
        int length = (int) queries.size(2);
        long rows = queries.size(0) * length;
        int size = (int) queries.size(3);
        int count = (int) queries.size(1);
        int kvCount = (int) heads.keys().size(1);
        Tensor projected = empty(element, rows, (long) (count + 2 * kvCount) * size);
        Arguments values = arguments.clear();
        for (Tensor part : new Tensor[] {queries, heads.keys(), heads.values()}) {
            long[] strides = part.strides();
            values.structure(part.address(), strides[0], strides[1], strides[2]);
        }
        values.at(angles == null ? 0 : angles.cosines().address()).at(angles == null ? 0 : angles.sines().address())
                .at(projected.address()).integer((int) rows).integer(length).integer(count).integer(kvCount).integer(size / 2);
        launch("gather_heads", Grid.each(rows * (count + 2 * kvCount) * chunks(size / 2), THREADS), values);
        return projected;
    }

    @Override
    public Tensor swiGlu(Tensor gateUp) {
        long n = gateUp.size(-1) / 2;
        long rows = gateUp.numel() / (2 * n);
        Tensor out = empty(element, rows, n);
        launch("swiglu_forward", Grid.each(rows * chunks(n), THREADS), pair(gateUp, out).integer((int) rows).integer((int) n));
        return out;
    }

    private Arguments pair(Tensor first, Tensor second) {
        return arguments.clear().at(first.address()).at(second.address());
    }

    @Override
    public Activated swiGluBackward(Tensor gateUp, Tensor gradient) {
        long n = gateUp.size(-1) / 2;
        long rows = gateUp.numel() / (2 * n);
        launch("swiglu_backward", Grid.each(rows * chunks(n), THREADS), pair(gateUp, gradient).integer((int) rows).integer((int) n));
        return new Activated(gateUp, gradient);
    }

    @Override
    public Tensor gelu(Tensor x, boolean tanh) {
        Tensor out = empty(element, x.sizes());
        launch("gelu_forward", Grid.each(chunks(x.numel()), THREADS), pair(x, out).wide(x.numel()).integer(tanh ? 1 : 0));
        return out;
    }

    @Override
    public Activated geluBackward(Tensor x, Tensor gradient, boolean tanh) {
        launch("gelu_backward", Grid.each(chunks(x.numel()), THREADS), pair(x, gradient).wide(x.numel()).integer(tanh ? 1 : 0));
        return new Activated(x, gradient);
    }

    @Override
    public Loss crossEntropy(Tensor logits, Tensor labels, Tensor weight, double smoothing) {
        long rows = logits.size(0);
        Tensor losses = empty(Dtype.F32, rows);
        Tensor hits = empty(Dtype.F32, rows);
        launch("cross_entropy", new Grid(rows, LOSS_THREADS), arguments.clear().at(logits.address()).wide(logits.size(1))
                .at(labels.address()).at(losses.address()).at(hits.address()).at(weight.address()).real(smoothing).integer(1)
                .integer((int) logits.size(1)));
        return new Loss(losses, logits);
    }
}
