package growth.engine.cpu.optimizer;

import growth.api.engine.OptimizerSettings;
import growth.api.engine.TrainOptions;
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
    public void prepare(Moments moments, TrainOptions options) {
        for (FlatLayout.Slot slot : moments.layout().slots().values()) {
            Moments.Tensor tensor = moments.tensor(slot.spec().name());
            if (tensor.births != null) {
                tensor.births.prepare(tensor.steps + 1, rate(slot, options), options.optimizer());
            }
        }
    }

    /**
     * Updates some entries.
     *
     * @param worker        number of the worker
     * @param gradientScale factor on the gradients
     * @param from          first entry in the flat buffers
     * @param to            first entry not to be updated
     */
    public void update(int worker, FloatMemory parameters, FloatMemory gradients, Moments moments, TrainOptions options,
            double gradientScale, long from, long to) {
        AdamWStep step = AdamWStep.of(options.optimizer(), gradientScale);
        for (FlatLayout.Slot slot : moments.layout().slots().values()) {
            if (slot.at() < to && slot.end() > from) {
                updateTensor(scratch[worker], parameters, gradients, moments, options, step, slot, Math.max(from, slot.at()),
                        Math.min(to, slot.end()));
            }
        }
    }

    private static void updateTensor(Scratch s, FloatMemory parameters, FloatMemory gradients, Moments moments, TrainOptions options,
            AdamWStep step, FlatLayout.Slot slot, long from, long to) {
        OptimizerSettings settings = options.optimizer();
        Moments.Tensor tensor = moments.tensor(slot.spec().name());
        double rate = rate(slot, options);
        float keep = (float) (1 - (slot.spec().decayed() ? rate * settings.weightDecay() : 0));
        Arrays.fill(s.stepSizes, BiasCorrection.stepSize(rate, settings.beta1(), tensor.steps + 1));
        Arrays.fill(s.rootScales, BiasCorrection.rootScale(settings.beta2(), tensor.steps + 1));
        for (long at = from; at < to; at += PIECE) {
            int n = (int) Math.min(PIECE, to - at);
            parameters.read(at, s.parameters, n);
            gradients.read(at, s.gradients, n);
            moments.first().read(at, s.first, n);
            moments.second().read(at, s.second, n);
            if (tensor.births != null) {
                tensor.births.corrections(at - slot.at(), s.born, s.stepSizes, s.rootScales, n);
            }
            step.update(s.parameters, s.gradients, s.first, s.second, keep, s.stepSizes, s.rootScales, n);
            parameters.write(at, s.parameters, n);
            moments.first().write(at, s.first, n);
            moments.second().write(at, s.second, n);
        }
    }

    private static double rate(FlatLayout.Slot slot, TrainOptions options) {
        return options.learningRate() * options.rateFactors().getOrDefault(slot.spec().name(), 1.0);
    }

    /** Counts the update, after the workers have made it. */
    public void finish(Moments moments, TrainOptions options) {
        moments.stepped(options.optimizer());
    }
}
