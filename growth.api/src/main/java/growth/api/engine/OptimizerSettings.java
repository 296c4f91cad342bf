package growth.api.engine;

/**
 * AdamW with decoupled weight decay (Loshchilov and Hutter 2019) and clipping by global norm.
 *
 * @param kind        {@code adamw}
 * @param beta1       decay of the first moment
 * @param beta2       decay of the second moment
 * @param epsilon     added to the root of the corrected second moment
 * @param weightDecay decay per unit of learning rate, on weights only ({@link growth.api.model.ParameterSpec#decayed})
 * @param clip        largest global gradient norm; infinite for no clipping
 */
public record OptimizerSettings(String kind, double beta1, double beta2, double epsilon, double weightDecay, double clip) {
    /** @return AdamW without clipping */
    public static OptimizerSettings adamw(double beta1, double beta2, double epsilon, double weightDecay) {
        return new OptimizerSettings("adamw", beta1, beta2, epsilon, weightDecay, Double.POSITIVE_INFINITY);
    }
}
