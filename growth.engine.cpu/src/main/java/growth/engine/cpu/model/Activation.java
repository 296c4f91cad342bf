package growth.engine.cpu.model;

import growth.engine.cpu.memory.FloatMemory;
import growth.engine.cpu.memory.Region;

/**
 * What stands between the two linear maps of an MLP, row by row. Under an intermediate gate what enters is gated first, for SwiGLU the up
 * projection alone (growth.api.model.Gates).
 */
abstract class Activation {
    private final int layer;
    private final int size;
    private final int entering;

    /**
     * @param layer    the block
     * @param size     intermediate size
     * @param entering elements of a row that enters
     */
    Activation(int layer, int size, int entering) {
        this.layer = layer;
        this.size = size;
        this.entering = entering;
    }

    /** out = activation(in). */
    abstract void forward(Worker worker, float[] in, float[] out, int n);

    /**
     * @param in          what entered; its gradient afterwards
     * @param outGradient gradient of the output; the output itself afterwards
     */
    abstract void backward(Worker worker, float[] in, float[] outGradient, int n);

    /** @return elements of a row that enters the activation of an MLP */
    final int entering() {
        return entering;
    }

    /** activated = activation(projected) for the worker's rows; {@code projected} is gated afterwards. */
    final void forward(Worker worker, Pass pass, Region projected, Region activated) {
        FloatMemory workspace = pass.workspace();
        float[] gate = pass.gates().intermediate(layer);
        for (int row = pass.firstToken(worker); row < pass.endToken(worker); row++) {
            workspace.read(projected.row(row), worker.first, entering);
            if (gate != null) {
                gate(worker, gate);
                workspace.write(projected.row(row), worker.first, entering);
            }
            forward(worker, worker.first, worker.second, size);
            workspace.write(activated.row(row), worker.second, size);
        }
    }

    /**
     * The gradient of {@link #forward}, in place.
     *
     * @param projected what entered, gated; its gradient before the gate afterwards
     * @param activated gradient of the activations; the activations themselves afterwards
     */
    final void backward(Worker worker, Pass pass, Region projected, Region activated) {
        FloatMemory workspace = pass.workspace();
        float[] gate = pass.gates().intermediate(layer);
        for (int row = pass.firstToken(worker); row < pass.endToken(worker); row++) {
            workspace.read(projected.row(row), worker.first, entering);
            workspace.read(activated.row(row), worker.second, size);
            backward(worker, worker.first, worker.second, size);
            if (gate != null) {
                gate(worker, gate);
            }
            workspace.write(projected.row(row), worker.first, entering);
            workspace.write(activated.row(row), worker.second, size);
        }
    }

    /** Gates the last {@code size} elements of a row. */
    private void gate(Worker worker, float[] gate) {
        for (int i = 0; i < size; i++) {
            worker.first[entering - size + i] *= gate[i];
        }
    }
}
