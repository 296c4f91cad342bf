package growth.engine.cpu.model;

import growth.engine.cpu.memory.FlatLayout;
import growth.engine.cpu.memory.FloatMemory;
import growth.engine.cpu.memory.Region;
import java.util.Arrays;

/** RMSNorm (Zhang and Sennrich 2019) of the residual stream, for the worker's tokens. */
final class RmsNorm {
    private final long gainAt;
    private final int gradientAt;
    private final int size;
    private final double epsilon;

    /**
     * @param gain      place of the gain
     * @param vectorsAt place of the first vector parameter
     * @param epsilon   added to the mean square
     */
    RmsNorm(FlatLayout.Slot gain, long vectorsAt, double epsilon) {
        gainAt = gain.at();
        gradientAt = Math.toIntExact(gain.at() - vectorsAt);
        size = Math.toIntExact(gain.count());
        this.epsilon = epsilon;
    }

    /**
     * normed = norm(x).
     *
     * @param scale takes 1/rms of each token for the backward pass
     */
    void forward(Worker worker, Pass pass, Region x, Region normed, Region scale) {
        FloatMemory workspace = pass.workspace();
        pass.weights().read(gainAt, worker.gain, size);
        for (int token = pass.firstToken(worker); token < pass.endToken(worker); token++) {
            workspace.read(x.row(token), worker.first, size);
            workspace.set(scale.row(token), worker.kernels.rmsNorm(worker.first, worker.gain, epsilon, worker.second, size));
            workspace.write(normed.row(token), worker.second, size);
        }
    }

    /**
     * dx = norm's gradient + passedBy.
     *
     * @param dy       gradient of the norm's output
     * @param x        the norm's input
     * @param scale    what the forward pass left there
     * @param passedBy gradient that reaches the input past the norm; null if there is none
     */
    void backward(Worker worker, Pass pass, Region dy, Region x, Region scale, Region passedBy, Region dx) {
        FloatMemory workspace = pass.workspace();
        pass.weights().read(gainAt, worker.gain, size);
        for (int token = pass.firstToken(worker); token < pass.endToken(worker); token++) {
            workspace.read(dy.row(token), worker.first, size);
            workspace.read(x.row(token), worker.second, size);
            if (passedBy == null) {
                Arrays.fill(worker.third, 0, size, 0);
            } else {
                workspace.read(passedBy.row(token), worker.third, size);
            }
            worker.kernels.rmsNormBackward(worker.first, worker.second, worker.gain, workspace.get(scale.row(token)), worker.third,
                    worker.vectorGradients, gradientAt, size);
            workspace.write(dx.row(token), worker.third, size);
        }
    }
}
