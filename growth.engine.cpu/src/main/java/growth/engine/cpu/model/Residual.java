package growth.engine.cpu.model;

import growth.engine.cpu.memory.FloatMemory;
import growth.engine.cpu.memory.Region;

/**
 * The addition of a branch's output to the residual stream, with what is left out of it at random.
 *
 * @param site   which branch
 * @param layer  the block
 * @param layers blocks of the model
 * @param size   hidden size
 */
record Residual(Noise.Site site, int layer, int layers, int size) {
    /** sum = x + branch for the worker's rows; {@code sum} may be {@code x}. */
    void add(Worker worker, Pass pass, Region x, Region branch, Region sum) {
        FloatMemory workspace = pass.workspace();
        Sequences body = pass.body();
        boolean noisy = pass.noise().touchesBranches();
        for (int sequence = body.first(worker); sequence < body.end(worker); sequence++) {
            float scale = noisy ? pass.noise().depthScale(site, layer, layers, sequence) : 1;
            int end = body.start(sequence) + body.length(sequence);
            for (int row = body.start(sequence); row < end; row++) {
                workspace.read(x.row(row), worker.first, size);
                workspace.read(branch.row(row), worker.second, size);
                if (noisy) {
                    thin(worker, pass, row, scale, worker.second);
                }
                worker.kernels.add(worker.first, worker.second, size);
                workspace.write(sum.row(row), worker.first, size);
            }
        }
    }

    private void thin(Worker worker, Pass pass, int row, float scale, float[] x) {
        if (pass.noise().touches(site)) {
            pass.noise().drop(worker, site, layer, row, x, size);
        }
        if (scale != 1) {
            worker.kernels.scale(x, scale, size);
        }
    }

    /**
     * The gradient of the branch's output.
     *
     * @param gradient gradient of the sum
     * @param thinned  takes the gradient where something is left out
     * @return the region that holds it: {@code gradient}, if nothing is left out
     */
    Region branchGradient(Worker worker, Pass pass, Region gradient, Region thinned) {
        if (!pass.noise().touchesBranches()) {
            return gradient;
        }
        FloatMemory workspace = pass.workspace();
        Sequences body = pass.body();
        for (int sequence = body.first(worker); sequence < body.end(worker); sequence++) {
            float scale = pass.noise().depthScale(site, layer, layers, sequence);
            int end = body.start(sequence) + body.length(sequence);
            for (int row = body.start(sequence); row < end; row++) {
                workspace.read(gradient.row(row), worker.first, size);
                thin(worker, pass, row, scale, worker.first);
                workspace.write(thinned.row(row), worker.first, size);
            }
        }
        return thinned;
    }
}
