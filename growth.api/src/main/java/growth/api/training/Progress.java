package growth.api.training;

import growth.api.TrainingTime;
import java.util.OptionalDouble;

/**
 * How far a run has come, small models included.
 *
 * @param step           optimizer steps done
 * @param tokens         tokens (images) trained on
 * @param epochs         passes over the training data, fractional
 * @param flops          training operations spent, operators' own training included
 * @param seconds        seconds spent training
 * @param share          share of the run's duration, 0 to 1
 * @param loss           training loss of the last step; NaN before the first
 * @param validationLoss the last validation loss, if there was one
 * @param stage          growths done
 */
public record Progress(long step, long tokens, double epochs, double flops, double seconds, double share, double loss,
        OptionalDouble validationLoss, int stage) {

    /** Returns the progress of a run that has not begun. */
    public static Progress none() {
        return new Progress(0, 0, 0, 0, 0, 0, Double.NaN, OptionalDouble.empty(), 0);
    }

    /** Returns the progress in that unit. */
    public double in(TrainingTime.Unit unit) {
        return switch (unit) {
            case STEPS -> step;
            case EPOCHS -> epochs;
            case TOKENS -> tokens;
            case FLOPS -> flops;
            case SECONDS -> seconds;
            case SHARE -> share;
        };
    }

    /** Returns whether that time has come. */
    public boolean reached(TrainingTime time) {
        return in(time.unit()) >= time.value();
    }
}
