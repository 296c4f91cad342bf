package growth.study.run;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.launcher.place.Executor;
import growth.runtime.place.Places;
import growth.study.file.Parallel;
import growth.study.file.StudyPlan;
import growth.study.file.StudyRun;
import java.util.List;

/**
 * How many runs train at a time, and in which order they start.
 *
 * @param most  how many
 * @param order all runs
 */
record Lanes(int most, List<StudyRun> order) {
    /**
     * Returns those of a study: as many as it says itself, the cheapest first, so that there is something to look at early; or as many as
     * a place has executors, the longest first, so that no executor is left with a long one at the end.
     *
     * @throws GrowthException (CONFIGURATION) if the study names devices of this machine, or what the place says
     */
    static Lanes of(StudyRequest request) {
        StudyPlan plan = request.plan();
        Parallel parallel = plan.study().parallel();
        if (request.place().isEmpty()) {
            return new Lanes(parallel.runs(), RunOrder.of(plan));
        }
        if (!parallel.devices().isEmpty()) {
            throw new GrowthException(Kind.CONFIGURATION, "parallel.devices spreads runs over devices of one machine; leave it out with"
                    + " --on, or --on");
        }
        List<Executor> executors = Places.executors(request.place().get().place());
        if (executors.isEmpty()) {
            throw new GrowthException(Kind.CONFIGURATION, "--on: the place has no executors");
        }
        int least = executors.stream().mapToInt(Executor::cores).min().orElseThrow();
        if (parallel.workers() > least) {
            request.watcher().note("runs have " + parallel.workers() + " workers, and an executor has " + least + (least == 1 ? " core" :
                    " cores") + "; losses are the same to the bit with as many workers only, so that stays: change parallel.workers for a"
                    + " study that is new");
        }
        return new Lanes(executors.size(), RunOrder.longestFirst(plan));
    }
}
