package growth.engine.common.optimizer;

import growth.engine.common.memory.FlatMemory;
import java.util.TreeSet;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The births of a tensor's entries, in steps of the tensor, where they are of different ages: each then has its own bias correction.
 *
 * @param <M> kind of memory
 */
public final class Births<M extends FlatMemory> implements AutoCloseable {
    private static final int READ_AT_ONCE = 4096;

    private final long[] shape;
    private final M born;
    private final float[] distinct;
    private final float[] stepSizes;
    private final float[] rootScales;

    /**
     * @param values value of {@code steps} at which each entry was added
     * @param steps  steps of the tensor
     * @throws IllegalArgumentException if an entry was born before the tensor or after now
     */
    public Births(INDArray values, long steps, FlatMemory.Source<M> source) {
        shape = values.shape().clone();
        born = source.zeros(values.length());
        born.assign(0, values, shape);
        distinct = distinct(born);
        if (distinct[0] < 0 || distinct[distinct.length - 1] > steps) {
            born.close();
            throw new IllegalArgumentException("entries born at steps " + distinct[0] + " to " + distinct[distinct.length - 1]
                    + " of a tensor of " + steps + " steps");
        }
        stepSizes = new float[distinct.length];
        rootScales = new float[distinct.length];
    }

    private static float[] distinct(FlatMemory born) {
        TreeSet<Float> found = new TreeSet<>();
        float[] piece = new float[READ_AT_ONCE];
        float last = Float.NaN;
        for (long at = 0; at < born.length(); at += READ_AT_ONCE) {
            int n = (int) Math.min(READ_AT_ONCE, born.length() - at);
            born.read(at, piece, n);
            for (int i = 0; i < n; i++) {
                if (piece[i] != last) {
                    last = piece[i];
                    found.add(last);
                }
            }
        }
        float[] distinct = new float[found.size()];
        int i = 0;
        for (float birth : found) {
            distinct[i++] = birth;
        }
        return distinct;
    }

    /** Returns a view of the births, of the tensor's shape. */
    public INDArray view() {
        born.publish();
        return born.view(0, shape);
    }

    /** Returns the birth of each entry. */
    public M born() {
        return born;
    }

    /** Returns the births that there are, ascending. */
    public float[] distinct() {
        return distinct;
    }

    /**
     * Prepares the corrections of a step.
     *
     * @param steps the tensor's steps, that one included
     * @param rate  learning rate
     */
    public void prepare(BiasCorrection correction, long steps, double rate) {
        for (int i = 0; i < distinct.length; i++) {
            double age = steps - (double) distinct[i];
            stepSizes[i] = correction.stepSize(rate, age);
            rootScales[i] = correction.rootScale(age);
        }
    }

    /** Returns {@link BiasCorrection#stepSize} of the prepared step for each of the distinct births. */
    public float[] stepSizes() {
        return stepSizes;
    }

    /** Returns {@link BiasCorrection#rootScale} of the prepared step for each of the distinct births. */
    public float[] rootScales() {
        return rootScales;
    }

    /** Returns whether all entries are so old that their bias correction is 1 in single precision. */
    public boolean settled(BiasCorrection correction, long steps) {
        return correction.settled(steps - (double) distinct[distinct.length - 1]);
    }

    @Override
    public void close() {
        born.close();
    }
}
