package growth.engine.cpu.layer;

import growth.api.model.Dimension;
import growth.api.model.ModelShape;
import growth.api.model.ParameterRole;
import growth.api.model.ParameterSpec;
import growth.engine.common.layout.FlatLayout;
import growth.engine.common.layout.FlatLayout.Vector;
import growth.engine.cpu.memory.NativeMemory;
import growth.engine.cpu.memory.Region;
import growth.engine.cpu.parallel.Worker;
import growth.engine.cpu.pass.Pass;

/**
 * A linear map y = W·x + b, W row-major as in files: {@code [outputs, inputs]}, or {@code [inputs, outputs]} where GPT-2 stores it so.
 * Products read the rounded copies of both operands where both have one: {@link #forward} rounds x, {@link #backward} rounds dy, and
 * {@link #weightGradient} reads what these have rounded. What they write, and the gradient of the bias, is in single precision.
 *
 * @param at         W's first element in the flat memory
 * @param outputs    size of y
 * @param inputs     size of x
 * @param inputMajor whether W is {@code [inputs, outputs]}
 * @param bias       place of b; null without one
 */
public record Linear(long at, int outputs, int inputs, boolean inputMajor, Vector bias) {
    /**
     * Returns the map of the weight with that role, and of its bias if there is one.
     *
     * @param role the weight's role, or that of the first of several weights that are neighbours and read the same input
     */
    public static Linear of(FlatLayout layout, ParameterRole role, int layer, int outputs, int inputs) {
        FlatLayout.Place weight = layout.weight(role, layer);
        boolean inputMajor = weight.spec().dimensions().get(0).flow() == Dimension.Flow.IN;
        return new Linear(weight.at(), outputs, inputs, inputMajor, layout.bias(role, layer).orElse(null));
    }

    /** Returns the tied head: the table of token embeddings, and the bias of the head if there is one. */
    public static Linear tiedHead(FlatLayout layout) {
        ModelShape shape = layout.shape();
        long table = layout.weight(ParameterRole.TOKEN_EMBEDDING, ParameterSpec.NO_LAYER).at();
        Vector bias = layout.bias(ParameterRole.HEAD, ParameterSpec.NO_LAYER).orElse(null);
        return new Linear(table, shape.vocabulary(), shape.hidden(), false, bias);
    }

    /** Returns the map to some of the outputs, for a weight {@code [outputs, inputs]}. */
    public Linear part(int from, int count) {
        return new Linear(at + (long) from * inputs, count, inputs, inputMajor,
                bias == null ? null : new Vector(bias.at() + from, bias.sumAt() + from, count));
    }

    /** Computes y = W·x + b for the worker's rows of the stream. */
    public void forward(Worker worker, Pass pass, Region x, Region y) {
        int first = pass.first(worker);
        forward(worker, pass, x, y, first, pass.end(worker) - first);
    }

    /** Computes y = W·x + b for n rows. */
    public void forward(Worker worker, Pass pass, Region x, Region y, int first, int n) {
        if (bias != null) {
            worker.gemm().bias(pass.weights(), bias.at());
        }
        left(worker, pass, x, first, n);
        if (inputMajor) {
            worker.gemm().right(weights(pass, x), at, outputs);
        } else {
            worker.gemm().rightTransposed(weights(pass, x), at, inputs);
        }
        worker.gemm().into(y, first).multiply(n, outputs, inputs);
    }

    /** Computes dx = Wᵀ·dy for the worker's rows of the stream, and adds dy to the gradient of the bias. */
    public void backward(Worker worker, Pass pass, Region dy, Region dx) {
        int first = pass.first(worker);
        backward(worker, pass, dy, dx, first, pass.end(worker) - first);
    }

    /** Computes dx = Wᵀ·dy for n rows, and adds dy to the gradient of the bias. */
    public void backward(Worker worker, Pass pass, Region dy, Region dx, int first, int n) {
        biasGradient(worker, dy, first, n);
        inputGradient(worker, pass, dy, dx, first, n);
    }

    /** Computes dx = Wᵀ·dy for the worker's rows of the stream. */
    public void inputGradient(Worker worker, Pass pass, Region dy, Region dx) {
        int first = pass.first(worker);
        inputGradient(worker, pass, dy, dx, first, pass.end(worker) - first);
    }

    private void inputGradient(Worker worker, Pass pass, Region dy, Region dx, int first, int n) {
        left(worker, pass, dy, first, n);
        if (inputMajor) {
            worker.gemm().rightTransposed(weights(pass, dy), at, outputs);
        } else {
            worker.gemm().right(weights(pass, dy), at, inputs);
        }
        worker.gemm().into(dx, first).multiply(n, inputs, outputs);
    }

    /** Returns whether a product of the region with the weights reads rounded copies. */
    private static boolean rounds(Pass pass, Region operand) {
        return pass.roundedWeights() != null && operand.rounded() != null;
    }

    /** Returns the weights as a product with the region reads them. */
    private static NativeMemory weights(Pass pass, Region operand) {
        return rounds(pass, operand) ? pass.roundedWeights() : pass.weights();
    }

    /** Takes n rows for A, which are rounded before, if products read them so. */
    private static void left(Worker worker, Pass pass, Region a, int first, int n) {
        if (rounds(pass, a)) {
            a.round(worker.gemm(), first, n);
            worker.gemm().left(a.rounded().memory(), a.roundedRow(first), a.columns());
        } else {
            worker.gemm().left(a, first);
        }
    }

    /** Adds n rows of dy to the worker's sum for the bias. */
    public void biasGradient(Worker worker, Region dy, int first, int n) {
        for (int i = 0; i < n && bias != null; i++) {
            worker.kernels().addTo(worker.vectorGradients(), bias.sumAt(), dy.memory(), dy.row(first + i), outputs);
        }
    }

    /** Computes the worker's share of dW = Σ dy·xᵀ over all rows of the stream; all workers must have written dy and x. */
    public void weightGradient(Worker worker, Pass pass, Region dy, Region x) {
        weightGradient(worker, pass, dy, x, pass.rows().body().total(), pass.accumulate());
    }

    /**
     * Computes the worker's share of dW = Σ dy·xᵀ over the first n rows; all workers must have written dy and x.
     *
     * @param accumulate adds to what is there
     */
    public void weightGradient(Worker worker, Pass pass, Region dy, Region x, int n, boolean accumulate) {
        Region left = inputMajor ? x : dy;
        Region right = inputMajor ? dy : x;
        int rows = inputMajor ? inputs : outputs;
        int columns = inputMajor ? outputs : inputs;
        int from = (int) worker.from(rows);
        if (n > 0 && rounds(pass, left) && rounds(pass, right)) {
            worker.gemm().leftTransposed(left.rounded().memory(), left.roundedRow(0) + from, left.columns())
                    .right(right.rounded().memory(), right.roundedRow(0), right.columns());
        } else {
            worker.gemm().leftTransposed(left.memory(), left.at() + from, left.columns()).right(right, 0);
        }
        worker.gemm().into(pass.gradients(), at + (long) from * columns, columns)
                .multiply((int) worker.to(rows) - from, columns, n, 1, accumulate ? 1 : 0);
    }

    /** Sets the worker's share of dW to 0. */
    public void clearGradient(Worker worker, Pass pass) {
        long size = (long) outputs * inputs;
        pass.gradients().clear(at + worker.from(size), at + worker.to(size));
    }
}
