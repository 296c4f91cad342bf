package growth.runtime.plan;

import growth.api.TrainingTime;
import growth.api.model.ModelShape;
import growth.api.model.View;
import growth.api.operator.GrowthPlan;
import growth.api.operator.GrowthRequest;
import growth.api.operator.LearningRatePolicy;
import growth.api.schedule.Decision;
import growth.api.schedule.PlannedStage;
import growth.runtime.prepare.LeasedOperator;
import growth.runtime.prepare.PreparedRun;
import growth.runtime.prepare.SeedPurpose;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A growth that a run's schedule names beforehand, as its operator plans it.
 *
 * @param stage    the stage that begins with it, from 1
 * @param at       when, if the schedule knows
 * @param view     what is trained on from then on
 * @param request  what the operator will be asked for
 * @param operator the operator
 * @param rate     what becomes of the learning rate
 * @param plan     what the operator declares of it
 */
record PlannedGrowth(int stage, Optional<TrainingTime> at, View view, GrowthRequest request, LeasedOperator operator,
        LearningRatePolicy rate, GrowthPlan plan) {

    /** Returns the growths of the run in their order, without changes of the view alone. */
    static List<PlannedGrowth> of(PreparedRun run) {
        Optional<List<PlannedStage>> plan = run.schedule().plan();
        List<Decision.Grow> growths = run.schedule().growths();
        List<PlannedGrowth> planned = new ArrayList<>();
        ModelShape present = run.schedule().start();
        for (int i = 0; i < growths.size(); i++) {
            Decision.Grow growth = growths.get(i);
            // One whose operator is missing is over, or the run could not have been prepared.
            if (!growth.target().equals(present) && run.operators().installed(growth.operator())) {
                int index = i + 1;
                LeasedOperator operator = run.operators().lease(growth.operator());
                GrowthRequest request = operator.request(present, growth.target(), SeedPurpose.GROWTH.seed(run.run().seed(), i));
                planned.add(new PlannedGrowth(index + 1, plan.map(stages -> stages.get(index).from()), growth.view(), request,
                        operator, growth.learningRate().orElse(operator.learningRate()), operator.plan(request)));
            }
            present = growth.target();
        }
        return planned;
    }

    /** Returns tokens (images) that the operator itself trains on. */
    double tokens(PreparedRun run) {
        ModelShape to = request.to();
        return (double) plan.batches() * run.engineOptions().rows() * (to.image().isPresent() ? 1 : view.sequence(to));
    }

    /** Returns the growth with which that stage, from 1, begins. */
    static Optional<PlannedGrowth> of(List<PlannedGrowth> growths, int stage) {
        return growths.stream().filter(growth -> growth.stage() == stage).findFirst();
    }

    /** Returns the operator's name. */
    String name() {
        return operator.operator().card().card().name();
    }
}
