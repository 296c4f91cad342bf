package growth.runtime.train;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.engine.Engine;
import growth.parallel.group.ProcessGroup;
import growth.runtime.fake.FakeCatalogue;
import growth.runtime.fake.MemoryGroup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.nd4j.linalg.factory.Nd4j;

/** Small runs on the real engine that several ranks train together, each a thread with plug-ins and an engine of its own. */
final class RankedWorkshop {
    private final Path home;
    private final int size;
    private final Function<Engine, FakeCatalogue> installed;
    private final List<RecordingEngine> engines = new ArrayList<>();
    private List<Workshop> ranks = List.of();
    private List<ProcessGroup> groups = List.of();

    RankedWorkshop(Path home, int size) {
        this(home, size, Workshop::installed);
    }

    /** @param installed makes a rank's catalogue for its engine */
    RankedWorkshop(Path home, int size, Function<Engine, FakeCatalogue> installed) {
        this.home = home;
        this.size = size;
        this.installed = installed;
        // ND4J is not made for two threads that load it at once: they may wait for each other for ever
        Nd4j.scalar(0f);
    }

    /** Returns the ranks of the last training. */
    List<Workshop> ranks() {
        return ranks;
    }

    /** Returns the engines of the ranks of the last training. */
    List<RecordingEngine> engines() {
        return engines;
    }

    /** Returns the groups of the last training. */
    List<ProcessGroup> groups() {
        return groups;
    }

    /** Trains on all ranks and returns what became of each, or what it failed with. */
    List<Object> outcomes(BiFunction<Workshop, Integer, TrainOutcome> each) {
        engines.clear();
        groups = MemoryGroup.of(size);
        List<Workshop> made = new ArrayList<>();
        for (int rank = 0; rank < size; rank++) {
            RecordingEngine engine = new RecordingEngine();
            engines.add(engine);
            made.add(new Workshop(own(rank), installed.apply(engine)).among(groups.get(rank)).runsIn(home));
        }
        ranks = made;
        ExecutorService threads = Executors.newFixedThreadPool(size);
        try {
            List<CompletableFuture<Object>> all = new ArrayList<>();
            for (int rank = 0; rank < size; rank++) {
                int number = rank;
                all.add(CompletableFuture.supplyAsync(() -> outcome(each, number), threads));
            }
            return all.stream().map(CompletableFuture::join).toList();
        } finally {
            threads.shutdown();
        }
    }

    private Object outcome(BiFunction<Workshop, Integer, TrainOutcome> each, int rank) {
        try {
            return each.apply(ranks.get(rank), rank);
        } catch (RuntimeException | Error e) {
            groups.get(rank).abort(e instanceof GrowthException reason ? reason : new GrowthException(Kind.UNEXPECTED, e.toString()));
            return e;
        }
    }

    /** Trains on all ranks, which must not fail. */
    List<TrainOutcome> all(Function<Workshop, TrainOutcome> each) {
        return outcomes((workshop, rank) -> each.apply(workshop)).stream().map(outcome -> {
            if (outcome instanceof RuntimeException e) {
                throw e;
            }
            if (outcome instanceof Error e) {
                throw e;
            }
            return (TrainOutcome) outcome;
        }).toList();
    }

    private Path own(int rank) {
        try {
            return Files.createDirectories(home.resolve("rank" + rank));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
