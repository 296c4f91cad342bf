package growth.spark.check;

import growth.launcher.place.Executor;
import growth.launcher.place.Place;
import growth.launcher.place.PlaceException;
import growth.launcher.place.Watcher;
import growth.launcher.place.Work;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tries a cluster out: its executors, a training of ten steps on each of two at once, and one training on two of them together. */
public final class SparkCheck {
    /** Two executors of one core on this machine, for who names no cluster. */
    public static final String MASTER = "local-cluster[2,1,1024]";
    private static final int EXECUTORS = 2;
    private static final int FAILED = 1;
    private static final int STOPPED = 130;
    private static final String RUN = """
            name: check
            seed: 1
            model: {family: llama, layers: 2, hidden: 32, heads: 2, intermediate: 48, context: 16}
            data: {kind: text, train: [%s], tokenizer: {kind: bytes}}
            training: {duration: 10ba, batch: 4, workers: 1, optimizer: {lr: 1e-3}}
            growth:
              schedule: {kind: one-hop, from: {layers: 1}, at: 50%%}
              operator: {kind: stack}
            """;

    private final Place place;
    private final Path home;
    private final PrintStream out;
    private final BooleanSupplier stop;

    /**
     * @param home the installation, whose licence is what the trainings read
     * @param stop whether the user wants to end
     */
    public SparkCheck(Place place, Path home, PrintStream out, BooleanSupplier stop) {
        this.place = place;
        this.home = home;
        this.out = out;
        this.stop = stop;
    }

    /** Returns the exit status. */
    public int run() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("growth-spark-check");
        try {
            return checks(folder);
        } catch (PlaceException e) {
            line("FAIL", "executors", e.getMessage());
            out.println();
            out.println("this cluster cannot be used");
            return e.exitStatus();
        } finally {
            delete(folder);
        }
    }

    private int checks(Path folder) throws IOException, InterruptedException {
        List<Executor> executors = place.executors();
        for (Executor executor : executors) {
            line("OK", "executor " + executor.id(), String.format("%s, %d core%s, %d MB, Java %s, %d bundles as here", executor.host(),
                    executor.cores(), executor.cores() == 1 ? "" : "s", executor.memory() >> 20, executor.java(),
                    executor.versions().size()));
        }
        if (executors.size() < EXECUTORS) {
            line("WARN", "executors", "only one: a study gains nothing by it, and no run can have two ranks");
        }
        boolean well = together(folder, Math.min(EXECUTORS, executors.size()));
        if (well && executors.size() >= EXECUTORS) {
            well = ranks(folder);
        }
        out.println();
        out.println(stop.getAsBoolean() ? "stopped" : well ? "this cluster can be used" : "this cluster cannot be used");
        return stop.getAsBoolean() ? STOPPED : well ? 0 : FAILED;
    }

    /** One training on each executor at the same time, which must end with the same numbers. */
    private boolean together(Path folder, int count) throws IOException, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(count);
        try {
            List<Future<Trial>> trials = new ArrayList<>();
            for (int i = 1; i <= count; i++) {
                Work work = work(folder, "run-" + i, 1);
                trials.add(threads.submit(() -> Trial.of(place, work, stop)));
            }
            boolean well = true;
            List<String> results = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                Trial trial = trials.get(i).get();
                well &= trial.tell("ten steps " + (i + 1), this::line);
                results.add(trial.result());
            }
            if (well && results.stream().distinct().count() > 1) {
                line("FAIL", "ten steps", "executors do not compute the same: " + String.join("; ", results));
                well = false;
            }
            return well;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof PlaceException refused) {
                throw refused;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    /** One training on two executors, which sum their gradients. */
    private boolean ranks(Path folder) throws IOException, InterruptedException {
        return Trial.of(place, work(folder, "ranks", EXECUTORS), stop).tell("two ranks", this::line);
    }

    private Work work(Path folder, String name, int ranks) throws IOException {
        Path text = folder.resolve("text.txt");
        if (!Files.exists(text)) {
            Files.copy(home.resolve("LICENSE"), text);
        }
        Path run = Files.writeString(folder.resolve(name + ".yaml"), RUN.formatted(text) + (ranks == 1 ? ""
                : "data-parallel: {ranks: " + ranks + "}\n"));
        Path to = folder.resolve(name);
        return new Work(name, ranks, List.of("train", run.toString(), "--out", to.toString(), "--begin-or-resume", "--quiet"), folder,
                List.of(run, text), to);
    }

    private void line(String verdict, String subject, String fact) {
        out.printf("%-4s  %-12s  %s%n", verdict, subject, fact);
        out.flush();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).collect(Collectors.toList())) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** What came of a training. */
    private record Trial(int status, List<String> printed, List<String> notes) {
        private interface Teller {
            void line(String verdict, String subject, String fact);
        }

        static Trial of(Place place, Work work, BooleanSupplier stop) throws InterruptedException {
            List<String> printed = Collections.synchronizedList(new ArrayList<>());
            List<String> notes = Collections.synchronizedList(new ArrayList<>());
            int status = place.run(work, new Watcher() {
                @Override
                public void printed(String line) {
                    printed.add(line);
                }

                @Override
                public void note(String line) {
                    notes.add(line);
                }

                @Override
                public boolean stop() {
                    return stop.getAsBoolean();
                }
            });
            return new Trial(status, printed, notes);
        }

        /** The summary of a training, without the time it took. */
        String result() {
            return printed.stream().filter(line -> line.startsWith("done: ")).findFirst().orElse("no result")
                    .replaceFirst(" after .*", "").substring("done: ".length());
        }

        boolean tell(String subject, Teller teller) {
            if (status == 0) {
                teller.line("OK", subject, result() + ", with a growth on the way");
            } else {
                teller.line("FAIL", subject, notes.isEmpty() ? "exit status " + status : String.join("; ", notes));
            }
            return status == 0;
        }
    }
}
