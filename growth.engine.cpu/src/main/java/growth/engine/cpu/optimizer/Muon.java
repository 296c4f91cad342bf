package growth.engine.cpu.optimizer;

import growth.engine.common.layout.FlatLayout;
import growth.engine.common.optimizer.Orthogonal;
import growth.engine.common.optimizer.Orthogonal.Matrix;
import growth.engine.cpu.memory.FloatMemory;
import growth.engine.cpu.memory.Gemm;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Muon (Jordan et al. 2024) for the matrices of the blocks: the momentum of a matrix, looked ahead as by Nesterov, is orthogonalised and
 * scaled to the root mean square of AdamW's updates (Liu et al. 2025, "Muon is scalable for LLM training", equation 4):
 * M ← μ·M + (1−μ)·G, θ ← keep·θ − rate·0.2·√max(m, n)·orthogonal((1−μ)·G + μ·M). Query, key and value of a fused tensor are matrices of
 * their own. One worker computes each matrix, so that the number of workers changes nothing.
 */
public final class Muon implements AutoCloseable {
    private final List<List<Matrix>> shares;
    private final FloatMemory scratch;
    private final NewtonSchulz[] workers;

    /** Returns the work of the iteration, up to a factor. */
    private static long work(Matrix matrix) {
        long small = Math.min(matrix.rows(), matrix.columns());
        return small * small * (2L * Math.max(matrix.rows(), matrix.columns()) + small);
    }

    /**
     * Shares out the matrices of a model: each in turn, the largest first, goes to the worker with the least work.
     *
     * @param gemms products of each worker
     */
    public Muon(FlatLayout layout, List<Gemm> gemms) {
        int workers = gemms.size();
        List<Matrix> all = new ArrayList<>(Orthogonal.matrices(layout));
        all.sort(Comparator.comparingLong(Muon::work).reversed());
        long[] loads = new long[workers];
        shares = new ArrayList<>();
        for (int i = 0; i < workers; i++) {
            shares.add(new ArrayList<>());
        }
        long largest = 0;
        for (Matrix matrix : all) {
            int idlest = 0;
            for (int i = 1; i < workers; i++) {
                idlest = loads[i] < loads[idlest] ? i : idlest;
            }
            loads[idlest] += work(matrix);
            shares.get(idlest).add(matrix);
            largest = Math.max(largest, NewtonSchulz.floats(matrix.rows(), matrix.columns()));
        }
        scratch = new FloatMemory(largest * workers, workers);
        this.workers = new NewtonSchulz[workers];
        for (int i = 0; i < workers; i++) {
            this.workers[i] = new NewtonSchulz(gemms.get(i), scratch, i * largest);
        }
    }

    /** Updates the worker's matrices. */
    public void update(int worker, Update update) {
        for (Matrix matrix : shares.get(worker)) {
            if (update.rule().updates(matrix.place())) {
                update(workers[worker], update, matrix);
            }
        }
    }

    private static void update(NewtonSchulz iteration, Update update, Matrix matrix) {
        int n = matrix.columns();
        iteration.begin(matrix.rows(), n);
        float[] momentum = iteration.row(0);
        float[] gradient = iteration.row(1);
        float kept = (float) update.rule().options().optimizer().momentum();
        float scale = (float) update.gradientScale();
        for (int row = 0; row < matrix.rows(); row++) {
            long at = matrix.at() + (long) row * matrix.stride();
            update.moments().first().read(at, momentum, n);
            update.gradients().read(at, gradient, n);
            for (int i = 0; i < n; i++) {
                float g = gradient[i] * scale;
                momentum[i] = kept * momentum[i] + (1 - kept) * g;
                gradient[i] = (1 - kept) * g + kept * momentum[i];
            }
            update.moments().first().write(at, momentum, n);
            iteration.set(row, gradient);
        }
        iteration.run();
        float keep = update.rule().keep(matrix.place());
        float rate = update.rule().orthogonalRate(matrix);
        float[] parameters = momentum;
        for (int row = 0; row < matrix.rows(); row++) {
            long at = matrix.at() + (long) row * matrix.stride();
            update.parameters().read(at, parameters, n);
            iteration.get(row, gradient);
            for (int i = 0; i < n; i++) {
                parameters[i] = keep * parameters[i] - rate * gradient[i];
            }
            update.parameters().write(at, parameters, n);
            update.follow(at, parameters, gradient, n);
        }
    }

    @Override
    public void close() {
        scratch.close();
    }
}
