package growth.engine.cpu.layer;

import growth.api.model.ParameterRole;
import growth.engine.common.layout.FlatLayout;
import growth.engine.common.layout.FlatLayout.Vector;
import growth.engine.cpu.kernels.GatedNorm;
import growth.engine.cpu.kernels.NormRow;
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
        float[] gate = pass.gates().hidden();
        float[] x = worker.first();
        float[] y = worker.second();
        NormRow norm = begin(worker, pass);
        for (int row = rows.from(); row < rows.to(); row++) {
            kept.input().read(rows.input(row), x);
            if (gate != null) {
                GatedNorm.forward(x, norm, gate, y, size);
            } else if (bias == null) {
                worker.kernels().rmsNorm(x, norm, y, size);
            } else {
                worker.kernels().layerNorm(x, norm, y, size);
            }
            normed.write(row, y);
            kept.statistics().write(row, norm.statistics());
        }
    }

    private NormRow begin(Worker worker, Pass pass) {
        NormRow norm = worker.norm();
        norm.begin(epsilon, worker.vectorGradients(), gain.sumAt(), bias == null ? -1 : bias.sumAt());
        pass.weights().read(gain.at(), norm.gain(), size);
        if (bias != null) {
            pass.weights().read(bias.at(), norm.bias(), size);
        }
        return norm;
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
        float[] gate = pass.gates().hidden();
        float[] gradient = worker.first();
        float[] x = worker.second();
        float[] sum = worker.third();
        NormRow norm = begin(worker, pass);
        for (int row = rows.from(); row < rows.to(); row++) {
            int input = rows.input(row);
            dy.read(row, gradient);
            kept.input().read(input, x);
            kept.statistics().read(row, norm.statistics());
            if (bypass == null) {
                Arrays.fill(sum, 0, size, 0);
            } else {
                bypass.read(input, sum);
            }
            if (gate != null) {
                GatedNorm.backward(gradient, x, norm, gate, sum, size);
            } else if (bias == null) {
                worker.kernels().rmsNormBackward(gradient, x, norm, sum, size);
            } else {
                worker.kernels().layerNormBackward(gradient, x, norm, sum, size);
            }
            dx.write(input, sum);
        }
    }
}
