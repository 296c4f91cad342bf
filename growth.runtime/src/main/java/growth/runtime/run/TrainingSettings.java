package growth.runtime.run;

import growth.api.TrainingTime;
import growth.api.engine.OptimizerSettings;

/**
 * How a run trains.
 *
 * @param duration     how long
 * @param batch        sequences or images of one optimizer step
 * @param accumulation parts the batch is computed in, one after the other (gradient accumulation); divides {@code batch}
 * @param peakRate     peak learning rate
 * @param optimizer    the optimizer
 * @param learningRate the learning-rate schedule
 * @param engine       the engine's name
 * @param workers      threads; 0: one per core
 */
public record TrainingSettings(TrainingTime duration, int batch, int accumulation, double peakRate, OptimizerSettings optimizer,
        LearningRateSettings learningRate, String engine, int workers) {
}
