package growth.study.run;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.launcher.place.Executor;
import growth.runtime.place.Places;
import growth.runtime.run.DataParallel;
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
        int ranks = plan.runs().stream().mapToInt(run -> run.run().parallel().ranks()).max().orElse(1);
        if (request.place().isEmpty()) {
            if (ranks > 1) {
                throw new GrowthException(Kind.CONFIGURATION, plan.study().source().file() + ": runs of this study are trained by " + ranks
                        + " processes each (" + DataParallel.SECTION + "), which a place starts: give --on, or leave the section out");
            }
            return new Lanes(parallel.runs(), RunOrder.of(plan));
        }
        if (!parallel.devices().isEmpty()) {
            throw new GrowthException(Kind.CONFIGURATION, "parallel.devices spreads runs over devices of one machine; leave it out with"
                    + " --on, or --on");
        }
        List<Executor> executors = Places.executors(request.place().get().place());
        if (executors.size() < ranks) {
            throw new GrowthException(Kind.CONFIGURATION, "--on: " + request.place().get().name() + " has " + executors.size()
                    + (executors.size() == 1 ? " executor" : " executors") + ", and a run of this study needs " + ranks);
        }
        int least = executors.stream().mapToInt(Executor::cores).min().orElseThrow();
        if (parallel.workers() > least) {
            request.watcher().note("runs have " + parallel.workers() + " workers, and an executor has " + least + (least == 1 ? " core" :
                    " cores") + "; losses are the same to the bit with as many workers only, so that stays: change parallel.workers for a"
                    + " study that is new");
        }
        return new Lanes(executors.size() / ranks, RunOrder.longestFirst(plan));
    }
}
