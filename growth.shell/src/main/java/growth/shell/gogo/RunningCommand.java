package growth.shell.gogo;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.apache.felix.service.command.Job;

/** One run of a command in a session, with its own request to end. */
final class RunningCommand implements BooleanSupplier {
    private final Optional<Job> job;
    private final BooleanSupplier processStops;
    private final AtomicInteger requests = new AtomicInteger();

    /**
     * @param job          what it runs in; empty outside Gogo's jobs
     * @param processStops whether everything was asked to end
     */
    RunningCommand(Optional<Job> job, BooleanSupplier processStops) {
        this.job = job;
        this.processStops = processStops;
    }

    @Override
    public boolean getAsBoolean() {
        return requests.get() > 0 || processStops.getAsBoolean();
    }

    /** Returns whether it runs in that job. */
    boolean in(Job other) {
        return job.filter(own -> own == other).isPresent();
    }

    /** Returns whether the user waits for it at this moment; {@code fg} changes this. */
    boolean inForeground() {
        return job.map(own -> own.status() != Job.Status.Background).orElse(true);
    }

    /** Returns how often it has been asked to end so far. */
    int request() {
        return requests.incrementAndGet();
    }
}
