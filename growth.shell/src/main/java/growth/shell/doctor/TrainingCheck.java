package growth.shell.doctor;

import growth.api.Amounts;
import growth.report.monitor.RunMonitor;
import growth.report.monitor.RunMonitors;
import growth.report.monitor.RunSnapshot;
import growth.report.watch.RunView.State;
import java.util.function.LongSupplier;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;

/**
 * Checks whether trainings go on: whether something has happened for some time, in view of how long their steps take. Evaluations,
 * checkpoints and growths may take much longer than steps, and a growth says that it has begun: none of that is taken for a standstill
 * soon, because those who ask may end the process.
 *
 * @param runs   the trainings
 * @param millis the clock, milliseconds since 1970
 */
public record TrainingCheck(RunMonitors runs, LongSupplier millis) implements HealthCheck {
    /** The check's name. */
    public static final String SUBJECT = "training";
    private static final double SLOW_SECONDS = 60;
    private static final double SLOW_STEPS = 30;
    private static final double STILL_SECONDS = 1800;
    private static final double STILL_STEPS = 100;
    private static final double MILLIS = 1e3;

    /** Checks these trainings by the clock of this machine. */
    public TrainingCheck(RunMonitors runs) {
        this(runs, System::currentTimeMillis);
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        runs.runs().forEach(run -> look(run, log));
        if (runs.runs().isEmpty()) {
            log.info("none has begun");
        }
        return new Result(log);
    }

    private void look(RunMonitor run, FormattingResultLog log) {
        RunSnapshot now = run.snapshot();
        if (now.state() == State.FAILED || now.state() == State.DIVERGED) {
            log.warn("{}: {}\nthe process says why when it ends", run.run(), now.state().words());
        } else if (now.state() != State.TRAINING) {
            log.info("{}: {}", run.run(), now.state().words());
        } else {
            lookAtTime(run.run(), now, log);
        }
    }

    private void lookAtTime(String run, RunSnapshot now, FormattingResultLog log) {
        double silence = Math.max(0, (millis.getAsLong() - now.heard().event()) / MILLIS);
        double step = Double.isNaN(now.secondsPerStep()) ? 0 : now.secondsPerStep();
        String fact = run + ": step " + now.progress().step() + ", heard of " + Amounts.duration(silence) + " ago"
                + (now.growing() ? ", grows" : "");
        String remedy = "\nis a plug-in at work, or the machine busy? SIGTERM saves and ends; jcmd PID Thread.print shows where it is";
        if (silence > Math.max(STILL_SECONDS, STILL_STEPS * step) && !now.growing()) {
            log.critical("{}{}", fact, remedy);
        } else if (silence > Math.max(SLOW_SECONDS, SLOW_STEPS * step)) {
            log.warn("{}{}", fact, remedy);
        } else {
            log.info(fact);
        }
    }
}
