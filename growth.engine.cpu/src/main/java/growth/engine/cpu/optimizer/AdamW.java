package growth.engine.cpu.optimizer;

import growth.engine.common.layout.FlatLayout;
import growth.engine.common.optimizer.BiasCorrection;
import growth.engine.common.optimizer.Births;
import growth.engine.common.optimizer.TensorState;
import growth.engine.common.optimizer.UpdateRule;
import growth.engine.cpu.kernels.AdamWRow;
import growth.engine.cpu.kernels.RowKernels;
import growth.engine.cpu.memory.FloatMemory;
import java.util.Arrays;
import java.util.List;

/**
 * AdamW with decoupled weight decay (Loshchilov and Hutter 2019, algorithm 2) as PyTorch computes it, in flat memories, of which each
 * worker updates its share in place.
 */
public final class AdamW {
    /** Squares are summed up in stretches of so many. */
    private static final int SQUARES = 1024;

    private final Part[] parts;

    /** What a worker works with. */
    private static final class Part {
        private final RowKernels kernels;
        private final AdamWRow row = new AdamWRow();
        /** Steps of the tensor at which each entry was added. */
        private final float[] born = new float[AdamWRow.MOST];
        /** Parameters that averages follow. */
        private final float[] values = new float[AdamWRow.MOST];
        private final float[] scratch = new float[AdamWRow.MOST];

        Part(RowKernels kernels) {
            this.kernels = kernels;
        }

        private void follow(Update update, long at, int n) {
            if (update.averages().count() > 0) {
                update.parameters().read(at, values, n);
                update.follow(at, values, scratch, n);
            }
        }
    }

    /** @param kernels row kernels of each thread that will call {@link #update} */
    public AdamW(List<RowKernels> kernels) {
        parts = kernels.stream().map(Part::new).toArray(Part[]::new);
    }

    /** Returns Σ g² over some entries, in double precision. */
    public static double sumOfSquares(RowKernels kernels, FloatMemory gradients, long from, long to) {
        double sum = 0;
        for (long at = from; at < to; at += SQUARES) {
            int n = (int) Math.min(SQUARES, to - at);
            sum += kernels.sumOfSquares(gradients, at, n);
        }
        return sum;
    }

    /** Prepares an update before the workers make it. */
    public void prepare(Update update) {
        update.moments().prepare(update.rule());
    }

    /**
     * Updates some entries; those of tensors that are not this optimizer's stay as they are. Averages follow all but orthogonalised ones.
     *
     * @param worker number of the worker
     * @param from   first entry in the flat memories
     * @param to     first entry not to be updated
     */
    public void update(int worker, Update update, long from, long to) {
        UpdateRule rule = update.rule();
        Part part = parts[worker];
        part.row.begin(rule.options().optimizer(), update.gradientScale());
        part.row.entries(update.parameters(), update.gradients(), update.moments().first(), update.moments().second());
        for (FlatLayout.Place place : update.moments().layout().places().values()) {
            long begin = Math.max(from, place.at());
            long end = Math.min(to, place.end());
            if (begin < end && !rule.updates(place)) {
                follow(part, update, begin, end);
            } else if (begin < end && !rule.orthogonal(place)) {
                updateTensor(part, update, place, begin, end);
            }
        }
    }

    private static void follow(Part part, Update update, long from, long to) {
        for (long at = from; at < to && update.averages().count() > 0; at += AdamWRow.MOST) {
            part.follow(update, at, (int) Math.min(AdamWRow.MOST, to - at));
        }
    }

    private static void updateTensor(Part part, Update update, FlatLayout.Place place, long from, long to) {
        TensorState<FloatMemory> tensor = update.moments().tensor(place);
        Births<FloatMemory> births = tensor.births().orElse(null);
        BiasCorrection correction = BiasCorrection.of(update.rule().options().optimizer());
        part.row.tensor(update.rule().keep(place), correction.stepSize(update.rule().options().learningRate(), tensor.steps() + 1),
                correction.rootScale(tensor.steps() + 1));
        for (long at = from; at < to; at += AdamWRow.MOST) {
            int n = (int) Math.min(AdamWRow.MOST, to - at);
            if (births != null) {
                correct(births, at - place.at(), part, n);
            }
            part.kernels.adamW(part.row, at, n);
            part.follow(update, at, n);
        }
    }

    /**
     * Fills in the corrections of some entries of different ages.
     *
     * @param at first of the entries, counted from the tensor's first
     */
    private static void correct(Births<FloatMemory> births, long at, Part part, int n) {
        births.born().read(at, part.born, n);
        float[] distinct = births.distinct();
        int found = 0;
        for (int i = 0; i < n; i++) {
            if (part.born[i] != distinct[found]) {
                found = Arrays.binarySearch(distinct, part.born[i]);
            }
            part.row.stepSizes()[i] = births.stepSizes()[found];
            part.row.rootScales()[i] = births.rootScales()[found];
        }
    }

    /** Counts the update after the workers have made it. */
    public void finish(Update update) {
        update.moments().stepped(update.rule());
    }
}
