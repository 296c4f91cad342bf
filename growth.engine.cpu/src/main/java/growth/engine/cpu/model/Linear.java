package growth.engine.cpu.model;

import growth.api.model.Dimension;
import growth.api.model.ModelShape;
import growth.api.model.ParameterRole;
import growth.api.model.ParameterSpec;
import growth.engine.cpu.memory.FlatLayout;
import growth.engine.cpu.memory.FloatMemory;
import growth.engine.cpu.memory.Region;

/**
 * A linear map y = W·x + b, W row-major as in files: {@code [outputs, inputs]}, or {@code [inputs, outputs]} where GPT-2 stores it so.
 *
 * @param at         W's first element in the flat buffer
 * @param outputs    size of y
 * @param inputs     size of x
 * @param inputMajor whether W is {@code [inputs, outputs]}
 * @param biasAt     b's first element in the flat buffer; negative without one
 * @param biasSumAt  its place among the vectors
 */
record Linear(long at, int outputs, int inputs, boolean inputMajor, long biasAt, int biasSumAt) {
    /**
     * @param role the weight's role, or that of the first of several weights that lie one after the other and read the same input
     * @return the map of the weight (and bias, if there is one) of that role
     */
    static Linear of(FlatLayout layout, ParameterRole role, int layer, int outputs, int inputs) {
        FlatLayout.Slot weight = layout.weight(role, layer);
        boolean inputMajor = weight.spec().dimensions().get(0).flow() == Dimension.Flow.IN;
        return of(layout, weight.at(), role, layer, outputs, inputs, inputMajor);
    }

    /** @return the tied head: the table of token embeddings, and the bias of the head if there is one */
    static Linear tiedHead(FlatLayout layout) {
        ModelShape shape = layout.shape();
        long table = layout.weight(ParameterRole.TOKEN_EMBEDDING, ParameterSpec.NO_LAYER).at();
        return of(layout, table, ParameterRole.HEAD, ParameterSpec.NO_LAYER, shape.vocabulary(), shape.hidden(), false);
    }

    private static Linear of(FlatLayout layout, long at, ParameterRole role, int layer, int outputs, int inputs, boolean inputMajor) {
        return layout.bias(role, layer)
                .map(bias -> new Linear(at, outputs, inputs, inputMajor, bias.at(), layout.vector(bias)))
                .orElseGet(() -> new Linear(at, outputs, inputs, inputMajor, -1, -1));
    }

    /** @return the map to some of the outputs, of a weight {@code [outputs, inputs]} */
    Linear part(int from, int count) {
        return new Linear(at + (long) from * inputs, count, inputs, inputMajor, biasAt < 0 ? -1 : biasAt + from, biasSumAt + from);
    }

    /** y = W·x + b for the worker's rows of the stream. */
    void forward(Worker worker, Pass pass, Region x, Region y) {
        int first = pass.firstToken(worker);
        forward(worker, pass, x, first, pass.workspace(), y, first, pass.tokens(worker));
    }

    /**
     * y = W·x + b for n rows.
     *
     * @param first   the first row of x
     * @param results memory of y
     * @param into    the first row of y
     */
    void forward(Worker worker, Pass pass, Region x, long first, FloatMemory results, Region y, long into, int n) {
        if (biasAt >= 0) {
            pass.weights().read(biasAt, worker.first, outputs);
            for (int i = 0; i < n; i++) {
                results.write(y.row(into + i), worker.first, outputs);
            }
        }
        worker.gemm.left(pass.workspace(), x.row(first), x.columns());
        if (inputMajor) {
            worker.gemm.right(pass.weights(), at, outputs);
        } else {
            worker.gemm.rightTransposed(pass.weights(), at, inputs);
        }
        worker.gemm.into(results, y.row(into), y.columns()).multiply(n, outputs, inputs, 1, biasAt >= 0 ? 1 : 0);
    }

    /** dx = Wᵀ·dy for the worker's rows of the stream, and the sum of dy for the bias. */
    void backward(Worker worker, Pass pass, Region dy, Region dx) {
        int first = pass.firstToken(worker);
        backward(worker, pass, dy, first, dx, first, pass.tokens(worker), 0);
    }

    /**
     * dx = Wᵀ·dy + β·dx for n rows, and the sum of dy for the bias.
     *
     * @param first the first row of dy
     * @param into  the first row of dx
     */
    void backward(Worker worker, Pass pass, Region dy, long first, Region dx, long into, int n, float beta) {
        biasGradient(worker, pass, dy, first, n);
        worker.gemm.left(pass.workspace(), dy.row(first), dy.columns());
        if (inputMajor) {
            worker.gemm.rightTransposed(pass.weights(), at, outputs);
        } else {
            worker.gemm.right(pass.weights(), at, inputs);
        }
        worker.gemm.into(pass.workspace(), dx.row(into), dx.columns()).multiply(n, inputs, outputs, 1, beta);
    }

    /** Adds n rows of dy to the worker's sum for the bias. */
    void biasGradient(Worker worker, Pass pass, Region dy, long first, int n) {
        if (biasAt >= 0) {
            for (int i = 0; i < n; i++) {
                pass.workspace().read(dy.row(first + i), worker.first, outputs);
                worker.kernels.addTo(worker.vectorGradients, biasSumAt, worker.first, outputs);
            }
        }
    }

    /** dW = Σ dy·xᵀ over all rows of the stream; the worker makes its share of W's rows; all workers must have written dy and x. */
    void weightGradient(Worker worker, Pass pass, Region dy, Region x) {
        weightGradient(worker, pass, dy, 0, x, 0, pass.tokens(), pass.accumulate());
    }

    /** As above for n rows; {@code accumulate} adds to what is there. */
    void weightGradient(Worker worker, Pass pass, Region dy, long dyRow, Region x, long xRow, int n, boolean accumulate) {
        int rows = inputMajor ? inputs : outputs;
        int columns = inputMajor ? outputs : inputs;
        int from = (int) worker.from(rows);
        long left = (inputMajor ? x.row(xRow) : dy.row(dyRow)) + from;
        long right = inputMajor ? dy.row(dyRow) : x.row(xRow);
        worker.gemm.leftTransposed(pass.workspace(), left, inputMajor ? x.columns() : dy.columns())
                .right(pass.workspace(), right, inputMajor ? dy.columns() : x.columns())
                .into(pass.gradients(), at + (long) from * columns, columns)
                .multiply((int) worker.to(rows) - from, columns, n, 1, accumulate ? 1 : 0);
    }

    /** dW = 0, of which the worker writes its share. */
    void clearGradient(Worker worker, Pass pass) {
        long size = (long) outputs * inputs;
        pass.gradients().clear(at + worker.from(size), at + worker.to(size));
    }
}
