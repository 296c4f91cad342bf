package growth.engine.cpu.model;

import growth.engine.cpu.memory.Region;

/**
 * A linear map y = W·x without bias, W row-major {@code [outputs, inputs]} as in files.
 *
 * @param at      W's first element in the flat buffer
 * @param outputs rows of W
 * @param inputs  columns of W
 */
record Linear(long at, int outputs, int inputs) {
    /** y = W·x for some tokens. */
    void forward(Worker worker, Pass pass, Region x, Region y, int firstToken, int tokens) {
        worker.gemm.multiplyByTransposed(tokens, outputs, inputs, 1, pass.workspace(), x.row(firstToken), x.columns(), pass.weights(), at, inputs, 0,
                pass.workspace(), y.row(firstToken), y.columns());
    }

    /** dx = Wᵀ·dy for some tokens. */
    void backward(Worker worker, Pass pass, Region dy, Region dx, int firstToken, int tokens) {
        worker.gemm.multiply(tokens, inputs, outputs, 1, pass.workspace(), dy.row(firstToken), dy.columns(), pass.weights(), at, inputs, 0,
                pass.workspace(), dx.row(firstToken), dx.columns());
    }

    /** dW = Σ dy·xᵀ over all tokens, of which the worker makes its share of W's rows; all workers must have written dy and x. */
    void weightGradient(Worker worker, Pass pass, Region dy, Region x) {
        addWeightGradient(worker, pass, dy, 0, x, 0, pass.tokens(), pass.accumulate());
    }

    /**
     * dW = Σ dy·xᵀ over some tokens, of which the worker makes its share of W's rows.
     *
     * @param dyRow      row of the first token in dy
     * @param xRow       row of the first token in x
     * @param tokens     how many
     * @param accumulate whether to add to what is there
     */
    void addWeightGradient(Worker worker, Pass pass, Region dy, long dyRow, Region x, long xRow, int tokens, boolean accumulate) {
        int from = worker.from(outputs);
        worker.gemm.multiplyTransposed(worker.to(outputs) - from, inputs, tokens, 1, pass.workspace(), dy.row(dyRow) + from, dy.columns(),
                pass.workspace(), x.row(xRow), x.columns(), accumulate ? 1 : 0, pass.gradients(), at + (long) from * inputs, inputs);
    }
}
