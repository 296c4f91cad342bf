package growth.runtime.prepare;

import growth.api.GrowthException;
import growth.api.engine.Engine;
import growth.api.model.Axis;
import growth.api.model.ModelShape;
import growth.api.model.View;
import growth.api.operator.GrowthRequest;
import growth.api.schedule.Decision;
import growth.api.schedule.PlannedStage;
import growth.api.schedule.RunningSchedule;
import growth.runtime.run.RunFile;
import growth.runtime.run.TimeScale;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;

/** Checks every stage of a run with its engine, and every growth between stages with its operator. */
final class StageChecks {
    private final RunFile run;
    private final Engine engine;
    private final RunOperators operators;

    StageChecks(RunFile run, Engine engine, RunOperators operators) {
        this.run = run;
        this.engine = engine;
        this.operators = operators;
    }

    /**
     * Where the schedule names no growths before training, only its first model and the target can be checked.
     *
     * @param made stages that are over, whose growths need no operator any more
     * @throws GrowthException with the place
     */
    void check(RunningSchedule schedule, ModelShape target, TimeScale scale, int made) {
        if (schedule.searches()) {
            TrainableCheck.search(run);
        }
        Optional<List<PlannedStage>> plan = schedule.plan();
        trainable(schedule.start(), plan.map(stages -> stages.get(0).view()).orElseGet(schedule::startView));
        List<Decision.Grow> growths = schedule.growths();
        ModelShape present = schedule.start();
        for (int i = 0; i < growths.size(); i++) {
            Decision.Grow growth = growths.get(i);
            trainable(growth.target(), growth.view());
            if (plan.isPresent()) {
                begins(plan.get().get(i + 1), i + 1, scale);
            }
            if (i >= made) {
                growth(present, growth, i + 1);
            }
            present = growth.target();
        }
        if (plan.isEmpty() && growths.isEmpty()) {
            TrainableCheck.growth(run, schedule.start(), target);
            trainable(target, View.full());
        } else if (!present.equals(target)) {
            throw new GrowthException(GrowthException.Kind.CONFIGURATION, schedulePlace() + ": the last stage is " + present
                    + ", not the target " + target);
        }
    }

    private void begins(PlannedStage stage, int index, TimeScale scale) {
        OptionalDouble share = scale.share(stage.from());
        if (share.isPresent() && share.getAsDouble() >= 1) {
            throw new GrowthException(GrowthException.Kind.CONFIGURATION, schedulePlace() + ": stage " + (index + 1) + " would begin at "
                    + stage.from() + ", when the run of " + scale.duration() + " is over; let it begin earlier or train longer");
        }
    }

    private void trainable(ModelShape shape, View view) {
        // The schedule has chosen the view, where it is not that of everything.
        GrowthException.placed(view.equals(View.full()) ? run.model().place() : schedulePlace(), () -> {
            engine.check(shape, view);
            return shape;
        });
    }

    private void growth(ModelShape from, Decision.Grow growth, int index) {
        ModelShape to = growth.target();
        if (from.equals(to)) {
            return;
        }
        Optional<Axis> shrunk = Stream.of(Axis.values()).filter(a -> to.size(a) < from.size(a)).findFirst();
        if (shrunk.isPresent()) {
            String axis = shrunk.get().label();
            throw new GrowthException(GrowthException.Kind.CONFIGURATION, schedulePlace() + ": stage " + (index + 1)
                    + " is smaller than the one before: "
                    + axis + " " + to.size(shrunk.get()) + " after " + from.size(shrunk.get()) + "; models only grow");
        }
        TrainableCheck.growth(run, from, to);
        LeasedOperator operator = operators.lease(growth.operator());
        GrowthRequest request = operator.request(from, to, SeedPurpose.GROWTH.seed(run.seed(), index - 1));
        GrowthException.placed(operator.place(), () -> {
            Set<String> averages = run.training().averagesByName().keySet();
            operator.plan(request).source().among(averages);
            operator.rehearse(request, averages);
            return request;
        });
    }

    private String schedulePlace() {
        return run.growth().map(g -> g.schedule().place()).orElse(run.file().toString());
    }
}
