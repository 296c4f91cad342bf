package growth.runtime.run;

import growth.api.TrainingTime;
import growth.api.engine.EngineOptions.Recompute;
import growth.api.engine.OptimizerSettings;
import growth.api.engine.Regularization;
import growth.api.model.Trainable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How a run trains.
 *
 * @param duration       how long
 * @param batch          sequences or images of one optimizer step
 * @param accumulation   parts the batch is computed in, one after the other (gradient accumulation); divides {@code batch}
 * @param peakRate       peak learning rate
 * @param optimizer      the optimizer
 * @param learningRate   the learning-rate schedule
 * @param regularization what is left out at random, and how labels are softened
 * @param averages       exponential moving averages of the parameters: name (the decay in figures) → decay per step
 * @param recompute      what the backward pass computes again
 * @param engine         the engine's name
 * @param workers        threads; 0: one per core
 * @param extension      what becomes of the learning-rate schedule when a resume changes the duration
 * @param trains         what learns in a run without growth; empty: everything
 */
public record TrainingSettings(TrainingTime duration, int batch, int accumulation, double peakRate, OptimizerSettings optimizer,
        LearningRateSettings learningRate, Regularization regularization, Map<String, Double> averages, Recompute recompute, String engine,
        int workers, Extension extension, Optional<Trainable> trains) {
    public TrainingSettings {
        averages = Collections.unmodifiableMap(new LinkedHashMap<>(averages));
    }
}
