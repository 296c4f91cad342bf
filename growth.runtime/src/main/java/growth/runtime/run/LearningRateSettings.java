package growth.runtime.run;

import growth.api.TrainingTime;
import growth.api.options.Option;

/**
 * The learning-rate schedule.
 *
 * @param kind   constant, linear, cosine or wsd (warm-up, stable, decay)
 * @param warmup linear rise from one step's worth to the peak; a share is of the run, or after a restart of what is left of it
 * @param floor  the end value as a fraction of the peak
 * @param decay  length of wsd's decay at the end
 */
public record LearningRateSettings(
        @Option(description = "shape from the warm-up to the end; wsd stays at the peak until the decay", defaultValue = "cosine")
        Kind kind,
        @Option(description = "length of the linear rise to the peak; a share is of the run or, after a restart, of the rest of it",
                defaultValue = "2%") TrainingTime warmup,
        @Option(description = "final learning rate, as a fraction of the peak", defaultValue = "10%", atLeast = 0, atMost = 1)
        double floor,
        @Option(description = "length of the decay at the end; for wsd", defaultValue = "20%") TrainingTime decay) {
    /** Shapes of the schedule between warm-up and end. */
    public enum Kind { CONSTANT, LINEAR, COSINE, WSD }
}
