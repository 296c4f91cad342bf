package growth.shell.progress;

import growth.api.TrainingTime;
import growth.api.training.Progress;
import growth.runtime.plan.Plan;
import growth.runtime.train.RunOutline;

/**
 * Estimates the remaining time of a run. A step of a later stage costs more than one of the present model, so time is estimated by
 * operations: what each stage has left, divided by the measured speed in operations per second.
 */
final class RemainingTime {
    private RemainingTime() {
    }

    /**
     * Returns the remaining seconds of training; NaN if unknown.
     *
     * @param flopsPerSecond measured speed
     */
    static double seconds(RunOutline outline, Progress now, double flopsPerSecond) {
        TrainingTime duration = outline.run().training().duration();
        if (duration.unit() == TrainingTime.Unit.SECONDS) {
            return Math.max(0, duration.value() - now.seconds());
        }
        if (duration.unit() == TrainingTime.Unit.FLOPS) {
            return Math.max(0, duration.value() - now.flops()) / flopsPerSecond;
        }
        if (outline.stages().isEmpty() || outline.stages().stream().anyMatch(s -> Double.isNaN(s.tokens()))) {
            return now.share() > 0 ? now.seconds() * (1 - now.share()) / now.share() : Double.NaN;
        }
        return flopsLeft(outline, now) / flopsPerSecond;
    }

    /** Returns the remaining operations of all stages. */
    static double flopsLeft(RunOutline outline, Progress now) {
        double flops = 0;
        for (Plan.Stage stage : outline.stages()) {
            double left = Math.min(stage.tokens(), stage.from() + stage.tokens() - now.tokens());
            flops += left > 0 ? stage.flops() * left / stage.tokens() : 0;
        }
        return flops;
    }
}
