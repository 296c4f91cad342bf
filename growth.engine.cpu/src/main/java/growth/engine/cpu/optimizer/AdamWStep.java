package growth.engine.cpu.optimizer;

import growth.api.engine.OptimizerSettings;

/**
 * One AdamW step (Loshchilov and Hutter 2019, algorithm 2): its numbers that all tensors share, and its arithmetic on heap arrays. The
 * loop is plain Java, since the compiler makes vector code of it by itself.
 */
final class AdamWStep {
    private final float gradientScale;
    private final float beta1;
    private final float complement1;
    private final float beta2;
    private final float complement2;
    private final float epsilon;

    /** @param gradientScale factor on the gradient, from clipping */
    AdamWStep(OptimizerSettings settings, double gradientScale) {
        this.gradientScale = (float) gradientScale;
        beta1 = (float) settings.beta1();
        complement1 = (float) (1 - settings.beta1());
        beta2 = (float) settings.beta2();
        complement2 = (float) (1 - settings.beta2());
        epsilon = (float) settings.epsilon();
    }

    /**
     * Updates the first n entries: m and v take up the scaled gradient, then θ = keep·θ − stepSize·m / (√v·rootScale + ε).
     *
     * @param keep what weight decay leaves: 1 − learning rate·weight decay
     */
    void update(Entries entries, float keep, int n) {
        float[] parameters = entries.parameters;
        float[] gradients = entries.gradients;
        float[] first = entries.first;
        float[] second = entries.second;
        float[] stepSizes = entries.stepSizes;
        float[] rootScales = entries.rootScales;
        for (int i = 0; i < n; i++) {
            float g = gradients[i] * gradientScale;
            float m = beta1 * first[i] + complement1 * g;
            float v = beta2 * second[i] + complement2 * (g * g);
            first[i] = m;
            second[i] = v;
            parameters[i] = keep * parameters[i] - stepSizes[i] * m / ((float) Math.sqrt(v) * rootScales[i] + epsilon);
        }
    }

    /** Some entries of a tensor on the heap. */
    static final class Entries {
        /** Number of entries at a time: small enough for all of them to stay in a core's first cache. */
        static final int MOST = 1024;

        final float[] parameters = new float[MOST];
        final float[] gradients = new float[MOST];
        final float[] first = new float[MOST];
        final float[] second = new float[MOST];
        /** Steps of the tensor at which each entry was added. */
        final float[] born = new float[MOST];
        /** Learning rate / (1 − β₁ᵗ) of each entry. */
        final float[] stepSizes = new float[MOST];
        /** 1 / √(1 − β₂ᵗ) of each entry. */
        final float[] rootScales = new float[MOST];
    }
}
