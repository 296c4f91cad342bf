package growth.engine.torch.model;

import growth.engine.torch.aten.Aten;
import growth.engine.torch.aten.Dtype;
import growth.engine.torch.aten.Tensor;

/**
 * The summed loss of scored labels and the number of correct ones, added up on the device, so that a step reads it once. Its tensors belong
 * to the arena in which it is made.
 */
public final class Losses {
    private final Aten aten;
    private final Tensor both;
    private final Tensor sum;
    private final Tensor correct;

    /** Creates sums of 0. */
    public Losses(Aten aten) {
        this.aten = aten;
        both = aten.tensors().zeros(Dtype.F32, 2);
        sum = aten.narrow(both, 0, 0, 1);
        correct = aten.narrow(both, 0, 1, 1);
    }

    /** Sets the sums to 0. */
    public void clear() {
        aten.inPlace().zero(both);
    }

    /** Adds losses that have been summed, a scalar. */
    public void add(Tensor loss) {
        aten.inPlace().add(sum, loss, 1);
    }

    /** Adds a number of correct labels, a scalar F32, which counts to 2^24 without error. */
    void addCorrect(Tensor number) {
        aten.inPlace().add(correct, number, 1);
    }

    /** Returns the summed loss since {@link #clear} on the device, F32 {@code [1]}. */
    public Tensor sum() {
        return sum;
    }

    /** Returns the summed loss since {@link #clear}; waits for the device. */
    public double loss() {
        return aten.tensors().item(sum);
    }

    /**
     * Sums since {@link #clear}.
     *
     * @param loss    of the scored labels, in nats
     * @param correct number of correct labels, counted where no gradients are computed
     */
    public record Sums(double loss, long correct) {
    }

    /** Returns both sums; waits for the device once. */
    public Sums read() {
        float[] values = aten.tensors().floats(both);
        return new Sums(values[0], (long) values[1]);
    }
}
