package growth.engine.cpu.optimizer;

import growth.api.engine.OptimizerSettings;
import growth.api.engine.TrainOptions;
import growth.api.model.ParameterSpec;
import growth.engine.cpu.memory.FlatLayout;
import growth.engine.cpu.memory.FloatMemory;

/**
 * One update of a model's parameters.
 *
 * @param parameters    the parameters
 * @param gradients     their gradients
 * @param moments       the optimizer state
 * @param averages      averages that follow the parameters
 * @param options       options of the step
 * @param gradientScale factor on the gradients, from clipping
 */
public record Update(FloatMemory parameters, FloatMemory gradients, Moments moments, Averages averages, TrainOptions options,
        double gradientScale) {
    /** Returns whether a tensor is updated; frozen ones, and those of blocks that do not run, stay as they are. */
    boolean updates(FlatLayout.Place place) {
        int layer = place.spec().layer();
        return (layer == ParameterSpec.NO_LAYER || options.view().layers().map(l -> l.contains(layer)).orElse(true))
                && options.trainable().trains(place.spec());
    }

    /** Returns whether its orthogonalised momentum updates a tensor: the matrices of the blocks, if the optimizer is Muon. */
    boolean orthogonal(FlatLayout.Place place) {
        return options.optimizer().kind().equals(OptimizerSettings.MUON) && Muon.takes(place.spec());
    }

    /** Returns the factor that weight decay leaves of a tensor. */
    float keep(FlatLayout.Place place) {
        return (float) (1 - (place.spec().decayed() ? options.learningRate() * options.optimizer().weightDecay() : 0));
    }
}
