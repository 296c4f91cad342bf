package growth.runtime.train;

import growth.api.model.ModelShape;
import growth.runtime.plan.Plan;
import growth.runtime.run.RunFile;
import java.util.List;

/**
 * The outline of a run.
 *
 * @param run           the run
 * @param target        the shape it ends with
 * @param stages        its stages with what they cost, apart from time; empty where the schedule decides while training
 * @param tokensPerStep tokens (images) of one optimizer step at full view
 * @param peak          the machine's measured best, operations per second, as often as there are ranks; NaN if nobody measured it
 */
public record RunOutline(RunFile run, ModelShape target, List<Plan.Stage> stages, long tokensPerStep, double peak) {
    public RunOutline {
        stages = List.copyOf(stages);
    }
}
