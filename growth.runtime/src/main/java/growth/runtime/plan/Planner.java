package growth.runtime.plan;

import growth.api.GrowthException;
import growth.runtime.run.RunFile;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/** Finds out what a run would do, through the code of the run, up to its first step. */
@ProviderType
public interface Planner {
    /**
     * Returns the plan.
     *
     * @param run the run
     * @param log takes lines about slow work, such as training a tokenizer
     * @throws GrowthException whatever the run would meet
     */
    Plan plan(RunFile run, Consumer<String> log);

    /**
     * Returns the plan of one of several runs, as {@link #plan(RunFile, Consumer)} does.
     *
     * @param cache what the plans share
     */
    default Plan plan(RunFile run, PlanCache cache, Consumer<String> log) {
        return plan(run, log);
    }
}
