package growth.it.commands;

import static org.assertj.core.api.Assertions.assertThat;

import growth.testing.run.Folders;
import growth.testing.run.Metrics;
import growth.testing.run.Run;
import growth.testing.run.TinyRun;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints that are damaged or somebody else's, when a run shall go on from them. */
class CheckpointErrorsTest {

    private static final int CONFIGURATION = 2;
    private static final int DATA = 4;
    private static final int CHECKPOINT = 6;
    private static final TinyRun RUN = TinyRun.growing().with("40ba", "20ba");
    private static final TinyRun LONGER = TinyRun.growing().with("40ba", "24ba");

    @TempDir
    private static Path trained;

    @TempDir
    private Path folder;

    @BeforeAll
    static void train() throws IOException {
        RUN.write(trained.resolve("run.yaml"));
        Commands.in(trained).run("train", "run.yaml", "--out", "out").succeeds();
    }

    @BeforeEach
    void copyRun() throws IOException {
        Folders.copy(trained.resolve("out"), folder.resolve("out"));
        Files.copy(trained.resolve(TinyRun.CORPUS), folder.resolve(TinyRun.CORPUS));
        LONGER.write(folder.resolve("run.yaml"));
    }

    private Path file(int step, String name) {
        return folder.resolve("out/checkpoints/step-000000" + step).resolve(name);
    }

    private void truncate(int step) throws IOException {
        try (FileChannel channel = FileChannel.open(file(step, "model.safetensors"), StandardOpenOption.WRITE)) {
            channel.truncate(1000);
        }
    }

    private Run resume() throws IOException {
        return Commands.in(folder).run("train", "run.yaml", "--out", "out", "--resume");
    }

    @Test
    void aTruncatedOneIsPutAsideForTheOneBefore() throws IOException {
        truncate(20);
        Run run = resume().succeeds();
        assertThat(run.output()).contains("step-00000020/model.safetensors: is damaged: it has 1000 bytes",
                "going back to the previous checkpoint");
        assertThat(Folders.names(folder.resolve("out/checkpoints")))
                .containsExactly("damaged-step-00000020", "step-00000020", "step-00000024");
        assertThat(Metrics.of(folder.resolve("out"))).filteredOn(line -> line.startsWith("step ")).hasSize(24);
    }

    @Test
    void withoutAnyWholeOneNothingGoesOn() throws IOException {
        truncate(10);
        truncate(20);
        resume().refuses(CHECKPOINT, "step-00000020/model.safetensors: is damaged", "no other checkpoint of the run is whole");
        assertThat(Folders.names(folder.resolve("out/checkpoints"))).containsExactly("step-00000010", "step-00000020");
    }

    @Test
    void oneFlippedBitIsFound() throws IOException {
        truncate(10);
        try (FileChannel channel = FileChannel.open(file(20, "optimizer.safetensors"), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            channel.read(last, channel.size() - 1);
            channel.write(ByteBuffer.wrap(new byte[] {(byte) (last.get(0) ^ 1)}), channel.size() - 1);
        }
        resume().refuses(CHECKPOINT, "step-00000020/optimizer.safetensors: is damaged");
    }

    @Test
    void aModelOfSomebodyElseIsNoCheckpoint() throws IOException {
        truncate(10);
        Files.delete(file(20, "state.json"));
        Files.delete(file(20, "optimizer.safetensors"));
        resume().refuses(CHECKPOINT, "step-00000020: has no state.json, so it is not a checkpoint of a run", "model: {start: ");
    }

    @Test
    void aRunThatHasBecomeAnotherOneDoesNotGoOn() throws IOException {
        LONGER.with("batch: 4", "batch: 8").write(folder.resolve("run.yaml"));
        resume().refuses(CONFIGURATION, "run.yaml: training.batch is 8, but the run in " + folder.resolve("out") + " was begun with 4");
        Files.writeString(folder.resolve(TinyRun.CORPUS), "another tale, which is not the one. ".repeat(100));
        LONGER.write(folder.resolve("run.yaml"));
        resume().refuses(DATA, "out/provenance.json: the data have changed since the run began (train.file.1 was ", "tale.txt, 3600 bytes");
    }
}
