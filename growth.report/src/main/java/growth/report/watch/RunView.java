package growth.report.watch;

import growth.api.GrowthException;
import growth.api.TrainingTime;
import growth.runtime.folder.RunFolder;
import growth.runtime.metrics.MetricsRecord.Evaluation;
import growth.runtime.metrics.MetricsRecord.Stage;
import growth.runtime.metrics.MetricsRecord.Step;
import growth.runtime.metrics.MetricsTail;
import growth.runtime.metrics.Point;
import growth.runtime.metrics.RunMetrics;
import growth.runtime.metrics.Steps;
import growth.runtime.run.DataUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A run at one moment.
 *
 * @param name     its name; within a study {@code ARM/[TRIAL/]seed-N}
 * @param state    whether it trains
 * @param metrics  its record so far
 * @param duration how long it is to train; empty if its run file does not tell
 * @param unit     what it counts
 * @param silence  seconds since its record last changed; 0 before there is one
 */
public record RunView(String name, State state, RunMetrics metrics, Optional<TrainingTime> duration, DataUnit unit, double silence) {
    /** Steps over which speed and loss are averaged. */
    private static final int RECENT = 20;
    private static final double SILENT = 60;
    private static final double SLOW_STEPS = 30;

    /** Whether a run trains. */
    public enum State {
        /** It trains, as far as its record tells. */
        TRAINING("training"),
        /** It has ended and reached its end. */
        FINISHED("finished"),
        /** It was stopped and can be resumed. */
        STOPPED("stopped"),
        /** Its loss was no number any more. */
        DIVERGED("diverged"),
        /** Something went wrong. */
        FAILED("failed"),
        /** Its record has no step yet. */
        WAITING("not begun");

        private final String words;

        State(String words) {
            this.words = words;
        }

        /** Returns the state that a record tells of. */
        static State of(RunMetrics metrics) {
            if (metrics.end().isEmpty()) {
                return metrics.steps().isEmpty() ? WAITING : TRAINING;
            }
            return switch (metrics.end().get().outcome()) {
                case FINISHED -> FINISHED;
                case STOPPED -> STOPPED;
                case FAILED -> FAILED;
                case DIVERGED -> DIVERGED;
            };
        }

        /** Returns the state in words. */
        public String words() {
            return words;
        }

        /** Returns whether the run is over, unless somebody resumes it. */
        public boolean over() {
            return this != TRAINING && this != WAITING;
        }
    }

    /**
     * Returns a run as it is now, by the end of its record alone, so that hundreds of runs can be looked at: growths, stages and
     * evaluations of long ago are not in its metrics.
     *
     * @param name   what it is called
     * @param folder its folder
     * @param millis now, since 1970
     * @throws GrowthException (DATA) if its record cannot be read
     */
    public static RunView glance(String name, RunFolder folder, long millis) {
        RunMetrics metrics = MetricsTail.read(folder.metrics()).orElse(RunWatch.NOTHING);
        RunLength length = RunLength.of(folder.runFile());
        long changed = folder.metrics().toFile().lastModified();
        return new RunView(name, State.of(metrics), metrics, length.duration(), length.unit(),
                changed == 0 ? 0 : Math.max(0, (millis - changed) / 1e3));
    }

    /** Returns the arm of a study that the run belongs to: the first part of its name. */
    public String arm() {
        int slash = name.indexOf('/');
        return slash < 0 ? name : name.substring(0, slash);
    }

    /** Returns the last step, if there is one. */
    public Optional<Step> lastStep() {
        Steps steps = metrics.steps();
        return steps.isEmpty() ? Optional.empty() : Optional.of(steps.get(steps.size() - 1));
    }

    /** Returns the last evaluation, if there is one. */
    public Optional<Evaluation> lastEvaluation() {
        List<Evaluation> all = metrics.evaluations();
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    /** Returns the stage it is in, if one has begun. */
    public Optional<Stage> stage() {
        List<Stage> all = metrics.stages();
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    /** Returns the mean training loss of the last steps; NaN before the first. */
    public double recentLoss() {
        Steps steps = metrics.steps();
        return recent(steps).mapToDouble(steps::loss).average().orElse(Double.NaN);
    }

    /** Returns the tokens (images) per second of the last steps; NaN before the first. */
    public double recentSpeed() {
        Steps steps = metrics.steps();
        // Times are added, not speeds.
        return 1 / recent(steps).mapToDouble(i -> 1 / steps.get(i).speed().tokensPerSecond()).average().orElse(Double.NaN);
    }

    /** Returns the indices of the last steps of the present stage. */
    private static IntStream recent(Steps steps) {
        int size = steps.size();
        int stage = size == 0 ? 0 : steps.at(size - 1).stage();
        return IntStream.range(Math.max(0, size - RECENT), size).filter(i -> steps.at(i).stage() == stage);
    }

    /** Returns the share of the run that is done, 0 to 1; NaN if its length is not known. */
    public double share() {
        Optional<Point> last = metrics.last();
        if (state == State.FINISHED) {
            return 1;
        }
        return last.isEmpty() ? 0 : duration.map(time -> Math.min(1, in(time.unit(), last.get()) / time.value())).orElse(Double.NaN);
    }

    /** Returns the seconds of training that are left at the speed of the last steps; NaN if that is not known. */
    public double secondsLeft() {
        Steps steps = metrics.steps();
        int[] recent = recent(steps).toArray();
        if (state != State.TRAINING || duration.isEmpty() || recent.length < 2) {
            return Double.NaN;
        }
        TrainingTime.Unit unit = duration.get().unit();
        Point from = steps.at(recent[0]);
        Point to = steps.at(recent[recent.length - 1]);
        double perUnit = (to.seconds() - from.seconds()) / (in(unit, to) - in(unit, from));
        return Math.max(0, duration.get().value() - in(unit, to)) * perUnit;
    }

    private static double in(TrainingTime.Unit unit, Point at) {
        return switch (unit) {
            case STEPS -> at.step();
            case EPOCHS -> at.epochs();
            case TOKENS -> at.tokens();
            case FLOPS -> at.flops();
            case SECONDS -> at.seconds();
            case SHARE -> Double.NaN;
        };
    }

    /** Returns whether its record has not changed for longer than its steps take: it may have been killed. */
    public boolean silent() {
        double step = lastStep().filter(last -> last.at().step() > 0).map(last -> last.at().seconds() / last.at().step()).orElse(0.0);
        return state == State.TRAINING && silence > Math.max(SILENT, SLOW_STEPS * step);
    }
}
