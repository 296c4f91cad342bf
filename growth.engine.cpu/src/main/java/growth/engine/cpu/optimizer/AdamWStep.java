package growth.engine.cpu.optimizer;

import growth.api.engine.OptimizerSettings;

/**
 * One AdamW step (Loshchilov and Hutter 2019, algorithm 2): its numbers that all tensors share, and its arithmetic on heap arrays. The
 * loop is plain Java, since the compiler makes vector code of it by itself.
 *
 * @param gradientScale factor on the gradient, from clipping
 * @param beta1         decay of the first moment
 * @param complement1   1 − β₁, rounded once
 * @param beta2         decay of the second moment
 * @param complement2   1 − β₂, rounded once
 * @param epsilon       added to the root of the corrected second moment
 */
record AdamWStep(float gradientScale, float beta1, float complement1, float beta2, float complement2, float epsilon) {
    /** @return the step of those settings */
    static AdamWStep of(OptimizerSettings settings, double gradientScale) {
        return new AdamWStep((float) gradientScale, (float) settings.beta1(), (float) (1 - settings.beta1()), (float) settings.beta2(),
                (float) (1 - settings.beta2()), (float) settings.epsilon());
    }

    /**
     * Updates the first n entries: m and v take up the scaled gradient, then θ = keep·θ − stepSize·m / (√v·rootScale + ε).
     *
     * @param keep       1 − learning rate·weight decay
     * @param stepSizes  learning rate / (1 − β₁ᵗ) of each entry
     * @param rootScales 1 / √(1 − β₂ᵗ) of each entry
     */
    void update(float[] parameters, float[] gradients, float[] first, float[] second, float keep, float[] stepSizes, float[] rootScales,
            int n) {
        for (int i = 0; i < n; i++) {
            float g = gradients[i] * gradientScale;
            float m = beta1 * first[i] + complement1 * g;
            float v = beta2 * second[i] + complement2 * (g * g);
            first[i] = m;
            second[i] = v;
            parameters[i] = keep * parameters[i] - stepSizes[i] * m / ((float) Math.sqrt(v) * rootScales[i] + epsilon);
        }
    }
}
