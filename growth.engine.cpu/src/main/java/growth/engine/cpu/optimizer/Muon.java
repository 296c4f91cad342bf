package growth.engine.cpu.optimizer;

import growth.api.model.Axis;
import growth.api.model.ParameterSpec;
import growth.engine.cpu.memory.FlatLayout;
import growth.engine.cpu.memory.FloatMemory;
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
    private static final double ADAM_RMS = 0.2;

    private final List<List<Matrix>> shares;
    private final FloatMemory scratch;
    private final NewtonSchulz[] workers;

    /**
     * A matrix inside a tensor.
     *
     * @param place   the tensor
     * @param at      first element in the flat memories
     * @param stride  elements from row to row
     * @param rows    m
     * @param columns n
     */
    private record Matrix(FlatLayout.Place place, long at, int stride, int rows, int columns) {
        /** Returns the work of the iteration, up to a factor. */
        long work() {
            long small = Math.min(rows, columns);
            return small * small * (2L * Math.max(rows, columns) + small);
        }
    }

    /** Shares out the matrices of a model: each in turn, the largest first, goes to the worker with the least work. */
    public Muon(FlatLayout layout, int workers) {
        List<Matrix> all = new ArrayList<>();
        layout.places().values().stream().filter(place -> takes(place.spec())).forEach(place -> split(layout, place, all));
        all.sort(Comparator.comparingLong(Matrix::work).reversed());
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
            loads[idlest] += matrix.work();
            shares.get(idlest).add(matrix);
            largest = Math.max(largest, NewtonSchulz.floats(matrix.rows(), matrix.columns()));
        }
        scratch = new FloatMemory(largest * workers, workers);
        this.workers = new NewtonSchulz[workers];
        for (int i = 0; i < workers; i++) {
            this.workers[i] = new NewtonSchulz(i, scratch, i * largest);
        }
    }

    /** Returns whether Muon updates a tensor. */
    static boolean takes(ParameterSpec spec) {
        return spec.kind() == ParameterSpec.Kind.WEIGHT && spec.layer() != ParameterSpec.NO_LAYER;
    }

    private static void split(FlatLayout layout, FlatLayout.Place place, List<Matrix> all) {
        long[] shape = place.spec().shape(layout.shape());
        int rows = (int) shape[0];
        int columns = (int) shape[1];
        int parts = place.spec().dimensions().get(1).axes().contains(Axis.QKV) ? 3 : 1;
        for (int part = 0; part < parts; part++) {
            all.add(new Matrix(place, place.at() + (long) part * columns / parts, columns, rows, columns / parts));
        }
    }

    /** Updates the worker's matrices. */
    public void update(int worker, Update update) {
        for (Matrix matrix : shares.get(worker)) {
            if (update.updates(matrix.place())) {
                update(workers[worker], update, matrix);
            }
        }
    }

    private static void update(NewtonSchulz iteration, Update update, Matrix matrix) {
        int n = matrix.columns();
        iteration.begin(matrix.rows(), n);
        float[] momentum = iteration.row(0);
        float[] gradient = iteration.row(1);
        float kept = (float) update.options().optimizer().momentum();
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
        float keep = update.keep(matrix.place());
        float rate = (float) (update.options().learningRate() * ADAM_RMS * Math.sqrt(Math.max(matrix.rows(), n)));
        float[] parameters = momentum;
        for (int row = 0; row < matrix.rows(); row++) {
            long at = matrix.at() + (long) row * matrix.stride();
            update.parameters().read(at, parameters, n);
            iteration.get(row, gradient);
            for (int i = 0; i < n; i++) {
                parameters[i] = keep * parameters[i] - rate * gradient[i];
            }
            update.parameters().write(at, parameters, n);
            update.averages().follow(at, parameters, gradient, n);
        }
    }

    @Override
    public void close() {
        scratch.close();
    }
}
