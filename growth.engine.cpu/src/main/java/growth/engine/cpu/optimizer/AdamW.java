package growth.engine.cpu.optimizer;

import growth.engine.common.layout.FlatLayout;
import growth.engine.common.optimizer.BiasCorrection;
import growth.engine.common.optimizer.Births;
import growth.engine.common.optimizer.Moments;
import growth.engine.common.optimizer.TensorState;
import growth.engine.common.optimizer.UpdateRule;
import growth.engine.cpu.kernels.RowKernels;
import growth.engine.cpu.memory.FloatMemory;
import growth.engine.cpu.optimizer.AdamWStep.Entries;
import java.util.Arrays;

/**
 * AdamW with decoupled weight decay (Loshchilov and Hutter 2019, algorithm 2) as PyTorch computes it, in flat memories, of which each
 * worker updates its share in small pieces.
 */
public final class AdamW {
    private final Entries[] entries;

    /** @param workers number of threads that will call {@link #update} */
    public AdamW(int workers) {
        entries = new Entries[workers];
        Arrays.setAll(entries, i -> new Entries());
    }

    /** Returns Σ g² over some entries, in double precision. */
    public static double sumOfSquares(RowKernels kernels, FloatMemory gradients, long from, long to) {
        double sum = 0;
        for (long at = from; at < to; at += Entries.MOST) {
            int n = (int) Math.min(Entries.MOST, to - at);
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
        AdamWStep step = new AdamWStep(rule.options().optimizer(), update.gradientScale());
        for (FlatLayout.Place place : update.moments().layout().places().values()) {
            long begin = Math.max(from, place.at());
            long end = Math.min(to, place.end());
            if (begin < end && !rule.updates(place)) {
                follow(entries[worker], update, begin, end);
            } else if (begin < end && !rule.orthogonal(place)) {
                updateTensor(entries[worker], update, step, place, begin, end);
            }
        }
    }

    private static void follow(Entries e, Update update, long from, long to) {
        for (long at = from; at < to && update.averages().count() > 0; at += Entries.MOST) {
            int n = (int) Math.min(Entries.MOST, to - at);
            update.parameters().read(at, e.parameters, n);
            update.follow(at, e.parameters, e.gradients, n);
        }
    }

    private static void updateTensor(Entries e, Update update, AdamWStep step, FlatLayout.Place place, long from, long to) {
        Moments<FloatMemory> moments = update.moments();
        TensorState<FloatMemory> tensor = moments.tensor(place);
        Births<FloatMemory> births = tensor.births().orElse(null);
        float keep = update.rule().keep(place);
        BiasCorrection correction = BiasCorrection.of(update.rule().options().optimizer());
        Arrays.fill(e.stepSizes, correction.stepSize(update.rule().options().learningRate(), tensor.steps() + 1));
        Arrays.fill(e.rootScales, correction.rootScale(tensor.steps() + 1));
        for (long at = from; at < to; at += Entries.MOST) {
            int n = (int) Math.min(Entries.MOST, to - at);
            update.parameters().read(at, e.parameters, n);
            update.gradients().read(at, e.gradients, n);
            moments.first().read(at, e.first, n);
            moments.second().read(at, e.second, n);
            if (births != null) {
                correct(births, at - place.at(), e, n);
            }
            step.update(e, keep, n);
            update.parameters().write(at, e.parameters, n);
            moments.first().write(at, e.first, n);
            moments.second().write(at, e.second, n);
            update.follow(at, e.parameters, e.gradients, n);
        }
    }

    /**
     * Fills in the corrections of some entries of different ages.
     *
     * @param at first of the entries, counted from the tensor's first
     */
    private static void correct(Births<FloatMemory> births, long at, Entries entries, int n) {
        births.born().read(at, entries.born, n);
        float[] distinct = births.distinct();
        int found = 0;
        for (int i = 0; i < n; i++) {
            if (entries.born[i] != distinct[found]) {
                found = Arrays.binarySearch(distinct, entries.born[i]);
            }
            entries.stepSizes[i] = births.stepSizes()[found];
            entries.rootScales[i] = births.rootScales()[found];
        }
    }

    /** Counts the update after the workers have made it. */
    public void finish(Update update) {
        update.moments().stepped(update.rule());
    }
}
