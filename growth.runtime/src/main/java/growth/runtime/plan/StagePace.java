package growth.runtime.plan;

import growth.api.TrainingTime.Unit;
import growth.api.model.ModelShape;
import growth.api.model.Trainable;
import growth.api.model.TrainingCost;
import growth.api.model.View;
import growth.runtime.run.TimeScale;

/**
 * The amount of each unit of training time that passes per token (image) of data while one model is trained.
 *
 * @param steps   optimizer steps
 * @param epochs  passes over the data
 * @param flops   training operations
 * @param seconds seconds; NaN if the speed is not known
 */
record StagePace(double steps, double epochs, double flops, double seconds) {
    /**
     * @param trainable      what learns
     * @param scale          the run's sizes
     * @param target         the target, at whose full view a step has {@code scale.tokensPerStep()} tokens
     * @param scoredShare    share of the positions whose label is scored
     * @param flopsPerSecond the machine's speed; NaN if not known
     */
    static StagePace of(ModelShape shape, View view, Trainable trainable, TimeScale scale, ModelShape target, double scoredShare,
            double flopsPerSecond) {
        boolean images = shape.image().isPresent();
        double viewed = images ? 1 : (double) view.sequence(shape) / target.context();
        double flops = images ? TrainingCost.perSequence(shape, view, view.sequence(shape), trainable)
                : TrainingCost.perToken(shape, view, scoredShare, trainable);
        return new StagePace(1 / (scale.tokensPerStep() * viewed), 1.0 / scale.tokensPerEpoch(), flops, flops / flopsPerSecond);
    }

    /** Returns how much of that unit (no share) passes with one token. */
    double of(Unit unit) {
        return switch (unit) {
            case TOKENS -> 1;
            case STEPS -> steps;
            case EPOCHS -> epochs;
            case FLOPS -> flops;
            case SECONDS -> seconds;
            case SHARE -> throw new IllegalArgumentException("a share passes as the run's duration does");
        };
    }
}
