package growth.runtime.train.ranks;

import growth.api.model.ModelShape;
import growth.api.model.View;
import growth.api.schedule.Decision;
import growth.api.schedule.PlannedStage;
import growth.api.schedule.RunningSchedule;
import growth.api.training.Progress;
import growth.parallel.group.ProcessGroup;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A schedule that rank 0 asks for all ranks, once before each step. A schedule may look at losses, at the clock, or at whatever a plug-in
 * looks at: two of the same may decide differently, and then nothing would fit together any more.
 */
final class AgreedSchedule implements RunningSchedule {
    private final RunningSchedule own;
    private final ProcessGroup group;
    private Map<String, String> saved;

    AgreedSchedule(RunningSchedule own, ProcessGroup group) {
        this.own = own;
        this.group = group;
        saved = own.save();
    }

    /**
     * What rank 0 tells.
     *
     * @param decision what happens before the step
     * @param saved    what the schedule remembers afterwards
     */
    record Told(Decision decision, Map<String, String> saved) {
    }

    @Override
    public Decision next(Progress progress, ModelShape present) {
        if (group.rank() == 0) {
            Decision decision = own.next(progress, present);
            saved = own.save();
            group.broadcast(RecordJson.write(new Told(decision, saved)));
            return decision;
        }
        Told told = RecordJson.read(group.broadcast(null), Told.class);
        saved = told.saved();
        return told.decision();
    }

    @Override
    public ModelShape start() {
        return own.start();
    }

    @Override
    public View startView() {
        return own.startView();
    }

    @Override
    public Optional<List<PlannedStage>> plan() {
        return own.plan();
    }

    @Override
    public List<Decision.Grow> growths() {
        return own.growths();
    }

    @Override
    public boolean searches() {
        return own.searches();
    }

    @Override
    public Map<String, String> save() {
        return saved;
    }

    @Override
    public void restore(Map<String, String> before) {
        own.restore(before);
        saved = before;
    }
}
