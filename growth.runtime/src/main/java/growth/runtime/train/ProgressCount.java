package growth.runtime.train;

import growth.api.TrainingTime;
import growth.api.engine.StepResult;
import growth.api.training.Progress;
import java.util.OptionalDouble;

/**
 * Counts progress; pure. Everything a run spends on training counts, whatever model it is spent on: small models and what operators train
 * on too. Evaluations, checkpoints and the measurements around a growth do not count.
 *
 * @param duration       the whole run; its unit is no share
 * @param tokensPerEpoch tokens (images) of the training data
 */
record ProgressCount(TrainingTime duration, long tokensPerEpoch) {

    /**
     * Returns the progress after an optimizer step.
     *
     * @param tokens  tokens of the step
     * @param seconds time of the step, reading its batches included
     */
    Progress afterStep(Progress p, StepResult result, long tokens, double seconds) {
        return counted(p.step() + 1, p.tokens() + tokens, p.flops() + result.flops(), p.seconds() + seconds, result.loss(),
                p.validationLoss(),
                p.stage());
    }

    /**
     * Returns the progress after it, as far as it can be told before: in seconds, by the mean of the steps so far.
     *
     * @param tokens of a step that is about to be made
     * @param flops  its operations
     */
    Progress expected(Progress p, long tokens, double flops) {
        double seconds = p.step() > 0 ? p.seconds() / p.step() : 0;
        return counted(p.step() + 1, p.tokens() + tokens, p.flops() + flops, p.seconds() + seconds, p.loss(), p.validationLoss(),
                p.stage());
    }

    /** Returns the progress after a growth, or another change of stage, that took so much training itself. */
    Progress afterStage(Progress p, TrainingEffort effort) {
        return counted(p.step(), p.tokens() + effort.tokens(), p.flops() + effort.flops(), p.seconds() + effort.seconds(), p.loss(),
                p.validationLoss(), p.stage() + 1);
    }

    /** Returns the progress after an evaluation. */
    Progress afterEvaluation(Progress p, double loss) {
        return counted(p.step(), p.tokens(), p.flops(), p.seconds(), p.loss(), OptionalDouble.of(loss), p.stage());
    }

    /** Returns the same progress in a run of this length, e.g. one that was made longer before it was resumed. */
    Progress counted(Progress p) {
        return counted(p.step(), p.tokens(), p.flops(), p.seconds(), p.loss(), p.validationLoss(), p.stage());
    }

    /** Returns whether the run is at its end. */
    boolean finished(Progress p) {
        return p.reached(duration);
    }

    private Progress counted(long step, long tokens, double flops, double seconds, double loss, OptionalDouble validationLoss, int stage) {
        double epochs = tokens / (double) tokensPerEpoch;
        Progress whole = new Progress(step, tokens, epochs, flops, seconds, 0, loss, validationLoss, stage);
        double share = Math.min(1, whole.in(duration.unit()) / duration.value());
        return new Progress(step, tokens, epochs, flops, seconds, share, loss, validationLoss, stage);
    }
}
