package growth.it.soak;

import growth.it.plugins.PluginsFolder;
import growth.runtime.plugins.Catalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Deploys plug-ins in several lanes at once, round after round. */
final class Soak implements AutoCloseable {
    /** Who has seen so much fail need not go on. */
    private static final int ENOUGH_FAILURES = 20;

    private final SoakPlan plan;
    private final Listing listing;
    private final List<SoakLane> lanes = new ArrayList<>();
    private final ExecutorService threads;
    private final AtomicInteger deployed = new AtomicInteger();
    private final Queue<SoakStep> steps = new ConcurrentLinkedQueue<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();

    /** @param workshop a folder for jars that are not dropped yet */
    Soak(SoakPlan plan, Catalogue catalogue, PluginsFolder plugins, Path workshop) throws IOException {
        this.plan = plan;
        this.listing = new Listing(catalogue);
        for (int lane = 0; lane < plan.lanes(); lane++) {
            lanes.add(new SoakLane(lane, catalogue, plugins, listing, Files.createDirectory(workshop.resolve("lane" + lane)), plan.seed()));
        }
        threads = Executors.newFixedThreadPool(plan.lanes(), work -> new Thread(work, "soak-lane"));
    }

    /** Deploys until there were as many as the plan says for the end of that round, counted from 1; then everything is removed. */
    void round(int round) throws InterruptedException {
        int until = plan.until(round);
        all(lane -> {
            while (deployed.get() < until && failures.size() < ENOUGH_FAILURES) {
                step(lane);
            }
        });
        listing.await("the catalogue is right when round " + round + " is over",
                listed -> lanes.stream().allMatch(lane -> lane.isRight(listed)));
        all(SoakLane::clear);
    }

    private void step(SoakLane lane) throws IOException, InterruptedException {
        try {
            SoakStep step = lane.step();
            steps.add(step);
            if (step.deploys()) {
                deployed.incrementAndGet();
            }
        } catch (RuntimeException e) {
            failures.add(lane + ": " + e);
            e.printStackTrace();
            lane.clear();
        }
    }

    /** What is done with a lane. */
    @FunctionalInterface
    private interface Work {
        void on(SoakLane lane) throws IOException, InterruptedException;
    }

    private void all(Work work) throws InterruptedException {
        List<Future<?>> begun = lanes.stream().<Future<?>>map(lane -> threads.submit(() -> {
            work.on(lane);
            return null;
        })).toList();
        for (Future<?> lane : begun) {
            try {
                lane.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("the soak itself failed", e.getCause());
            }
        }
    }

    Listing listing() {
        return listing;
    }

    /** Returns how many good jars were listed and used so far. */
    int deployed() {
        return deployed.get();
    }

    /** Returns every move so far. */
    List<SoakStep> steps() {
        return List.copyOf(steps);
    }

    /** Returns what went wrong so far. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        listing.close();
    }
}
