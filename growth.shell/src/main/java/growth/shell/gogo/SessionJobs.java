package growth.shell.gogo;

import growth.shell.line.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Job;
import org.apache.felix.service.command.JobListener;
import org.apache.felix.service.command.Result;

/** Manages the jobs of a session: reports how background jobs end, waits for them, and never loses one that has something to save. */
final class SessionJobs implements JobListener {
    private static final long LOOK_MILLIS = 100;
    private static final int PATIENCE = 3;
    /** The time that a new job gets to begin. */
    private static final long MOMENT_NANOS = TimeUnit.SECONDS.toNanos(1);
    private final CommandSession session;
    private final SessionState state;
    private final LineExecution execution;
    private final Consumer<String> news;
    private final boolean prompted;
    private final Set<Job> background = ConcurrentHashMap.newKeySet();

    /**
     * @param execution knows how a failure is told
     * @param news      prints a line
     * @param prompted  whether a user sits at a prompt, who is told of beginnings and good ends too
     */
    SessionJobs(CommandSession session, SessionState state, LineExecution execution, Consumer<String> news, boolean prompted) {
        this.session = session;
        this.state = state;
        this.execution = execution;
        this.news = news;
        this.prompted = prompted;
        session.setJobListener(this);
    }

    @Override
    public void jobChanged(Job job, Job.Status previous, Job.Status current) {
        if (job.parent() != null) {
            return;
        }
        if (current == Job.Status.Background && background.add(job)) {
            tell(job, job.command().toString());
        } else if (current == Job.Status.Done && background.remove(job)) {
            ended(job, job.result());
        }
    }

    private void ended(Job job, Result result) {
        int status = result == null ? 0 : result.error();
        if (result != null && result.exception() != null) {
            Failure failure = execution.failure(result.exception());
            news.accept("growth: " + failure.line());
            status = failure.status();
        }
        tell(job, (status == 0 ? "done: " : "ended with status " + status + ": ") + job.command());
    }

    private void tell(Job job, String what) {
        if (prompted) {
            news.accept("[" + job.id() + "] " + what);
        }
    }

    /** Waits until no job is in the foreground, after {@code fg} has brought one there. */
    void awaitForeground() {
        while (session.foregroundJob() != null && !sleep()) {
            endWhatDoesNotListen();
        }
    }

    /** Waits until every job has ended by itself; when the process is asked to end, those that have nothing to save are interrupted. */
    void awaitAll() {
        while (busy()) {
            sleep();
            endWhatDoesNotListen();
        }
    }

    /** Asks every job to end and waits until it has saved. */
    void endAll() {
        List<Job> jobs = List.copyOf(background);
        if (!jobs.isEmpty()) {
            news.accept("still in the background, and saved first: " + String.join(", ", jobs.stream().map(j -> j.command().toString())
                    .toList()));
        }
        state.requestAll();
        long begun = System.nanoTime();
        while (busy()) {
            sleep();
            if (System.nanoTime() - begun > MOMENT_NANOS) {
                interruptWhatHasNothingToSave();
            }
        }
    }

    /**
     * Asks the foreground jobs to end, or all jobs if none is in the foreground: the first request lets them save, the third is by force.
     *
     * @return whether there was anything to ask
     */
    boolean interrupt() {
        Job foreground = session.foregroundJob();
        List<Job> asked = foreground == null ? List.copyOf(background) : List.of(foreground);
        for (Job job : asked) {
            List<RunningCommand> commands = state.in(job);
            int times = commands.stream().mapToInt(RunningCommand::request).max().orElse(PATIENCE);
            if (times < PATIENCE) {
                // the terminal has echoed ^C into whatever line the command was writing
                news.accept(times == 1 ? "stopping; what is trained is saved first"
                        : "still stopping; Ctrl-C once more gives up what is not saved yet");
            } else {
                state.giveUp(commands);
                job.interrupt();
            }
        }
        return !asked.isEmpty();
    }

    /** Ends jobs that do not listen to the request to end the process; our own commands save and return by themselves. */
    void endWhatDoesNotListen() {
        if (state.processStops()) {
            interruptWhatHasNothingToSave();
        }
    }

    /** A job with no command of ours is waited for no longer: one that is interrupted before it begins never tells that it is over. */
    private void interruptWhatHasNothingToSave() {
        List<Job> jobs = new ArrayList<>(session.jobs());
        jobs.addAll(background);
        jobs.stream().filter(job -> state.in(job).isEmpty()).forEach(job -> {
            job.interrupt();
            background.remove(job);
        });
    }

    private boolean busy() {
        return state.busy() || !background.isEmpty();
    }

    /** Returns whether the thread was interrupted: the request to end, which is answered by waiting for what is saved. */
    private static boolean sleep() {
        try {
            Thread.sleep(LOOK_MILLIS);
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }
}
