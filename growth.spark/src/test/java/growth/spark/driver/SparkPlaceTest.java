package growth.spark.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.launcher.place.Executor;
import growth.launcher.place.Watcher;
import growth.launcher.place.Work;
import growth.spark.Installed;
import growth.testing.BundleJar;
import growth.testing.run.TinyRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands on the executors of a cluster on this machine, with the installation that the build has laid out. */
@Timeout(120)
class SparkPlaceTest {
    private static final Path HOME = Path.of("../growth.dist/target/growth").toAbsolutePath().normalize();

    @TempDir
    private static Path plugins;
    private static SparkPlace place;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        place = new SparkPlace(HOME, new SparkConf().set("spark.master", "local-cluster[2,1,1024]")
                .set("spark.jars", Path.of("target/spark/growth-spark.jar").toUri().toString()),
                () -> new Shelves(plugins, plugins, "", false), () -> false);
    }

    @AfterAll
    static void end() {
        place.close();
    }

    /** Remembers what it is told. */
    private static class Recorder implements Watcher {
        final List<String> printed = Collections.synchronizedList(new ArrayList<>());
        final List<String> notes = Collections.synchronizedList(new ArrayList<>());
        final AtomicBoolean stop = new AtomicBoolean();
        private final Consumer<String> each;

        Recorder(Consumer<String> each) {
            this.each = each;
        }

        @Override
        public void printed(String line) {
            printed.add(line);
            each.accept(line);
        }

        @Override
        public void note(String line) {
            notes.add(line);
        }

        @Override
        public boolean stop() {
            return stop.get();
        }

        String done() {
            return printed.stream().filter(line -> line.startsWith("done: ")).findFirst().orElseThrow().replaceFirst(", [0-9.]+s;.*", "");
        }
    }

    private Work work(String name, int ranks, String... command) {
        return new Work(name, ranks, List.of(command), folder, List.of(), folder.resolve(name));
    }

    private Work training(String name, int ranks, String... more) throws IOException {
        TinyRun.growing().write(folder.resolve("run.yaml"));
        List<String> command = new ArrayList<>(List.of("train", "run.yaml", "--out", folder.resolve(name).toString(), "--begin-or-resume"));
        command.addAll(List.of(more));
        return work(name, ranks, command.toArray(String[]::new));
    }

    @Test
    void hasExecutorsWithTheBundlesOfThisInstallation() throws IOException, InterruptedException {
        assertThat(place.executors()).hasSize(2);
        for (Executor executor : place.executors()) {
            assertThat(executor.versions()).isEqualTo(Installed.bundles(HOME)).containsKey("growth.engine.cpu");
            assertThat(executor.memory()).isEqualTo(1L << 30);
            assertThat(executor.cores()).isEqualTo(1);
        }
    }

    @Test
    void handsOnWhatACommandPrintsAndItsStatus() throws InterruptedException {
        Recorder recorder = new Recorder(line -> { });
        assertThat(place.run(work("list", 1, "operators"), recorder)).isZero();
        assertThat(recorder.printed.get(0)).startsWith("operator");
        assertThat(recorder.printed).anyMatch(line -> line.startsWith("stack "));
        assertThat(recorder.notes).isEmpty();

        assertThat(place.run(work("wrong", 1, "train", "nowhere.yaml"), recorder)).isEqualTo(2);
        assertThat(recorder.notes).singleElement().asString().startsWith("growth: ").contains("nowhere.yaml");
    }

    @Test
    void aPluginReachesAnExecutorBeforeItsNextCommandAndGoesAgain() throws IOException, InterruptedException {
        Path jar = BundleJar.write(plugins.resolve("travels.jar"), Map.of("Bundle-SymbolicName", "travels", "Bundle-Version", "1.2.3"));
        Recorder with = new Recorder(line -> { });
        assertThat(place.run(work("with", 1, "plugins"), with)).isZero();
        assertThat(with.printed).anyMatch(line -> line.contains("travels.jar"));

        Files.delete(jar);
        Recorder without = new Recorder(line -> { });
        assertThat(place.run(work("without", 1, "plugins"), without)).isZero();
        assertThat(without.printed).noneMatch(line -> line.contains("travels.jar"));
    }

    /** The run that is disturbed ends with the numbers of one that is not. */
    @Test
    void aCommandGoesOnElsewhereWhenItsExecutorIsKilled() throws IOException, InterruptedException {
        Recorder alone = new Recorder(line -> { });
        assertThat(place.run(training("alone", 1, "--set", "training.duration=60ba"), alone)).isZero();

        AtomicBoolean killed = new AtomicBoolean();
        Recorder recorder = new Recorder(line -> {
            if (line.startsWith("saved ") && killed.compareAndSet(false, true)) {
                trainer(folder.resolve("killed")).destroyForcibly();
            }
        });
        int status = place.run(training("killed", 1, "--set", "training.duration=60ba"), recorder);

        assertThat(status).as("notes: %s", recorder.notes).isZero();
        assertThat(killed).isTrue();
        assertThat(recorder.notes).singleElement().asString()
                .matches("killed: executor \\d+ on \\S+ was lost; it goes on from its last checkpoint \\(attempt 2 of 4\\)");
        assertThat(recorder.done()).isEqualTo(alone.done());
    }

    @Test
    void aCommandThatIsToEndSavesFirst() throws IOException, InterruptedException {
        Recorder recorder = new Recorder(line -> { }) {
            @Override
            public void printed(String line) {
                super.printed(line);
                stop.set(true);
            }
        };
        int status = place.run(training("endless", 1, "--set", "training.duration=100Mba", "--set", "checkpoint.every=100Mba"), recorder);

        assertThat(status).isEqualTo(130);
        assertThat(recorder.printed).anyMatch(line -> line.startsWith("saved "));
        assertThat(folder.resolve("endless/checkpoints")).isNotEmptyDirectory();
    }

    @Test
    void twoRanksTrainOneRunTogether() throws IOException, InterruptedException {
        Recorder recorder = new Recorder(line -> { });
        assertThat(place.run(training("ranks", 2, "--set", "data-parallel.ranks=2"), recorder)).as("notes: %s", recorder.notes).isZero();
        assertThat(recorder.done()).startsWith("done: validation loss ").contains("after 40 steps");
    }

    @Test
    void saysAtOnceThatThereIsNoMaster() {
        try (SparkPlace nowhere = new SparkPlace(HOME, new SparkConf().set("spark.master", "spark://localhost:1"), () -> Shelves.NONE,
                () -> false)) {
            assertThatThrownBy(nowhere::executors).hasMessageStartingWith("spark://localhost:1 does not answer");
        }
    }

    @Test
    void saysThatThereAreTooFewExecutors() {
        assertThatThrownBy(() -> place.run(work("three", 3, "operators"), new Recorder(line -> { })))
                .hasMessage("three: 3 ranks need as many executors, and this cluster has 2");
    }

    /** The process that a run folder names. */
    private static ProcessHandle trainer(Path run) {
        try {
            Matcher number = Pattern.compile("\"pid\"\\s*:\\s*(\\d+)").matcher(Files.readString(run.resolve(".process.json")));
            assertThat(number.find()).isTrue();
            return ProcessHandle.of(Long.parseLong(number.group(1))).orElseThrow();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
