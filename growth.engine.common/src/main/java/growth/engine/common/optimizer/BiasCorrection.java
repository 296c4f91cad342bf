package growth.engine.common.optimizer;

import growth.api.engine.OptimizerSettings;

/**
 * The bias corrections of AdamW (Kingma and Ba 2015, algorithm 1).
 *
 * @param beta1 decay of the first moment
 * @param beta2 decay of the second moment
 */
public record BiasCorrection(double beta1, double beta2) {
    /** Returns the corrections of an optimizer. */
    public static BiasCorrection of(OptimizerSettings settings) {
        return new BiasCorrection(settings.beta1(), settings.beta2());
    }

    /** Returns rate / (1 − β₁ᵗ), which corrects the bias of entries that have seen t steps. */
    public float stepSize(double rate, double steps) {
        return (float) (rate / (1 - Math.pow(beta1, steps)));
    }

    /** Returns 1 / √(1 − β₂ᵗ), which corrects the bias of entries that have seen t steps. */
    public float rootScale(double steps) {
        return (float) (1 / Math.sqrt(1 - Math.pow(beta2, steps)));
    }

    /** Returns whether both corrections are 1 in single precision for entries that have seen t steps. */
    public boolean settled(double steps) {
        return settled(beta1, steps) && settled(beta2, steps);
    }

    private static boolean settled(double beta, double steps) {
        return (float) (1 - Math.pow(beta, steps)) == 1;
    }
}
