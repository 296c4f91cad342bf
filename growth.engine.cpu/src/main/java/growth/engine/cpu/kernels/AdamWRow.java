package growth.engine.cpu.kernels;

import growth.api.engine.OptimizerSettings;
import growth.engine.cpu.memory.FloatMemory;
import java.util.Arrays;

/**
 * AdamW steps (Loshchilov and Hutter 2019, algorithm 2) as {@link RowKernels#adamW} takes them: where the entries lie, the numbers that all
 * tensors share, and those of the entries that are updated next. Belongs to one thread.
 */
public final class AdamWRow {
    /** Most entries at a time whose steps are their own. */
    public static final int MOST = 4096;

    FloatMemory parameters;
    FloatMemory gradients;
    FloatMemory first;
    FloatMemory second;
    float gradientScale;
    float beta1;
    float complement1;
    float beta2;
    float complement2;
    float epsilon;
    float keep;
    private final float[] stepSizes = new float[MOST];
    private final float[] rootScales = new float[MOST];

    /**
     * Begins with a step.
     *
     * @param scale factor on the gradients, from clipping
     */
    public void begin(OptimizerSettings settings, double scale) {
        gradientScale = (float) scale;
        beta1 = (float) settings.beta1();
        complement1 = (float) (1 - settings.beta1());
        beta2 = (float) settings.beta2();
        complement2 = (float) (1 - settings.beta2());
        epsilon = (float) settings.epsilon();
    }

    /** Takes the memories, in which an entry has the same place. */
    public void entries(FloatMemory ofParameters, FloatMemory ofGradients, FloatMemory ofFirst, FloatMemory ofSecond) {
        parameters = ofParameters;
        gradients = ofGradients;
        first = ofFirst;
        second = ofSecond;
    }

    /**
     * Begins with a tensor, whose entries are all as old.
     *
     * @param kept      what weight decay leaves: 1 − learning rate·weight decay
     * @param stepSize  learning rate / (1 − β₁ᵗ)
     * @param rootScale 1 / √(1 − β₂ᵗ)
     */
    public void tensor(float kept, float stepSize, float rootScale) {
        keep = kept;
        Arrays.fill(stepSizes, stepSize);
        Arrays.fill(rootScales, rootScale);
    }

    /** Returns the step sizes of the entries that are updated next, for tensors whose entries differ in age. */
    public float[] stepSizes() {
        return stepSizes;
    }

    /** Returns the factors of √v, likewise. */
    public float[] rootScales() {
        return rootScales;
    }
}
