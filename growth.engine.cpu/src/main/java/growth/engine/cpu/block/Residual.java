package growth.engine.cpu.block;

import growth.engine.common.batch.Sequences;
import growth.engine.common.random.Dropout;
import growth.engine.cpu.memory.Region;
import growth.engine.cpu.parallel.Worker;
import growth.engine.cpu.pass.Pass;

/**
 * The addition of a branch's output to the residual stream, after dropout and stochastic depth.
 *
 * @param site   which branch
 * @param layer  the block
 * @param layers number of blocks of the model
 * @param size   hidden size
 */
record Residual(Dropout.Site site, int layer, int layers, int size) {
    /** Computes sum = x + branch for the worker's rows; {@code sum} may be {@code x}, and the branch is lost where it is masked. */
    void add(Worker worker, Pass pass, Region x, Region branch, Region sum) {
        Sequences body = pass.rows().body();
        boolean masked = pass.dropout().touchesBranches();
        int sequence = body.of(pass.first(worker));
        for (int row = pass.first(worker); row < pass.end(worker); row++) {
            sequence = row < body.end(sequence) ? sequence : body.of(row);
            if (masked) {
                mask(worker, pass, sequence, row, branch);
            }
            worker.kernels().sum(sum.memory(), x.row(row), branch.row(row), sum.row(row), size);
        }
    }

    private void mask(Worker worker, Pass pass, int sequence, int row, Region x) {
        float scale = pass.dropout().depthScale(site, layer, layers, sequence);
        if (pass.dropout().touches(site)) {
            pass.mask(worker, site, layer, row, x, row);
        }
        if (scale != 1) {
            worker.kernels().scale(x.memory(), x.row(row), scale, size);
        }
    }

    /**
     * Computes the gradient of the branch's output.
     *
     * @param gradient gradient of the sum
     * @param masked   takes the gradient where dropout masks the output
     * @return the region that holds it: {@code gradient} itself, if nothing is dropped
     */
    Region branchGradient(Worker worker, Pass pass, Region gradient, Region masked) {
        if (!pass.dropout().touchesBranches()) {
            return gradient;
        }
        Sequences body = pass.rows().body();
        int sequence = body.of(pass.first(worker));
        for (int row = pass.first(worker); row < pass.end(worker); row++) {
            sequence = row < body.end(sequence) ? sequence : body.of(row);
            masked.copy(row, gradient, row);
            mask(worker, pass, sequence, row, masked);
        }
        return masked;
    }
}
