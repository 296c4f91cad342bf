package growth.engine.cpu.layer;

import growth.api.model.ParameterRole;
import growth.engine.common.layout.FlatLayout;
import growth.engine.common.layout.FlatLayout.Vector;
import growth.engine.cpu.kernels.GatedNorm;
import growth.engine.cpu.kernels.NormRow;
import growth.engine.cpu.kernels.RowKernels;
import growth.engine.cpu.memory.FloatMemory;
import growth.engine.cpu.memory.Region;
import growth.engine.cpu.parallel.Worker;
import growth.engine.cpu.pass.Pass;
import java.util.Arrays;

/**
 * RMSNorm (Zhang and Sennrich 2019) or, where the norm has a bias, LayerNorm (Ba, Kiros and Hinton 2016) of rows of the residual stream.
 * Under a hidden gate its statistics are weighted and its output is gated (Yao et al. 2024).
 */
public final class Norm {
    private final Vector gain;
    private final Vector bias;
    private final int size;
    private final double epsilon;

    /**
     * The rows that are computed: {@code from} to {@code to} of the output.
     *
     * @param inputs the row of the input for each row of the output; null if they are the same
     */
    public record Rows(int from, int to, int[] inputs) {
        private int input(int row) {
            return inputs == null ? row : inputs[row];
        }
    }

    /**
     * What a norm reads in both directions.
     *
     * @param input      what is normed, {@code [hidden]}
     * @param statistics mean and 1/deviation of each row of the output, {@code [2]}; written in the forward pass
     */
    public record Kept(Region input, Region statistics) {
    }

    /** Creates the norm with that role in that block ({@link growth.api.model.ParameterSpec#NO_LAYER} outside of blocks). */
    public Norm(FlatLayout layout, ParameterRole role, int layer) {
        gain = layout.gain(role, layer);
        bias = layout.bias(role, layer).orElse(null);
        size = gain.count();
        epsilon = layout.shape().normEpsilon();
    }

    private static Rows stream(Worker worker, Pass pass) {
        return new Rows(pass.first(worker), pass.end(worker), null);
    }

    /** Computes normed = norm(input) for the worker's rows of the stream. */
    public void forward(Worker worker, Pass pass, Kept kept, Region normed) {
        forward(worker, pass, stream(worker, pass), kept, normed);
    }

    /** Computes normed = norm(input) for some rows. */
    public void forward(Worker worker, Pass pass, Rows rows, Kept kept, Region normed) {
        NormRow norm = begin(worker, pass);
        for (int row = rows.from(); row < rows.to(); row++) {
            row(worker, pass, norm, kept, rows.input(row), normed, row);
        }
    }

    /**
     * Gets ready for some rows.
     *
     * @return what {@link #row} takes
     */
    NormRow begin(Worker worker, Pass pass) {
        NormRow norm = worker.norm();
        norm.begin(epsilon, size, worker.vectorGradients(), gain.sumAt(), bias == null ? -1 : bias.sumAt());
        pass.weights().read(gain.at(), norm.gain(), size);
        if (bias != null) {
            pass.weights().read(bias.at(), norm.bias(), size);
        }
        return norm;
    }

    /** Computes a row of {@link #forward}: normed[row] = norm(input[from]). */
    void row(Worker worker, Pass pass, NormRow norm, Kept kept, int from, Region normed, int row) {
        Region input = kept.input();
        float[] gate = pass.gates().hidden();
        if (gate != null) {
            input.read(from, worker.first());
            GatedNorm.forward(worker.first(), norm, gate, worker.second(), size);
            normed.write(row, worker.second());
        } else if (bias == null) {
            worker.kernels().rmsNorm(input.memory(), input.row(from), norm, normed.row(row));
        } else {
            worker.kernels().layerNorm(input.memory(), input.row(from), norm, normed.row(row));
        }
        long at = kept.statistics().row(row);
        kept.statistics().memory().set(at, norm.statistics()[0]);
        kept.statistics().memory().set(at + 1, norm.statistics()[1]);
    }

    /** Computes dx = the norm's gradient + bypass for the worker's rows of the stream. */
    public void backward(Worker worker, Pass pass, Kept kept, Region dy, Region bypass, Region dx) {
        backward(worker, pass, stream(worker, pass), kept, dy, bypass, dx);
    }

    /**
     * Computes dx = the norm's gradient + bypass for some rows.
     *
     * @param bypass gradient that bypasses the norm, in the rows of the input; null if there is none
     * @param dx     takes the gradient of the input; may be dy
     */
    public void backward(Worker worker, Pass pass, Rows rows, Kept kept, Region dy, Region bypass, Region dx) {
        NormRow norm = begin(worker, pass);
        FloatMemory memory = dx.memory();
        for (int row = rows.from(); row < rows.to(); row++) {
            int input = rows.input(row);
            long at = kept.statistics().row(row);
            norm.statistics()[0] = memory.get(at);
            norm.statistics()[1] = memory.get(at + 1);
            long bypassing = bypass == null ? RowKernels.NONE : bypass.row(input);
            if (pass.gates().hidden() != null) {
                backwardGated(worker, pass, norm, dy.row(row), kept.input().row(input), bypassing, dx.from(input));
            } else if (bias == null) {
                worker.kernels().rmsNormBackward(memory, dy.row(row), kept.input().row(input), norm, bypassing, dx.row(input));
            } else {
                worker.kernels().layerNormBackward(memory, dy.row(row), kept.input().row(input), norm, bypassing, dx.row(input));
            }
        }
    }

    private void backwardGated(Worker worker, Pass pass, NormRow norm, long dy, long x, long bypass, Region dx) {
        FloatMemory memory = dx.memory();
        float[] sum = worker.third();
        memory.read(dy, worker.first(), size);
        memory.read(x, worker.second(), size);
        if (bypass == RowKernels.NONE) {
            Arrays.fill(sum, 0, size, 0);
        } else {
            memory.read(bypass, sum, size);
        }
        GatedNorm.backward(worker.first(), worker.second(), norm, pass.gates().hidden(), sum, size);
        dx.write(0, sum);
    }
}
