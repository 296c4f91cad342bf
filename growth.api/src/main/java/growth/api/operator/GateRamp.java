package growth.api.operator;

import growth.api.TrainingTime;
import growth.api.model.GateSite;

/**
 * A gate the trainer opens after a growth (Yao et al. 2024): values below 1 at the site rise to 1 over the given time.
 *
 * @param site     where
 * @param duration how long, counted in optimizer steps, tokens or another unit of training time
 * @param curve    how
 */
public record GateRamp(GateSite site, TrainingTime duration, Curve curve) {
    /** Shapes of a ramp over the elapsed share t of its duration. */
    public enum Curve {
        /** t. */
        LINEAR,
        /** sin(π/2 · t). */
        SINE;

        /** Returns the gate's value after the share {@code t} (clamped to 0..1) of the duration. */
        public double at(double t) {
            double clamped = Math.min(1, Math.max(0, t));
            return this == LINEAR ? clamped : clamped == 1 ? 1 : Math.sin(Math.PI / 2 * clamped);
        }
    }
}
