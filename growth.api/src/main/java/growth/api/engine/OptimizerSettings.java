package growth.api.engine;

/**
 * An optimizer with decoupled weight decay and clipping by global norm.
 *
 * <p>{@link #ADAMW} is AdamW of Loshchilov and Hutter 2019. {@link #MUON} (Jordan et al. 2024) updates the matrices of the blocks by their
 * momentum, orthogonalised by Newton–Schulz iterations and scaled by 0.2·√max(rows, columns), so that one learning rate and one weight
 * decay serve for both (Liu et al. 2025, "Muon is scalable for LLM training", section 2.2); embeddings, heads, gains and biases get AdamW.
 *
 * @param kind        {@code adamw} or {@code muon}
 * @param beta1       AdamW's decay of the first moment
 * @param beta2       AdamW's decay of the second moment
 * @param epsilon     added to the root of AdamW's corrected second moment
 * @param weightDecay decay per unit of learning rate, on weights only ({@link growth.api.model.ParameterSpec#decayed})
 * @param clip        largest global gradient norm; infinite for no clipping
 * @param momentum    Muon's decay of the momentum (Nesterov's)
 */
public record OptimizerSettings(String kind, double beta1, double beta2, double epsilon, double weightDecay, double clip, double momentum) {
    /** The kind of AdamW. */
    public static final String ADAMW = "adamw";
    /** The kind of Muon. */
    public static final String MUON = "muon";
    /** Muon's usual momentum. */
    public static final double DEFAULT_MOMENTUM = 0.95;

    /** Returns AdamW without clipping. */
    public static OptimizerSettings adamw(double beta1, double beta2, double epsilon, double weightDecay) {
        return new OptimizerSettings(ADAMW, beta1, beta2, epsilon, weightDecay, Double.POSITIVE_INFINITY, DEFAULT_MOMENTUM);
    }

    /** Returns these settings with another largest gradient norm. */
    public OptimizerSettings withClip(double norm) {
        return new OptimizerSettings(kind, beta1, beta2, epsilon, weightDecay, norm, momentum);
    }

    /** Returns these settings with another kind. */
    public OptimizerSettings withKind(String other) {
        return new OptimizerSettings(other, beta1, beta2, epsilon, weightDecay, clip, momentum);
    }
}
