package growth.engine.cpu.model;

import growth.engine.cpu.memory.FloatMemory;
import growth.engine.cpu.memory.Region;

/**
 * Sums of rows of the residual stream, or of its gradient.
 *
 * @param size hidden size
 */
record StreamRows(int size) {
    /** sum = a + b for the worker's rows; {@code sum} may be either. */
    void add(Worker worker, Pass pass, Region a, Region b, Region sum) {
        FloatMemory workspace = pass.workspace();
        for (int row = pass.firstToken(worker); row < pass.endToken(worker); row++) {
            workspace.read(a.row(row), worker.first, size);
            workspace.read(b.row(row), worker.second, size);
            worker.kernels.add(worker.first, worker.second, size);
            workspace.write(sum.row(row), worker.first, size);
        }
    }

    /** scaled = c·x for the worker's rows; {@code scaled} may be {@code x}. */
    void scale(Worker worker, Pass pass, Region x, float c, Region scaled) {
        FloatMemory workspace = pass.workspace();
        for (int row = pass.firstToken(worker); row < pass.endToken(worker); row++) {
            workspace.read(x.row(row), worker.first, size);
            worker.kernels.scale(worker.first, c, size);
            workspace.write(scaled.row(row), worker.first, size);
        }
    }
}
