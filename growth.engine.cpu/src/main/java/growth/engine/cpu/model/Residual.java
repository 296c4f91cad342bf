package growth.engine.cpu.model;

import growth.engine.cpu.memory.FloatMemory;
import growth.engine.cpu.memory.Region;

/**
 * The addition of a branch's output to the residual stream.
 *
 * @param size hidden size
 */
record Residual(int size) {
    /** sum = x + branch for the worker's tokens; {@code sum} may be {@code x}. */
    void add(Worker worker, Pass pass, Region x, Region branch, Region sum) {
        FloatMemory workspace = pass.workspace();
        for (int token = pass.firstToken(worker); token < pass.endToken(worker); token++) {
            workspace.read(x.row(token), worker.first, size);
            workspace.read(branch.row(token), worker.second, size);
            worker.kernels.add(worker.first, worker.second, size);
            workspace.write(sum.row(token), worker.first, size);
        }
    }
}
