package growth.spark.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.launcher.place.Commands;
import growth.launcher.place.PlaceException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs on a file system that Hadoop alone knows, by another scheme: {@code held://there/…} is a folder of the test. */
class StoredRunTest {
    @TempDir
    private Path home;
    private Path there;
    private Path here;
    private HadoopStore store;

    /** The file system; refuses what a test wants refused. */
    public static final class HeldFileSystem extends RawLocalFileSystem {
        @Override
        public URI getUri() {
            return URI.create("held://there");
        }

        @Override
        public String getScheme() {
            return "held";
        }

        @Override
        public void checkPath(org.apache.hadoop.fs.Path path) {
            assertThat(path.toUri().getScheme()).isIn(null, "held");
        }

        @Override
        public java.io.File pathToFile(org.apache.hadoop.fs.Path path) {
            return new java.io.File(path.toUri().getPath());
        }
    }

    @BeforeEach
    void open() throws IOException {
        there = Files.createDirectories(home.resolve("there/runs/x"));
        here = home.resolve("here/x");
        Configuration conf = new Configuration();
        conf.set("fs.held.impl", HeldFileSystem.class.getName());
        store = HadoopStore.of("held://there" + there, conf);
    }

    private static void checkpoint(Path run, int step, boolean whole) {
        try {
            Path folder = Files.createDirectories(run.resolve("checkpoints/step-0000000" + step));
            Files.writeString(folder.resolve("model.safetensors"), "model " + step);
            if (whole) {
                Path beside = Files.writeString(folder.resolve(".state"), "state " + step);
                Files.move(beside, folder.resolve("state.json"), StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int run(Commands commands, boolean writes) {
        return new StoredCommands(commands, new StoredCommands.Stored(store, "/driver/x", here, writes))
                .run(List.of("train", "f", "--out", "/driver/x"), home, new ByteArrayOutputStream(), new ByteArrayOutputStream(),
                        () -> false);
    }

    @Test
    void aRunIsTakenBeforeAndBroughtAfterwardsAndHalfACheckpointIsNeverTaken() {
        write(there.resolve("metrics.jsonl"), "one\n");
        write(there.resolve("tensorboard/events"), "e");
        checkpoint(there, 1, true);
        checkpoint(there, 2, false);
        assertThat(run((words, directory, out, err, stop) -> {
            assertThat(words).containsExactly("train", "f", "--out", here.toString());
            assertThat(here.resolve("metrics.jsonl")).hasContent("one");
            assertThat(here.resolve("tensorboard/events")).hasContent("e");
            assertThat(here.resolve("checkpoints/step-00000001/model.safetensors")).hasContent("model 1");
            assertThat(here.resolve("checkpoints/step-00000002")).doesNotExist();
            write(here.resolve("metrics.jsonl"), "one\ntwo\n");
            checkpoint(here, 3, true);
            checkpoint(here, 4, false);
            StoreFiles.delete(here.resolve("checkpoints/step-00000001"));
            return 5;
        }, true)).isEqualTo(5);
        assertThat(there.resolve("metrics.jsonl")).hasContent("one\ntwo");
        assertThat(there.resolve("checkpoints/step-00000003/state.json")).hasContent("state 3");
        assertThat(there.resolve("checkpoints")).isDirectoryNotContaining(entry -> !entry.endsWith("step-00000003"));
        assertThat(there.resolve("tensorboard/events")).hasContent("e");
    }

    @Test
    void aCheckpointIsThereSoonAfterItWasSavedWithTheRecordsBeforeIt() {
        assertThat(run((words, directory, out, err, stop) -> {
            write(here.resolve("metrics.jsonl"), "one\n");
            checkpoint(here, 1, true);
            Path state = there.resolve("checkpoints/step-00000001/state.json");
            for (int i = 0; i < 100 && !Files.exists(state); i++) {
                StoreFiles.pause();
            }
            assertThat(state).hasContent("state 1");
            assertThat(there.resolve("metrics.jsonl")).hasContent("one");
            return 0;
        }, true)).isZero();
    }

    @Test
    void whoOnlyFollowsBringsNothing() {
        write(there.resolve("run.yaml"), "name: x");
        assertThat(run((words, directory, out, err, stop) -> {
            write(here.resolve("run.yaml"), "other");
            return 0;
        }, false)).isZero();
        assertThat(there.resolve("run.yaml")).hasContent("name: x");
    }

    @Test
    void whatCannotBeBroughtIsToldAndFailsTheCommandAsACheckpointDoes() throws IOException {
        // a file stands where the run folder has to be
        StoreFiles.delete(there);
        Files.writeString(there, "no folder");
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = new StoredCommands((words, directory, out, e, stop) -> {
            checkpoint(here, 1, true);
            return 0;
        }, new StoredCommands.Stored(store, "/driver/x", here, true)).run(List.of("train"), home, new ByteArrayOutputStream(), err,
                () -> false);
        assertThat(status).isEqualTo(6);
        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("growth: held://there" + there + ": cannot be ");
    }

    @Test
    void theDriverTakesRecordsAlone() throws IOException {
        write(there.resolve("metrics.jsonl"), "one\n");
        write(there.resolve(".lock"), "");
        checkpoint(there, 1, true);
        store.pull("", home.resolve("mirror"));
        store.pull("not/there", home.resolve("none"));
        assertThat(home.resolve("mirror")).isDirectoryContaining(file -> file.endsWith("metrics.jsonl"));
        assertThat(home.resolve("mirror").toFile().list()).hasSize(1);
        assertThat(home.resolve("none")).doesNotExist();
    }

    @Test
    void anUnknownFileSystemIsRefused() {
        assertThatThrownBy(() -> HadoopStore.of("unheld://there/x", new Configuration())).isInstanceOfSatisfying(PlaceException.class,
                e -> assertThat(e.exitStatus()).isEqualTo(2)).hasMessageContaining("unheld").hasMessageContaining("hdfs://");
    }
}
