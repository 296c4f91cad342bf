package growth.engine.cpu.optimizer;

import growth.api.engine.OptimizerSettings;
import growth.engine.cpu.kernels.RowKernels;
import growth.engine.cpu.memory.FlatLayout;
import growth.engine.cpu.memory.FloatMemory;
import java.util.Arrays;

/**
 * AdamW with decoupled weight decay (Loshchilov and Hutter 2019, algorithm 2) as PyTorch computes it, on flat buffers, of which each
 * worker updates its share in small pieces.
 */
public final class AdamW {
    /** Entries of a piece: small enough for parameters, gradients and moments to stay in a core's first cache. */
    private static final int PIECE = 1024;

    private final Scratch[] scratch;

    /** Heap arrays of one worker. */
    private static final class Scratch {
        final float[] parameters = new float[PIECE];
        final float[] gradients = new float[PIECE];
        final float[] first = new float[PIECE];
        final float[] second = new float[PIECE];
        final float[] born = new float[PIECE];
        final float[] stepSizes = new float[PIECE];
        final float[] rootScales = new float[PIECE];
    }

    /** @param workers threads that will call {@link #update} */
    public AdamW(int workers) {
        scratch = new Scratch[workers];
        for (int i = 0; i < workers; i++) {
            scratch[i] = new Scratch();
        }
    }

    /** @return Σ g² over some entries, in double precision */
    public double sumOfSquares(int worker, RowKernels kernels, FloatMemory gradients, long from, long to) {
        float[] piece = scratch[worker].gradients;
        double sum = 0;
        for (long at = from; at < to; at += PIECE) {
            int n = (int) Math.min(PIECE, to - at);
            gradients.read(at, piece, n);
            sum += kernels.sumOfSquares(piece, n);
        }
        return sum;
    }

    /** Prepares one update, before the workers make it: the bias corrections of tensors whose entries have different ages. */
    public void prepare(Update update) {
        Moments moments = update.moments();
        for (FlatLayout.Slot slot : moments.layout().slots().values()) {
            Moments.Tensor tensor = moments.tensor(slot.spec().name());
            if (update.updates(slot)) {
                moments.expect(slot, update.orthogonal(slot));
                if (tensor.births != null) {
                    tensor.births.prepare(tensor.steps + 1, update.rate(slot), update.options().optimizer());
                }
            }
        }
    }

    /**
     * Updates some entries; those of tensors that are not this optimizer's stay as they are. Averages follow all but orthogonalised ones.
     *
     * @param worker number of the worker
     * @param from   first entry in the flat buffers
     * @param to     first entry not to be updated
     */
    public void update(int worker, Update update, long from, long to) {
        AdamWStep step = AdamWStep.of(update.options().optimizer(), update.gradientScale());
        for (FlatLayout.Slot slot : update.moments().layout().slots().values()) {
            long begin = Math.max(from, slot.at());
            long end = Math.min(to, slot.end());
            if (begin < end && !update.updates(slot)) {
                follow(scratch[worker], update, begin, end);
            } else if (begin < end && !update.orthogonal(slot)) {
                updateTensor(scratch[worker], update, step, slot, begin, end);
            }
        }
    }

    private static void follow(Scratch s, Update update, long from, long to) {
        for (long at = from; at < to && !update.averages().isEmpty(); at += PIECE) {
            int n = (int) Math.min(PIECE, to - at);
            update.parameters().read(at, s.parameters, n);
            update.averages().follow(at, s.parameters, s.gradients, n);
        }
    }

    private static void updateTensor(Scratch s, Update update, AdamWStep step, FlatLayout.Slot slot, long from, long to) {
        OptimizerSettings settings = update.options().optimizer();
        Moments moments = update.moments();
        Moments.Tensor tensor = moments.tensor(slot.spec().name());
        double rate = update.rate(slot);
        float keep = update.keep(slot);
        Arrays.fill(s.stepSizes, BiasCorrection.stepSize(rate, settings.beta1(), tensor.steps + 1));
        Arrays.fill(s.rootScales, BiasCorrection.rootScale(settings.beta2(), tensor.steps + 1));
        for (long at = from; at < to; at += PIECE) {
            int n = (int) Math.min(PIECE, to - at);
            update.parameters().read(at, s.parameters, n);
            update.gradients().read(at, s.gradients, n);
            moments.first().read(at, s.first, n);
            moments.second().read(at, s.second, n);
            if (tensor.births != null) {
                tensor.births.corrections(at - slot.at(), s.born, s.stepSizes, s.rootScales, n);
            }
            step.update(s.parameters, s.gradients, s.first, s.second, keep, s.stepSizes, s.rootScales, n);
            update.parameters().write(at, s.parameters, n);
            moments.first().write(at, s.first, n);
            moments.second().write(at, s.second, n);
            update.averages().follow(at, s.parameters, s.gradients, n);
        }
    }

    /** Counts the update, after the workers have made it. */
    public void finish(Update update) {
        update.moments().stepped(update);
    }
}
