package growth.study.run;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.runtime.run.RunFile;
import growth.study.file.Cell;
import growth.study.file.StudyRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** One way through a study's runs: starts them in their order, so many at a time, and takes their ends. For one thread. */
final class StudyExecution {
    private static final long LOOK_MILLIS = 100;
    private static final long TIDY_MILLIS = 2000;

    private final StudyRequest request;
    private final Trunks trunks;
    private final RunTraining training;
    private final Map<Cell, CellState> states;
    private final List<StudyRun> waiting;
    private final Set<StudyRun> running = new HashSet<>();
    private final BlockingQueue<RunEnd> done = new LinkedBlockingQueue<>();
    private final List<RunEnd> ends = new ArrayList<>();
    private final Devices devices;
    private final int kept;
    private final int most;
    /** Whether no further run starts: it was asked to end, or the disk takes nothing more. */
    private boolean ending;
    private boolean stopped;

    /**
     * @param states how far each run has come
     * @param trunks   what runs share
     * @param training trains one run
     * @param lanes    how many at a time, and in which order
     */
    StudyExecution(StudyRequest request, Map<Cell, CellState> states, Trunks trunks, RunTraining training, Lanes lanes) {
        this.request = request;
        this.states = states;
        this.trunks = trunks;
        this.training = training;
        devices = new Devices(request.plan().study().parallel());
        most = lanes.most();
        waiting = new ArrayList<>(lanes.order());
        waiting.removeIf(run -> states.get(run.cell()).over());
        kept = states.size() - waiting.size();
    }

    /** Trains until nothing is left, or it is asked to end. */
    StudyOutcome run() {
        ExecutorService threads = Executors.newFixedThreadPool(most, work -> {
            Thread thread = new Thread(work, "study-" + request.plan().study().name());
            thread.setDaemon(true);
            return thread;
        });
        try {
            while (goesOn()) {
                while (!ending && running.size() < most && startNext(threads)) {
                    ending |= request.stop().getAsBoolean();
                }
                take(done.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS));
            }
        } catch (InterruptedException e) {
            // The third Ctrl-C: what is not saved is lost.
            stopped = true;
            threads.shutdownNow();
            awaitEnd(threads);
            Thread.currentThread().interrupt();
        } finally {
            threads.shutdown();
        }
        if (waiting.isEmpty()) {
            tidy();
        }
        return new StudyOutcome(ends, kept, (int) states.values().stream().filter(state -> !state.over()).count(), stopped);
    }

    private static void awaitEnd(ExecutorService threads) {
        try {
            threads.awaitTermination(TIDY_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean goesOn() {
        if (request.stop().getAsBoolean()) {
            stopped |= !waiting.isEmpty() || !running.isEmpty();
            ending = true;
        }
        return !running.isEmpty() || !ending && !waiting.isEmpty();
    }

    /** Starts the first run that need not wait for what another one is about to share; returns whether one was started or failed. */
    private boolean startNext(ExecutorService threads) {
        for (Iterator<StudyRun> next = waiting.iterator(); next.hasNext();) {
            StudyRun run = next.next();
            Optional<Trunks.Beginning> beginning = beginning(run);
            if (beginning.isEmpty() || !beginning.get().waits()) {
                next.remove();
                beginning.ifPresent(how -> start(run, how.trunk(), threads));
                return true;
            }
        }
        return false;
    }

    /** Returns how the run begins; empty if it cannot, which is then its end. */
    private Optional<Trunks.Beginning> beginning(StudyRun run) {
        if (states.get(run.cell()) == CellState.BEGUN) {
            return Optional.of(new Trunks.Beginning(false, Optional.empty()));
        }
        try {
            return Optional.of(trunks.of(run, running));
        } catch (GrowthException e) {
            take(new RunEnd(run, states.get(run.cell()), Optional.of(e)));
            return Optional.empty();
        }
    }

    private void start(StudyRun run, Optional<Path> trunk, ExecutorService threads) {
        boolean shared = trunks.wanted(run, waiting) && !trunks.keptBy(run, running);
        boolean begun = states.get(run.cell()) == CellState.BEGUN;
        running.add(run);
        RunFile placed = devices.take(run);
        threads.execute(() -> done.add(training.train(run, placed, new RunTraining.Beginning(begun, trunk, shared))));
    }

    private void take(RunEnd end) {
        if (end == null) {
            return;
        }
        running.remove(end.run());
        devices.release(end.run());
        ends.add(end);
        states.put(end.run().cell(), end.state());
        if (end.failed() && end.failure().orElseThrow().kind() == Kind.CHECKPOINT
                && !Room.in(request.folder().path(), request.plan().trial(end.run().cell()).bytes())) {
            request.watcher().note("no run is started any more: the disk of " + request.folder().path() + " takes nothing more");
            ending = true;
        }
        if (!end.state().over() && end.failure().isEmpty()) {
            // Saved because somebody asked for it: this command, or the framework that stops.
            stopped = true;
            ending = true;
        }
        request.watcher().ended(end);
        tidy();
    }

    /** Trunks of runs that may go on stay until these are over. */
    private void tidy() {
        List<StudyRun> others = request.plan().runs().stream().filter(run -> !states.get(run.cell()).over()).toList();
        try {
            trunks.tidy(others);
        } catch (GrowthException e) {
            request.watcher().note(e.getMessage());
        }
    }
}
