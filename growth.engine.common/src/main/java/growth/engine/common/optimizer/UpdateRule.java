package growth.engine.common.optimizer;

import growth.api.engine.OptimizerSettings;
import growth.api.engine.TrainOptions;
import growth.api.model.ParameterSpec;
import growth.engine.common.layout.FlatLayout;

/**
 * What an update does to a tensor.
 *
 * @param options options of the step
 */
public record UpdateRule(TrainOptions options) {
    /** Returns whether a tensor is updated; frozen ones, and those of blocks that do not run, stay as they are. */
    public boolean updates(FlatLayout.Place place) {
        int layer = place.spec().layer();
        return (layer == ParameterSpec.NO_LAYER || options.view().layers().map(l -> l.contains(layer)).orElse(true))
                && options.trainable().trains(place.spec());
    }

    /** Returns whether the optimizer is Muon. */
    public boolean muon() {
        return options.optimizer().kind().equals(OptimizerSettings.MUON);
    }

    /** Returns whether its orthogonalised momentum updates a tensor: the matrices of the blocks, if the optimizer is Muon. */
    public boolean orthogonal(FlatLayout.Place place) {
        return muon() && Orthogonal.takes(place.spec());
    }

    /** Returns the factor that weight decay leaves of a tensor. */
    public float keep(FlatLayout.Place place) {
        return (float) (1 - (place.spec().decayed() ? options.learningRate() * options.optimizer().weightDecay() : 0));
    }

    /**
     * Returns the factor of an orthogonalised momentum: rate·0.2·√max(m, n), so that its root mean square is that of AdamW's updates (Liu
     * et al. 2025, "Muon is scalable for LLM training", equation 4).
     */
    public float orthogonalRate(Orthogonal.Matrix matrix) {
        return (float) (options.learningRate() * Orthogonal.ADAM_RMS * Math.sqrt(Math.max(matrix.rows(), matrix.columns())));
    }

    /**
     * Returns the factor on the gradients that clipping takes.
     *
     * @param norm global norm of the gradient of what learns
     */
    public double gradientScale(double norm) {
        double clip = options.optimizer().clip();
        return norm > clip ? clip / norm : 1;
    }
}
