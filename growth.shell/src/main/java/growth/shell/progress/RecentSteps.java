package growth.shell.progress;

import growth.api.training.TrainingEvent.StepCompleted;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.ToDoubleFunction;

/** The steps of the last seconds of training, whose means neither jump nor lag. */
final class RecentSteps {
    private final double seconds;
    private final Deque<StepCompleted> steps = new ArrayDeque<>();

    /** @param seconds of training that are looked back over */
    RecentSteps(double seconds) {
        this.seconds = seconds;
    }

    void add(StepCompleted step) {
        steps.addLast(step);
        while (step.progress().seconds() - steps.getFirst().progress().seconds() > seconds) {
            steps.removeFirst();
        }
    }

    /** Forgets all steps, because another model has another speed. */
    void clear() {
        steps.clear();
    }

    /** Returns the mean training loss; NaN without steps. */
    double loss() {
        return steps.stream().mapToDouble(s -> s.progress().loss()).average().orElse(Double.NaN);
    }

    /** Returns tokens and operations of all these steps per time of all of them. */
    StepLine.Speed speed() {
        return new StepLine.Speed(harmonicMean(StepCompleted::tokensPerSecond), harmonicMean(StepCompleted::flopsPerSecond));
    }

    /** Adds times, not speeds, because steps of one stage have the same size. */
    private double harmonicMean(ToDoubleFunction<StepCompleted> speed) {
        return 1 / steps.stream().mapToDouble(s -> 1 / speed.applyAsDouble(s)).average().orElse(Double.NaN);
    }
}
