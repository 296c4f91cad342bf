package growth.report.monitor;

import growth.api.training.Progress;
import growth.api.training.TrainingEvent.EvaluationCompleted;
import growth.api.training.TrainingEvent.StepCompleted;
import growth.report.watch.RunView.State;
import java.util.Optional;

/**
 * A run as its listener last heard of it.
 *
 * @param state      whether it trains
 * @param progress   how far it has come
 * @param last       the last step; empty before the first of this start
 * @param since      how far it had come some steps ago, in the same stage; from there speeds are counted
 * @param evaluated  what evaluations found
 * @param heard      when something happened
 * @param growing    whether a growth is under way
 * @param parameters parameters of its model; 0 before the first stage
 * @param peak       the machine's measured best, operations per second; NaN if nobody measured it
 */
public record RunSnapshot(State state, Progress progress, Optional<StepCompleted> last, Progress since, Evaluated evaluated, Heard heard,
        boolean growing, long parameters, double peak) {
    /** A run of which nothing is known yet. */
    static final RunSnapshot NOTHING = new RunSnapshot(State.WAITING, Progress.none(), Optional.empty(), Progress.none(),
            new Evaluated(0, Optional.empty()), new Heard(0, 0, 0), false, 0, Double.NaN);

    /**
     * What evaluations found.
     *
     * @param count how many there were since this start
     * @param last  the last one
     */
    public record Evaluated(long count, Optional<EvaluationCompleted> last) {
    }

    /**
     * When something happened, in milliseconds since 1970; 0 for never.
     *
     * @param event      anything
     * @param step       a step
     * @param checkpoint a checkpoint
     */
    public record Heard(long event, long step, long checkpoint) {
    }

    /** Returns the tokens (images) per second of the last steps; NaN before the second. */
    public double tokensPerSecond() {
        return (progress.tokens() - since.tokens()) / seconds();
    }

    /** Returns the operations per second of the last steps; NaN before the second. */
    public double flopsPerSecond() {
        return (progress.flops() - since.flops()) / seconds();
    }

    /** Returns the seconds of one of the last steps; NaN before the second. */
    public double secondsPerStep() {
        return seconds() / (progress.step() - since.step());
    }

    private double seconds() {
        double seconds = progress.seconds() - since.seconds();
        return seconds > 0 ? seconds : Double.NaN;
    }
}
