package growth.runtime.run;

import growth.api.TrainingTime;

/**
 * The learning-rate schedule.
 *
 * @param kind   constant, linear, cosine or wsd (warm-up, stable, decay)
 * @param warmup linear rise from one step's worth to the peak; a share is of the run, or after a restart of what is left of it
 * @param floor  the end value as a fraction of the peak
 * @param decay  length of wsd's decay at the end
 */
public record LearningRateSettings(Kind kind, TrainingTime warmup, double floor, TrainingTime decay) {
    /** Shapes of the schedule between warm-up and end. */
    public enum Kind { CONSTANT, LINEAR, COSINE, WSD }
}
