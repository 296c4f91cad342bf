package growth.engine.cpu.model;

import growth.engine.cpu.memory.FloatMemory;
import growth.engine.cpu.memory.Region;

/**
 * The gated activation of the MLP: silu(gate)·up (Shazeer 2020), for the worker's tokens.
 *
 * @param size intermediate size
 */
record SwiGlu(int size) {
    /** activated = silu(gate)·up. */
    void forward(Worker worker, Pass pass, Region gateUp, Region activated) {
        FloatMemory workspace = pass.workspace();
        for (int token = pass.firstToken(worker); token < pass.endToken(worker); token++) {
            workspace.read(gateUp.row(token), worker.first, 2 * size);
            worker.kernels.swiGlu(worker.first, worker.second, size);
            workspace.write(activated.row(token), worker.second, size);
        }
    }

    /**
     * The gradient of {@link #forward}, in place.
     *
     * @param gateUp    gate and up; their gradients afterwards
     * @param activated gradient of the activations; the activations themselves afterwards
     */
    void backward(Worker worker, Pass pass, Region gateUp, Region activated) {
        FloatMemory workspace = pass.workspace();
        for (int token = pass.firstToken(worker); token < pass.endToken(worker); token++) {
            workspace.read(gateUp.row(token), worker.first, 2 * size);
            workspace.read(activated.row(token), worker.second, size);
            worker.kernels.swiGluBackward(worker.first, worker.second, size);
            workspace.write(gateUp.row(token), worker.first, 2 * size);
            workspace.write(activated.row(token), worker.second, size);
        }
    }
}
