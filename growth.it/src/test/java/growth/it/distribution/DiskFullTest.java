package growth.it.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import growth.testing.ForkedProcess;
import growth.testing.run.Distribution;
import growth.testing.run.Folders;
import growth.testing.run.Run;
import growth.testing.run.TinyRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A disk that takes no more while a checkpoint is being saved: here the limit on a process's files, which fails in the same place. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "has no prlimit")
class DiskFullTest {

    private static final int CHECKPOINT = 6;
    /** More than the metrics take, less than a model. */
    private static final int BYTES = 60_000;

    @TempDir
    private Path folder;

    @Test
    void theCheckpointBeforeStaysAndTheRunGoesOnFromIt() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/prlimit")), "there is no prlimit (util-linux)");
        TinyRun.growing().with("40ba", "120ba").with("checkpoint: {every: 10ba", "checkpoint: {every: 30ba")
                .write(folder.resolve("run.yaml"));
        Distribution distribution = Distribution.in(folder);
        Path checkpoints = folder.resolve("out/checkpoints");
        String[] command = {"train", "run.yaml", "--out", "out"};

        ForkedProcess process = distribution.start(command);
        process.awaitFile(checkpoints.resolve("step-00000030/state.json"));
        String[] limit = {"/usr/bin/prlimit", "--pid", String.valueOf(process.pid()), "--fsize=" + BYTES};
        int limited = new ProcessBuilder(limit).inheritIO().start().waitFor();
        assertThat(limited).as("prlimit").isZero();
        Run full = new Run(List.of(command), process.end());

        full.refuses(CHECKPOINT, "checkpoints/step-", "file too large");
        List<String> whole = Folders.names(checkpoints);
        assertThat(whole).contains("step-00000030").allMatch(name -> name.matches("step-\\d{8}"));
        assertThat(full.output()).contains("the last good checkpoint is out/checkpoints/" + whole.get(whole.size() - 1));

        Run resumed = distribution.run("train", "run.yaml", "--out", "out", "--resume").succeeds();
        assertThat(resumed.output()).contains("saved out/checkpoints/step-00000120");
    }
}
