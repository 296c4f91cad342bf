package growth.engine.cpu.kernels;

import growth.api.engine.OptimizerSettings;

/**
 * The numbers of one AdamW step that all tensors share.
 *
 * @param gradientScale factor on the gradient, from clipping
 * @param beta1         decay of the first moment
 * @param complement1   1 − β₁, rounded once
 * @param beta2         decay of the second moment
 * @param complement2   1 − β₂, rounded once
 * @param epsilon       added to the root of the corrected second moment
 */
public record AdamWStep(float gradientScale, float beta1, float complement1, float beta2, float complement2, float epsilon) {
    /** @return the step of those settings */
    public static AdamWStep of(OptimizerSettings settings, double gradientScale) {
        return new AdamWStep((float) gradientScale, (float) settings.beta1(), (float) (1 - settings.beta1()), (float) settings.beta2(),
                (float) (1 - settings.beta2()), (float) settings.epsilon());
    }
}
