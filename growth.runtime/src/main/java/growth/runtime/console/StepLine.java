package growth.runtime.console;

import growth.api.TrainingTime;
import growth.api.model.ModelShape;
import growth.api.training.Progress;
import growth.runtime.plan.Plan;
import growth.runtime.train.RunOutline;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * The line about training steps. Its parts always stand in the same order:
 * {@code step 120/2000 ( 6.00%) loss 3.4521 lr 9.8e-04 tok/s 11,532 peak 61% eta 3m12s params 1.3M stage 1/2 3L};
 * {@code img/s} for vision models.
 */
final class StepLine {
    private StepLine() {
    }

    /**
     * @param outline      what the run will be
     * @param shape        the present model
     * @param now          how far the run has come
     * @param loss         mean training loss since the last line
     * @param learningRate of the last step
     * @param speed        of training since the last line
     * @param overhead     time that passes for each second of training: evaluations, checkpoints and growths take some too
     */
    static String of(RunOutline outline, ModelShape shape, Progress now, double loss, double learningRate, Speed speed, double overhead) {
        OptionalLong total = totalSteps(outline);
        String steps = total.isPresent() ? String.format(Locale.ROOT, "%" + Long.toString(total.getAsLong()).length() + "d/%d", now.step(),
                total.getAsLong()) : Long.toString(now.step());
        double left = RemainingTime.seconds(outline, now, speed.flopsPerSecond()) * overhead;
        return String.format(Locale.ROOT, "step %s (%5.2f%%) loss %s lr %.1e %s/s %s peak %s eta %s params %s stage %s %dL", steps,
                100 * now.share(), Amounts.loss(loss), learningRate, DataUnit.of(shape.family()).abbreviation(),
                Amounts.grouped(speed.tokensPerSecond()), Amounts.percent(speed.flopsPerSecond() / outline.peak()),
                Amounts.duration(left), Amounts.count(shape.parameterCount()), stage(outline, now), shape.layers());
    }

    /** @return e.g. {@code 1/2}; without the number of stages where the schedule decides while training */
    static String stage(RunOutline outline, Progress now) {
        String present = Integer.toString(now.stage() + 1);
        return outline.stages().isEmpty() ? present : present + "/" + outline.stages().size();
    }

    private static OptionalLong totalSteps(RunOutline outline) {
        TrainingTime duration = outline.run().training().duration();
        return switch (duration.unit()) {
            case STEPS -> OptionalLong.of((long) Math.ceil(duration.value()));
            case TOKENS -> OptionalLong.of((long) Math.ceil(outline.stages().isEmpty() ? duration.value() / outline.tokensPerStep()
                    : outline.stages().stream().mapToDouble(stage -> stage.tokens() / tokensPerStep(outline, stage)).sum()));
            default -> OptionalLong.empty();
        };
    }

    /** Shorter sequences make steps of fewer tokens. */
    private static double tokensPerStep(RunOutline outline, Plan.Stage stage) {
        boolean images = stage.shape().image().isPresent();
        return images ? outline.tokensPerStep()
                : (double) outline.tokensPerStep() * stage.view().sequence(stage.shape()) / outline.target().context();
    }

    /**
     * Speed of training.
     *
     * @param tokensPerSecond tokens (images) per second
     * @param flopsPerSecond  operations per second
     */
    record Speed(double tokensPerSecond, double flopsPerSecond) {
    }
}
