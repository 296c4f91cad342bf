package growth.shell.progress;

import growth.api.Amounts;
import growth.api.TrainingTime;
import growth.api.model.ModelShape;
import growth.api.training.Progress;
import growth.runtime.plan.Plan;
import growth.runtime.run.DataUnit;
import growth.runtime.train.RunOutline;
import growth.shell.text.TextWidth;
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
     * What has been trained since the last line.
     *
     * @param loss         mean training loss
     * @param learningRate of the last step
     * @param speed        of training
     * @param overhead     time that passes for each second of training: evaluations, checkpoints and growths take some too
     */
    record Recent(double loss, double learningRate, Speed speed, double overhead) {
    }

    /**
     * Returns the line.
     *
     * @param outline what the run will be
     * @param shape   the present model
     * @param now     how far the run has come
     * @param recent  what has been trained since the last line
     * @param columns those that fit; fields are left out from the right
     */
    static String of(RunOutline outline, ModelShape shape, Progress now, Recent recent, int columns) {
        Speed speed = recent.speed();
        OptionalLong total = totalSteps(outline);
        String steps = total.isPresent() ? String.format(Locale.ROOT, "%" + Long.toString(total.getAsLong()).length() + "d/%d", now.step(),
                total.getAsLong()) : Long.toString(now.step());
        double left = RemainingTime.seconds(outline, now, speed.flopsPerSecond()) * recent.overhead();
        return fitting(columns, String.format(Locale.ROOT, "step %s (%5.2f%%)", steps, 100 * now.share()),
                "loss " + Amounts.loss(recent.loss()),
                String.format(Locale.ROOT, "lr %.1e", recent.learningRate()),
                DataUnit.of(shape.family()).abbreviation() + "/s " + Amounts.grouped(speed.tokensPerSecond()),
                "peak " + Amounts.percent(speed.flopsPerSecond() / outline.peak()), "eta " + Amounts.duration(left),
                "params " + Amounts.count(shape.parameterCount()),
                "stage " + stage(outline, now) + " " + shape.layers() + "L");
    }

    private static String fitting(int columns, String... fields) {
        StringBuilder line = new StringBuilder(TextWidth.cut(fields[0], columns));
        for (int i = 1; i < fields.length && line.length() + 1 + fields[i].length() <= columns; i++) {
            line.append(' ').append(fields[i]);
        }
        return line.toString();
    }

    /** Returns, for example, {@code 1/2}; without the number of stages where the schedule decides while training. */
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

    /** Returns the tokens of a step, which shorter sequences reduce. */
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
