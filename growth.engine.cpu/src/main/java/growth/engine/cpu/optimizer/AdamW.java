package growth.engine.cpu.optimizer;

import growth.engine.cpu.kernels.RowKernels;
import growth.engine.cpu.memory.FlatLayout;
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
    public double sumOfSquares(int worker, RowKernels kernels, FloatMemory gradients, long from, long to) {
        float[] piece = entries[worker].gradients;
        double sum = 0;
        for (long at = from; at < to; at += Entries.MOST) {
            int n = (int) Math.min(Entries.MOST, to - at);
            gradients.read(at, piece, n);
            sum += kernels.sumOfSquares(piece, n);
        }
        return sum;
    }

    /** Prepares an update before the workers make it: the bias corrections of tensors whose entries have different ages. */
    public void prepare(Update update) {
        Moments moments = update.moments();
        AdamWStep step = new AdamWStep(update.options().optimizer(), update.gradientScale());
        for (FlatLayout.Place place : moments.layout().places().values()) {
            Moments.Tensor tensor = moments.tensor(place.spec().name());
            if (update.updates(place)) {
                moments.expect(place, update.orthogonal(place));
                if (tensor.births != null) {
                    tensor.births.prepare(step, tensor.steps + 1, update.options().learningRate());
                }
            }
        }
    }

    /**
     * Updates some entries; those of tensors that are not this optimizer's stay as they are. Averages follow all but orthogonalised ones.
     *
     * @param worker number of the worker
     * @param from   first entry in the flat memories
     * @param to     first entry not to be updated
     */
    public void update(int worker, Update update, long from, long to) {
        AdamWStep step = new AdamWStep(update.options().optimizer(), update.gradientScale());
        for (FlatLayout.Place place : update.moments().layout().places().values()) {
            long begin = Math.max(from, place.at());
            long end = Math.min(to, place.end());
            if (begin < end && !update.updates(place)) {
                follow(entries[worker], update, begin, end);
            } else if (begin < end && !update.orthogonal(place)) {
                updateTensor(entries[worker], update, step, place, begin, end);
            }
        }
    }

    private static void follow(Entries e, Update update, long from, long to) {
        for (long at = from; at < to && !update.averages().isEmpty(); at += Entries.MOST) {
            int n = (int) Math.min(Entries.MOST, to - at);
            update.parameters().read(at, e.parameters, n);
            update.averages().follow(at, e.parameters, e.gradients, n);
        }
    }

    private static void updateTensor(Entries e, Update update, AdamWStep step, FlatLayout.Place place, long from, long to) {
        Moments moments = update.moments();
        Moments.Tensor tensor = moments.tensor(place.spec().name());
        float keep = update.keep(place);
        Arrays.fill(e.stepSizes, step.stepSize(update.options().learningRate(), tensor.steps + 1));
        Arrays.fill(e.rootScales, step.rootScale(tensor.steps + 1));
        for (long at = from; at < to; at += Entries.MOST) {
            int n = (int) Math.min(Entries.MOST, to - at);
            update.parameters().read(at, e.parameters, n);
            update.gradients().read(at, e.gradients, n);
            moments.first().read(at, e.first, n);
            moments.second().read(at, e.second, n);
            if (tensor.births != null) {
                tensor.births.correct(at - place.at(), e, n);
            }
            step.update(e, keep, n);
            update.parameters().write(at, e.parameters, n);
            moments.first().write(at, e.first, n);
            moments.second().write(at, e.second, n);
            update.averages().follow(at, e.parameters, e.gradients, n);
        }
    }

    /** Counts the update after the workers have made it. */
    public void finish(Update update) {
        update.moments().stepped(update);
    }
}
