package growth.engine.cpu.model;

import growth.api.model.ParameterRole;
import growth.engine.cpu.kernels.GatedNorm;
import growth.engine.cpu.memory.FlatLayout;
import growth.engine.cpu.memory.FloatMemory;
import growth.engine.cpu.memory.Region;
import java.util.Arrays;
import java.util.Optional;

/**
 * RMSNorm (Zhang and Sennrich 2019) or, where the norm has a bias, LayerNorm (Ba, Kiros and Hinton 2016) of rows of the residual stream;
 * under a hidden gate with weighted statistics and a gated output (Yao et al. 2024).
 */
final class Norm {
    /** Columns of a region for the statistics of each row: mean and 1/deviation. */
    static final int STATISTICS = 2;

    private final long gainAt;
    private final int gainSumAt;
    private final long biasAt;
    private final int biasSumAt;
    private final int size;
    private final double epsilon;

    /** The norm of that role in that block ({@link growth.api.model.ParameterSpec#NO_LAYER} outside of blocks). */
    Norm(FlatLayout layout, ParameterRole role, int layer) {
        FlatLayout.Slot gain = layout.gain(role, layer);
        Optional<FlatLayout.Slot> bias = layout.bias(role, layer);
        gainAt = gain.at();
        gainSumAt = layout.vector(gain);
        biasAt = bias.map(FlatLayout.Slot::at).orElse(-1L);
        biasSumAt = bias.map(layout::vector).orElse(-1);
        size = Math.toIntExact(gain.count());
        epsilon = layout.shape().normEpsilon();
    }

    /** normed = norm(x) for the worker's rows of the stream. */
    void forward(Worker worker, Pass pass, Region x, Region normed, Region statistics) {
        forward(worker, pass, pass.firstToken(worker), pass.endToken(worker), null, x, normed, statistics);
    }

    /**
     * normed = norm(x) for the rows {@code from} to {@code to} of normed.
     *
     * @param rows       the row of x for each row of normed; null if they are the same
     * @param statistics takes mean and 1/deviation of each row for the backward pass
     */
    void forward(Worker worker, Pass pass, int from, int to, int[] rows, Region x, Region normed, Region statistics) {
        FloatMemory workspace = pass.workspace();
        float[] gate = pass.gates().hidden();
        load(worker, pass);
        for (int row = from; row < to; row++) {
            workspace.read(x.row(rows == null ? row : rows[row]), worker.first, size);
            if (gate != null) {
                GatedNorm.forward(worker.first, worker.gain, biasAt < 0 ? null : worker.bias, gate, epsilon, worker.second,
                        worker.statistics, size);
            } else if (biasAt < 0) {
                worker.statistics[1] = worker.kernels.rmsNorm(worker.first, worker.gain, epsilon, worker.second, size);
            } else {
                worker.kernels.layerNorm(worker.first, worker.gain, worker.bias, epsilon, worker.second, worker.statistics, size);
            }
            workspace.write(normed.row(row), worker.second, size);
            workspace.write(statistics.row(row), worker.statistics, STATISTICS);
        }
    }

    private void load(Worker worker, Pass pass) {
        pass.weights().read(gainAt, worker.gain, size);
        if (biasAt >= 0) {
            pass.weights().read(biasAt, worker.bias, size);
        }
    }

    /** dx = norm's gradient + passedBy for the worker's rows of the stream; {@code passedBy} may be null. */
    void backward(Worker worker, Pass pass, Region dy, Region x, Region statistics, Region passedBy, Region dx) {
        backward(worker, pass, pass.firstToken(worker), pass.endToken(worker), null, dy, x, statistics, passedBy, dx);
    }

    /**
     * dx = norm's gradient + passedBy for the rows {@code from} to {@code to} of dy.
     *
     * @param rows     the row of x and dx for each row of dy; null if they are the same
     * @param passedBy gradient that reaches the input past the norm; null if there is none
     * @param dx       may be dy
     */
    void backward(Worker worker, Pass pass, int from, int to, int[] rows, Region dy, Region x, Region statistics, Region passedBy,
            Region dx) {
        FloatMemory workspace = pass.workspace();
        load(worker, pass);
        for (int row = from; row < to; row++) {
            int at = rows == null ? row : rows[row];
            workspace.read(dy.row(row), worker.first, size);
            workspace.read(x.row(at), worker.second, size);
            workspace.read(statistics.row(row), worker.statistics, STATISTICS);
            if (passedBy == null) {
                Arrays.fill(worker.third, 0, size, 0);
            } else {
                workspace.read(passedBy.row(at), worker.third, size);
            }
            differentiate(worker, pass.gates().hidden());
            workspace.write(dx.row(at), worker.third, size);
        }
    }

    private void differentiate(Worker worker, float[] gate) {
        float mean = worker.statistics[0];
        float r = worker.statistics[1];
        if (gate != null) {
            GatedNorm.backward(worker.first, worker.second, worker.gain, gate, mean, r, worker.third, worker.vectorGradients, gainSumAt,
                    biasSumAt, size);
        } else if (biasAt < 0) {
            worker.kernels.rmsNormBackward(worker.first, worker.second, worker.gain, r, worker.third, worker.vectorGradients, gainSumAt,
                    size);
        } else {
            worker.kernels.layerNormBackward(worker.first, worker.second, worker.gain, mean, r, worker.third, worker.vectorGradients,
                    gainSumAt, biasSumAt, size);
        }
    }
}
