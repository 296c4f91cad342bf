package growth.runtime.plan;

import growth.api.GrowthException;
import growth.runtime.run.RunFile;

/** Finds out what a run would do, through the code of the run, up to its first step. */
public interface Planner {
    /**
     * @return the plan
     * @throws GrowthException whatever the run would meet
     */
    Plan plan(RunFile run);
}
