package growth.api.engine;

import growth.api.model.View;
import java.util.Map;

/**
 * How one optimizer step is made.
 *
 * @param learningRate   learning rate of the step
 * @param rateFactors    parameter name → factor on its learning rate; 1 where absent; 0 freezes it: value and optimizer state stay as they
 *                       are, its gradient is no part of the global norm, and averages go on following it
 * @param optimizer      the optimizer
 * @param view           what runs
 * @param regularization what is left out at random
 * @param step           number of the step in its run: with the session's seed it decides everything random, so that a resumed run goes on
 *                       to the bit
 */
public record TrainOptions(double learningRate, Map<String, Double> rateFactors, OptimizerSettings optimizer, View view,
        Regularization regularization, long step) {
    public TrainOptions {
        rateFactors = Map.copyOf(rateFactors);
    }

    /** The first step of a run. */
    public TrainOptions(double learningRate, Map<String, Double> rateFactors, OptimizerSettings optimizer, View view,
            Regularization regularization) {
        this(learningRate, rateFactors, optimizer, view, regularization, 0);
    }

    /** A step without regularization. */
    public TrainOptions(double learningRate, Map<String, Double> rateFactors, OptimizerSettings optimizer, View view) {
        this(learningRate, rateFactors, optimizer, view, Regularization.NONE);
    }

    /** @return whether a parameter stays as it is */
    public boolean frozen(String parameter) {
        return rateFactors.getOrDefault(parameter, 1.0) == 0;
    }

    /** @return a step at full view with the same rate everywhere */
    public static TrainOptions of(double learningRate, OptimizerSettings optimizer) {
        return new TrainOptions(learningRate, Map.of(), optimizer, View.full());
    }
}
