package growth.runtime.train;

import growth.api.Amounts;
import growth.api.model.ImageShape;
import growth.api.model.ModelShape;
import growth.api.model.View;
import growth.api.schedule.PlannedStage;
import growth.api.training.EndFacts;
import growth.api.training.Progress;
import growth.runtime.checkpoint.ValidationRecord;
import growth.runtime.prepare.PreparedRun;
import growth.runtime.run.ModelSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The remarks in the summary of a run that ended normally: problems, and the course of validation losses. */
final class EndRemarks {
    private EndRemarks() {
    }

    /** Returns one line each. */
    static List<String> of(PreparedRun run, TrainedModel model, Progress progress) {
        List<String> remarks = new ArrayList<>();
        shortfall(run, model, progress.stage()).ifPresent(words -> remarks.add("warning: " + words));
        if (!model.ramps().open().isEmpty()) {
            remarks.add("warning: ended while gates were opening: other software, which knows no gates, reads another model; grow"
                    + " earlier, or open them faster (operator option ramp)");
        }
        worseThanGuessing(model.shape(), progress).ifPresent(words -> remarks.add("warning: " + words));
        return remarks;
    }

    /** Returns that copies are still equal to their originals, if they are. */
    static Optional<String> locked(EndFacts.Copies copies) {
        return copies.locked() ? Optional.of("warning: copies of the last growth still have the gradients of their originals: nothing tells"
                + " them apart, and the model is no better than one without them; choose another operator, or options that part them")
                : Optional.empty();
    }

    /** Returns what is missing, if the run ended before its last stage. */
    static Optional<String> shortfall(PreparedRun run, TrainedModel model, int stage) {
        Optional<List<PlannedStage>> plan = run.schedule().plan();
        View last = plan.map(stages -> stages.get(stages.size() - 1).view()).orElse(View.full());
        boolean passed = plan.map(stages -> stage >= stages.size() - 1).orElse(false);
        if (model.search().isEmpty() && (passed || same(model.shape(), run.target()) && model.view().equals(last))) {
            return Optional.empty();
        }
        String which = plan.map(stages -> ", stage " + (stage + 1) + " of " + stages.size()).orElse("");
        return Optional.of("ended before its last stage" + which + ": the model is " + model.shape() + (same(model.shape(), run.target())
                ? ", as it should be, but was not trained on everything" : ", not " + run.target())
                + "; let it grow earlier, or resume with a longer training.duration");
    }

    /**
     * Returns what is missing, if it is smaller than the target.
     *
     * @param target the target's sizes
     * @param shape  the model that a finished run left
     */
    static Optional<String> shortfall(ModelSettings target, ModelShape shape) {
        return target.reachedBy(shape) ? Optional.empty() : Optional.of("ended before its last stage: the model is " + shape);
    }

    /** Growth by padding changes the epsilon of norms. */
    private static boolean same(ModelShape shape, ModelShape target) {
        return shape.toBuilder().normEpsilon(target.normEpsilon()).build().equals(target);
    }

    /** Returns the loss, in nats, of a model of that shape that gives every label or token id the same probability. */
    static double guessing(ModelShape shape) {
        return Math.log(shape.image().map(ImageShape::labels).orElse(shape.vocabulary()));
    }

    private static Optional<String> worseThanGuessing(ModelShape shape, Progress progress) {
        double guessing = guessing(shape);
        return progress.validationLoss().stream().boxed().filter(loss -> loss > guessing).findFirst()
                .map(loss -> String.format(Locale.ROOT, "the validation loss %s is above that of guessing, ln %.0f = %s: the model has"
                        + " learned nothing that holds for these data; a lower training.optimizer.lr or a longer warm-up may help",
                        Amounts.loss(loss), Math.exp(guessing), Amounts.loss(guessing)));
    }

    /**
     * Returns what a summary says of validation losses, one line each.
     *
     * @param best      the checkpoint of the lowest loss, if it is kept
     * @param exhausted the patience that ended the run early, if it did
     */
    static List<String> validation(ValidationRecord validation, Optional<Path> best, Optional<Patience> exhausted) {
        List<String> remarks = new ArrayList<>();
        exhausted.flatMap(Patience::evaluations).ifPresent(count -> remarks.add("ended early: " + count + (count == 1 ? " evaluation"
                : " evaluations") + " without a lower validation loss than " + Amounts.loss(validation.stageLowest())
                + " (evaluate.patience); to train on, resume with a larger one"));
        best.ifPresent(folder -> remarks.add("best: validation loss " + Amounts.loss(validation.lowest()) + " at step " + validation.step()
                + ", kept in " + folder));
        return remarks;
    }

    /**
     * Returns which steps nothing holds, when they cannot be saved any more.
     *
     * @param step  the last step that was made
     * @param saved the last step that a checkpoint holds; -1: there is none
     */
    static String unsaved(long step, long saved) {
        long lost = step - Math.max(0, saved);
        return (lost == 1 ? "the last step is" : "the last " + lost + " steps are") + " lost, because the model could not be saved"
                + (saved > 0 ? "; resume from step " + saved : "");
    }
}
