package growth.runtime.loop;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.schedule.Decision;
import growth.api.training.Progress;
import growth.api.training.TrainingEvent.GrowthCompleted;
import growth.api.training.TrainingEvent.GrowthStarted;
import growth.api.training.TrainingEvent.StageStarted;
import growth.api.training.TrainingListener;
import growth.runtime.gate.GateRamps;
import growth.runtime.prepare.LeasedOperator;
import growth.runtime.prepare.PreparedRun;

/**
 * Asks the schedule before a step and does what it says.
 *
 * @param run    the run
 * @param growth makes growths
 * @param count  counts progress
 * @param events hears what happens
 */
record StageChange(PreparedRun run, GrowthStep growth, ProgressCount count, TrainingListener events) {

    /** @return where the training stands afterwards: the same, or at the beginning of another stage */
    Standing apply(Standing now) {
        Decision decision = run.schedule().next(now.progress(), now.model().shape());
        if (decision instanceof Decision.Search) {
            String place = run.run().growth().map(g -> g.schedule().place()).orElse(run.run().file().toString());
            throw new GrowthException(Kind.CONFIGURATION, place + ": the schedule asks for a search among sub-networks, which this"
                    + " version's trainer cannot do; use a schedule that names its shapes");
        }
        if (!(decision instanceof Decision.Grow grow)) {
            return now;
        }
        boolean viewAlone = grow.target().equals(now.model().shape());
        Standing changed = viewAlone ? view(grow, now) : grow(grow, now);
        events.on(new StageStarted(changed.progress().stage(), changed.model().shape(), changed.model().view(), changed.progress()));
        return changed;
    }

    private Standing view(Decision.Grow grow, Standing now) {
        Progress progress = count.afterStage(now.progress(), TrainingEffort.NONE);
        return new Standing(now.model().withView(grow.view()), progress, now.rate());
    }

    private Standing grow(Decision.Grow grow, Standing now) {
        TrainedModel small = now.model();
        try (LeasedOperator operator = run.operators().lease(grow.operator())) {
            String name = operator.operator().card().card().name();
            events.on(new GrowthStarted(now.progress(), name, small.shape(), grow.target()));
            GrowthStep.Done done = growth.perform(operator, small, grow.target(), grow.view(), now.progress().stage());
            Progress progress = count.afterStage(now.progress(), done.effort());
            GateRamps ramps = small.ramps().after(done.gates(), done.ramps(), name, progress);
            events.on(new GrowthCompleted(progress, done.report()));
            return new Standing(small.grown(done.report().to(), grow.view(), ramps), progress,
                    now.rate().after(operator.learningRate(), progress.share()));
        }
    }
}
