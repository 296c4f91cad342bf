package growth.engine.cpu.model;

import growth.engine.cpu.memory.FloatMemory;
import growth.engine.cpu.memory.Region;

/**
 * A linear map y = W·x without bias, W row-major {@code [outputs, inputs]} as in files.
 *
 * @param at      W's first element in the flat buffer
 * @param outputs rows of W
 * @param inputs  columns of W
 */
record Linear(long at, int outputs, int inputs) {
    /** y = W·x for the worker's tokens. */
    void forward(Worker worker, Pass pass, Region x, Region y) {
        int first = pass.firstToken(worker);
        forward(worker, pass, x.row(first), pass.workspace(), y.row(first), pass.tokens(worker));
    }

    /**
     * y = W·x for some tokens.
     *
     * @param x       the first token's input in the workspace, one after the other
     * @param results memory of the outputs
     * @param y       the first token's output there, one after the other
     */
    void forward(Worker worker, Pass pass, long x, FloatMemory results, long y, int tokens) {
        worker.gemm.left(pass.workspace(), x, inputs).rightTransposed(pass.weights(), at, inputs).into(results, y, outputs)
                .multiply(tokens, outputs, inputs);
    }

    /** dx = Wᵀ·dy for the worker's tokens. */
    void backward(Worker worker, Pass pass, Region dy, Region dx) {
        int first = pass.firstToken(worker);
        backward(worker, pass, dy.row(first), dx.row(first), pass.tokens(worker));
    }

    /** dx = Wᵀ·dy for some tokens, given by the places of the first one's rows. */
    void backward(Worker worker, Pass pass, long dy, long dx, int tokens) {
        worker.gemm.left(pass.workspace(), dy, outputs).right(pass.weights(), at, inputs).into(pass.workspace(), dx, inputs)
                .multiply(tokens, inputs, outputs);
    }

    /** dW = Σ dy·xᵀ over all tokens, of which the worker makes its share of W's rows; all workers must have written dy and x. */
    void weightGradient(Worker worker, Pass pass, Region dy, Region x) {
        weightGradient(worker, pass, dy.at(), x.at(), pass.tokens(), pass.accumulate());
    }

    /** As above for some tokens, given by the places of the first one's rows; {@code accumulate} adds to what is there. */
    void weightGradient(Worker worker, Pass pass, long dy, long x, int tokens, boolean accumulate) {
        int from = (int) worker.from(outputs);
        int rows = (int) worker.to(outputs) - from;
        worker.gemm.leftTransposed(pass.workspace(), dy + from, outputs).right(pass.workspace(), x, inputs)
                .into(pass.gradients(), at + (long) from * inputs, inputs).multiply(rows, inputs, tokens, 1, accumulate ? 1 : 0);
    }
}
