package growth.it.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import growth.testing.ForkedProcess;
import growth.testing.run.Distribution;
import growth.testing.run.Folders;
import growth.testing.run.Metrics;
import growth.testing.run.TinyRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A training that is killed in the middle of saving. */
@EnabledOnOs(value = {OS.LINUX, OS.MAC}, disabledReason = "has no sh")
class KillTest {

    private static final int KILLS = 3;
    private static final int STEPS = 16;

    @TempDir
    private Path folder;

    private final TinyRun run = TinyRun.growing().with("40ba", STEPS + "ba").with("checkpoint: {every: 10ba",
            "checkpoint: {every: 1ba");

    private Path checkpoints() {
        return folder.resolve("killed/checkpoints");
    }

    private boolean isSaving() {
        try {
            return Folders.names(checkpoints()).stream().anyMatch(KillTest::isTemporary);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Trains on, and is killed when it has trained at least one step more and is writing a checkpoint; returns what it leaves behind. */
    private List<String> killWhileSaving(int round) throws IOException, InterruptedException {
        String[] begin = {"train", "run.yaml", "--out", "killed"};
        String[] resume = {"train", "run.yaml", "--out", "killed", "--resume"};
        long before = Metrics.lastStep(folder.resolve("killed"));
        ForkedProcess process = Distribution.in(folder).start(round == 0 ? begin : resume);
        process.await("it trains", () -> Metrics.lastStep(folder.resolve("killed")) > before);
        while (process.isAlive() && !isSaving()) {
            Thread.onSpinWait();
        }
        process.kill();
        process.end();
        return Folders.names(checkpoints());
    }

    private static boolean isTemporary(String name) {
        return name.startsWith(".tmp-") && !name.endsWith(".lock");
    }

    @Test
    void itGoesOnFromTheLastWholeCheckpoint() throws IOException, InterruptedException {
        run.write(folder.resolve("run.yaml"));
        List<String> left = new ArrayList<>();
        for (int round = 0; round < KILLS; round++) {
            left.addAll(killWhileSaving(round));
        }
        assertThat(left).as("what was there after the kills: at least one was in the middle of saving").anyMatch(KillTest::isTemporary);
        assertThat(Metrics.lastStep(folder.resolve("killed"))).as("it was killed before its end").isLessThan(STEPS);

        Distribution.in(folder).run("train", "run.yaml", "--out", "killed", "--resume").succeeds();
        Distribution.in(folder).run("train", "run.yaml", "--out", "whole").succeeds();

        assertThat(Folders.names(checkpoints())).containsExactly("step-00000015", "step-00000016");
        assertThat(Metrics.of(folder.resolve("killed"))).isEqualTo(Metrics.of(folder.resolve("whole"))).hasSize(STEPS + 2);
        assertThat(folder.resolve("killed/report.html")).content().contains("finished with validation loss");
        assertThat(Folders.names(folder.resolve("killed/tensorboard"))).singleElement().satisfies(file ->
                assertThat(Files.readString(folder.resolve("killed/tensorboard").resolve(file), StandardCharsets.ISO_8859_1)
                        .split("train/loss", -1)).as("every step once, before and after the kills").hasSize(1 + STEPS));
    }
}
