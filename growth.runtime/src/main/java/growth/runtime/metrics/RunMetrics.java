package growth.runtime.metrics;

import growth.api.GrowthException;
import growth.runtime.metrics.MetricsRecord.Checkpoint;
import growth.runtime.metrics.MetricsRecord.End;
import growth.runtime.metrics.MetricsRecord.Evaluation;
import growth.runtime.metrics.MetricsRecord.Growth;
import growth.runtime.metrics.MetricsRecord.Search;
import growth.runtime.metrics.MetricsRecord.Stage;
import growth.runtime.metrics.MetricsRecord.Start;
import growth.runtime.metrics.MetricsRecord.Suite;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The record of a run, as read from its {@code metrics.jsonl}; see {@link MetricsLine} for the fields. Each list is in the order of the
 * run. A run that was resumed tells of each step, evaluation, growth and stage once.
 *
 * @param starts      when it began, and each time it went on
 * @param stages      its stages, each where it began
 * @param steps       optimizer steps
 * @param evaluations evaluations
 * @param growths     growths
 * @param searches    searches among sub-networks
 * @param suites      tasks of suites
 * @param checkpoints checkpoints; not all of them may still be there
 * @param end         how it ended; empty while it trains, and after a crash
 * @param remarks     what could not be read, in words with file and line, one line each
 */
public record RunMetrics(List<Start> starts, List<Stage> stages, Steps steps, List<Evaluation> evaluations, List<Growth> growths,
        List<Search> searches, List<Suite> suites, List<Checkpoint> checkpoints, Optional<End> end, List<String> remarks) {
    public RunMetrics {
        starts = List.copyOf(starts);
        stages = List.copyOf(stages);
        evaluations = List.copyOf(evaluations);
        growths = List.copyOf(growths);
        searches = List.copyOf(searches);
        suites = List.copyOf(suites);
        checkpoints = List.copyOf(checkpoints);
        remarks = List.copyOf(remarks);
    }

    /**
     * Reads a record as far as it can be read: lines that are none, or are cut off, are left out and remarked upon.
     *
     * @param file {@code metrics.jsonl}, or the run folder that holds it
     * @throws GrowthException (DATA) if there is no such file, or it cannot be read
     */
    public static RunMetrics read(Path file) {
        MetricsFollower follower = new MetricsFollower(file);
        if (follower.poll().isEmpty()) {
            throw new GrowthException(GrowthException.Kind.DATA, follower.file() + ": does not exist; a run folder with metrics.jsonl is"
                    + " needed");
        }
        RunMetrics run = follower.complete();
        return run.last().isEmpty() && run.remarks().isEmpty() ? run.remarking(follower.file() + ": is empty") : run;
    }

    /** Returns where the last line left the run; empty if the record has no line. */
    public Optional<Point> last() {
        Point last = null;
        for (List<? extends MetricsRecord> list : List.of(starts, stages, evaluations, growths, searches, suites, checkpoints)) {
            last = list.isEmpty() ? last : later(last, list.get(list.size() - 1).at());
        }
        last = steps.isEmpty() ? last : later(last, steps.at(steps.size() - 1));
        return Optional.ofNullable(end.isPresent() ? later(last, end.get().at()) : last);
    }

    private RunMetrics remarking(String remark) {
        return new RunMetrics(starts, stages, steps, evaluations, growths, searches, suites, checkpoints, end, List.of(remark));
    }

    private static Point later(Point one, Point other) {
        return one == null || !one.after(other) ? other : one;
    }
}
