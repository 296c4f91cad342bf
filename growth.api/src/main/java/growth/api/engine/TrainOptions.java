package growth.api.engine;

import growth.api.model.Trainable;
import growth.api.model.View;

/**
 * How the engine makes one optimizer step.
 *
 * @param learningRate   learning rate of the step
 * @param trainable      what learns; the values and the optimizer state of the rest stay as they are, its gradients are not part of the
 *                       global norm, and averages go on following it
 * @param optimizer      the optimizer
 * @param view           what runs
 * @param regularization what is dropped at random
 * @param step           number of the step in its run, from 0; with the session's seed it decides everything random, so that a resumed run
 *                       is the same to the last bit
 */
public record TrainOptions(double learningRate, Trainable trainable, OptimizerSettings optimizer, View view, Regularization regularization,
        long step) {
    /** Returns the first step of a run that trains everything at full view, without regularization. */
    public static TrainOptions of(double learningRate, OptimizerSettings optimizer) {
        return new TrainOptions(learningRate, Trainable.ALL, optimizer, View.full(), Regularization.NONE, 0);
    }

    /** Returns the same step of these parts alone. */
    public TrainOptions withTrainable(Trainable parts) {
        return new TrainOptions(learningRate, parts, optimizer, view, regularization, step);
    }

    /** Returns the same step of another view. */
    public TrainOptions withView(View other) {
        return new TrainOptions(learningRate, trainable, optimizer, other, regularization, step);
    }

    /** Returns a step of that number with these regularizations. */
    public TrainOptions with(Regularization other, long number) {
        return new TrainOptions(learningRate, trainable, optimizer, view, other, number);
    }
}
