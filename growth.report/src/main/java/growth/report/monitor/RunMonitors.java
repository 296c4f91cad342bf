package growth.report.monitor;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The runs of a process that are monitored together. */
public final class RunMonitors {
    private final List<RunMonitor> runs = new CopyOnWriteArrayList<>();

    /**
     * Adds a run, in place of an earlier one of that name.
     *
     * @param name       its name, by which its metrics are labelled
     * @param peakWanted whether the machine's peak is to be measured before it begins, so that its share of it is known
     * @return what is to listen to it
     */
    public RunMonitor add(String name, boolean peakWanted) {
        RunMonitor monitor = new RunMonitor(name, peakWanted, System::currentTimeMillis);
        runs.removeIf(run -> run.run().equals(name));
        runs.add(monitor);
        return monitor;
    }

    /** Returns the runs, in the order in which they began. */
    public List<RunMonitor> runs() {
        return List.copyOf(runs);
    }
}
