package growth.runtime.prepare;

import growth.api.GrowthException;
import growth.api.data.Dataset;
import growth.api.model.Family;
import growth.api.model.View;
import growth.api.schedule.Decision;
import growth.api.schedule.PlannedStage;
import growth.api.schedule.RunningSchedule;
import growth.runtime.run.DataUnit;
import growth.runtime.run.EvaluationSize;
import growth.runtime.run.RunFile;
import java.util.List;
import java.util.stream.Stream;

/** Checks that data suit a run. */
final class DataChecks {
    private DataChecks() {
    }

    /** @throws GrowthException (DATA) with the place, if the data are images and the model reads text, or the other way round */
    static void fitting(RunFile run, Dataset dataset) {
        boolean images = run.model().family() == Family.VIT;
        int classes = images ? dataset.labels() : dataset.vocabulary();
        if (classes < 1) {
            throw new GrowthException(GrowthException.Kind.DATA, run.data().place() + ": data: " + run.model().family().id()
                    + (images ? " learns from images with labels, and '" : " learns from text, and '") + run.data().name()
                    + "' delivers none here; choose other data or another model.family");
        }
    }

    /** @throws GrowthException (CONFIGURATION) with the place, if the schedule pools sequences that have padding */
    static void views(RunFile run, Dataset dataset, RunningSchedule schedule) {
        Stream<View> views = Stream.concat(Stream.of(schedule.startView()), Stream.concat(
                schedule.plan().stream().flatMap(List::stream).map(PlannedStage::view),
                        schedule.growths().stream().map(Decision.Grow::view)));
        if (dataset.padded() && views.anyMatch(view -> view.pooling().isPresent())) {
            throw new GrowthException(GrowthException.Kind.CONFIGURATION, run.growth().map(g -> g.schedule().place())
                    .orElse(run.file().toString()) + ": schedule: pools sequences, and the data of '" + run.data().name()
                    + "' have padding: a"
                    + " pooled position would join both; truncate sequences instead, or give data without padding");
        }
    }

    /** @throws GrowthException (DATA) with the place, if there is less than one batch to train on or nothing to evaluate on */
    static void enough(RunFile run, Dataset dataset, long tokensPerStep) {
        String place = run.data().place() + ": data: ";
        if (dataset.tokensPerEpoch() < tokensPerStep) {
            DataUnit unit = DataUnit.of(run.model().family());
            throw new GrowthException(GrowthException.Kind.DATA, place + "one batch needs " + tokensPerStep + " " + unit.words()
                    + ", the training data have " + dataset.tokensPerEpoch() + "; give more data, or lower training.batch"
                    + (unit == DataUnit.TOKENS ? " or model.context" : ""));
        }
        if (run.evaluate().size().equals(EvaluationSize.ALL) && dataset.validationRows() == Long.MAX_VALUE) {
            throw new GrowthException(GrowthException.Kind.CONFIGURATION, place + "the validation data of '" + run.data().name()
                    + "' have no end; write a number instead of all at evaluate."
                    + DataUnit.of(run.model().family()).words());
        }
        if (dataset.validationRows() == 0) {
            throw new GrowthException(GrowthException.Kind.DATA, place
                    + (run.model().family() == Family.VIT ? "there are no validation images; give some"
                    : "the validation data are shorter than one sequence; give more of them"));
        }
    }
}
