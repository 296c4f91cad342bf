package growth.api.engine;

/**
 * The result of one optimizer step.
 *
 * @param loss         mean over the scored labels, before the update
 * @param gradientNorm global norm of the gradient of what learns, before clipping
 * @param flops        training operations, by {@link growth.api.model.TrainingCost}
 * @param updated      false if loss or gradient were not finite; the parameters are then as before
 */
public record StepResult(double loss, double gradientNorm, double flops, boolean updated) {
}
