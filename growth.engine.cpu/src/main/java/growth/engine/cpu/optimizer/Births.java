package growth.engine.cpu.optimizer;

import growth.api.engine.OptimizerSettings;
import growth.engine.cpu.memory.FloatMemory;
import java.util.Arrays;
import java.util.TreeSet;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The births of a tensor's entries, in steps of the tensor, where they are of different ages: each then has its own bias correction.
 */
final class Births implements AutoCloseable {
    private final long[] shape;
    private final FloatMemory born;
    private final float[] distinct;
    private final float[] stepSizes;
    private final float[] rootScales;

    /**
     * @param values value of {@code steps} at which each entry was added
     * @param steps  steps of the tensor
     */
    Births(INDArray values, long steps) {
        shape = values.shape().clone();
        born = new FloatMemory(values.length(), 1);
        born.view(0, shape).assign(values);
        TreeSet<Float> found = new TreeSet<>();
        float last = Float.NaN;
        for (long i = 0; i < born.length(); i++) {
            if (born.get(i) != last) {
                last = born.get(i);
                found.add(last);
            }
        }
        distinct = new float[found.size()];
        int i = 0;
        for (float birth : found) {
            distinct[i++] = birth;
        }
        if (distinct[0] < 0 || distinct[distinct.length - 1] > steps) {
            throw new IllegalArgumentException("entries born at steps " + distinct[0] + " to " + distinct[distinct.length - 1]
                    + " of a tensor of " + steps + " steps");
        }
        stepSizes = new float[distinct.length];
        rootScales = new float[distinct.length];
    }

    /** Returns a view of the births, of the tensor's shape. */
    INDArray view() {
        return born.view(0, shape);
    }

    /**
     * Prepares the corrections of a step.
     *
     * @param steps the tensor's steps, that one included
     * @param rate  learning rate
     */
    void prepare(AdamWStep step, long steps, double rate) {
        for (int i = 0; i < distinct.length; i++) {
            double age = steps - (double) distinct[i];
            stepSizes[i] = step.stepSize(rate, age);
            rootScales[i] = step.rootScale(age);
        }
    }

    /**
     * Fills in the corrections of the prepared step.
     *
     * @param at first of the entries, counted from the tensor's first
     */
    void correct(long at, AdamWStep.Entries entries, int n) {
        born.read(at, entries.born, n);
        int found = 0;
        for (int i = 0; i < n; i++) {
            if (entries.born[i] != distinct[found]) {
                found = Arrays.binarySearch(distinct, entries.born[i]);
            }
            entries.stepSizes[i] = stepSizes[found];
            entries.rootScales[i] = rootScales[found];
        }
    }

    /** Returns whether all entries are so old that their bias correction is 1 in single precision. */
    boolean settled(long steps, OptimizerSettings settings) {
        double youngest = steps - (double) distinct[distinct.length - 1];
        return settled(settings.beta1(), youngest) && settled(settings.beta2(), youngest);
    }

    private static boolean settled(double beta, double steps) {
        return (float) (1 - Math.pow(beta, steps)) == 1;
    }

    @Override
    public void close() {
        born.close();
    }
}
