package growth.study.run;

import growth.api.GrowthException;
import growth.api.training.TrainingEvent.RunEnded.Outcome;
import growth.api.training.TrainingEvent.StepCompleted;
import growth.api.training.TrainingListener;
import growth.launcher.place.Executor;
import growth.launcher.place.Place;
import growth.launcher.place.Watcher;
import growth.launcher.place.Work;
import growth.runtime.folder.RunFolder;
import growth.runtime.place.PlacedRun;
import growth.runtime.place.PrintedRun;
import growth.runtime.run.RunFile;
import growth.runtime.train.TrainOutcome;
import growth.runtime.train.TrainRequest;
import growth.runtime.train.Trainer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** A place whose executors are threads of this process; each carries out the one command that a study gives, with a trainer of its own. */
final class FakePlace implements Place {
    private final StudyShop shop;
    private final int executors;
    private final Semaphore free;
    private final List<String> works = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger most = new AtomicInteger();
    private final AtomicInteger now = new AtomicInteger();
    private final AtomicInteger losses = new AtomicInteger();

    FakePlace(StudyShop shop, int executors) {
        this.shop = shop;
        this.executors = executors;
        free = new Semaphore(executors);
    }

    /** So many commands lose their executor after some steps, and what it would have said of its end. */
    FakePlace losing(int commands) {
        losses.set(commands);
        return this;
    }

    /** Returns the names of the commands, in the order in which they came. */
    List<String> works() {
        return works;
    }

    /** Returns how many ran at a time, at most. */
    int most() {
        return most.get();
    }

    @Override
    public List<Executor> executors() {
        return IntStream.range(0, executors).mapToObj(i -> new Executor("" + i, "node" + i, 1, 0, "17", Map.of())).toList();
    }

    @Override
    public int run(Work work, Watcher watcher) throws InterruptedException {
        works.add(work.name());
        free.acquire();
        try {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            if (losses.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                AtomicInteger steps = new AtomicInteger();
                said(work, watcher, event -> steps.addAndGet(event instanceof StepCompleted ? 1 : 0), () -> steps.get() >= 5, false);
                watcher.note("executor lost");
            }
            return said(work, watcher, event -> { }, watcher::stop, true);
        } finally {
            now.decrementAndGet();
            free.release();
        }
    }

    private int said(Work work, Watcher watcher, TrainingListener other, BooleanSupplier stop, boolean end) {
        List<String> words = work.command();
        Path out = Path.of(words.get(words.indexOf("--out") + 1));
        boolean goesOn = new RunFolder(out).holdsRun();
        Optional<Path> from = path(words, "--from");
        Path file = Path.of(words.get(1));
        RunFile run = goesOn || from.isPresent() ? shop.files().readToResume(file, List.of()) : shop.files().read(file, List.of());
        PrintedRun printed = new PrintedRun(new PrintStream(new Lines(watcher), true, StandardCharsets.UTF_8));
        Trainer trainer = shop.trainer();
        try {
            TrainOutcome outcome = trainer.train(new TrainRequest(run, Optional.of(out),
                    new TrainRequest.From(goesOn, from, words.contains("--changed-plugins")), List.of(printed, other), stop)
                    .sharing(new TrainRequest.Shared(path(words, PlacedRun.CACHE), path(words, PlacedRun.TRUNK))));
            if (end) {
                printed.ended(outcome);
            }
            return outcome.outcome() == Outcome.STOPPED ? 130 : 0;
        } catch (GrowthException e) {
            printed.failed(e);
            return e.kind().exitStatus();
        }
    }

    private static Optional<Path> path(List<String> words, String option) {
        int at = words.indexOf(option);
        return at < 0 ? Optional.empty() : Optional.of(Path.of(words.get(at + 1)));
    }

    /** Hands over line by line. */
    private static final class Lines extends ByteArrayOutputStream {
        private final Watcher watcher;

        private Lines(Watcher watcher) {
            this.watcher = watcher;
        }

        @Override
        public void flush() {
            toString(StandardCharsets.UTF_8).lines().forEach(watcher::printed);
            reset();
        }
    }
}
