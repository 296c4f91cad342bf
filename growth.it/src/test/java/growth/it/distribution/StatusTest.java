package growth.it.distribution;

import growth.testing.run.Distribution;
import growth.testing.run.TinyRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Refusals reach the terminal as one line and as the process's exit status; what each says is tested inside the framework, and status 3
 * and 5 beside what else those processes do.
 */
@EnabledOnOs(value = {OS.LINUX, OS.MAC}, disabledReason = "has no sh")
class StatusTest {

    private static final int CONFIGURATION = 2;
    private static final int DATA = 4;
    private static final int CHECKPOINT = 6;

    @TempDir
    private Path folder;

    @Test
    void theKindOfARefusalIsTheExitStatus() throws IOException, InterruptedException {
        Distribution distribution = Distribution.in(folder);
        TinyRun wrong = TinyRun.growing().with("  duration: ", "  durations: ");
        wrong.write(folder.resolve("wrong.yaml"));
        distribution.run("train", "wrong.yaml").refuses(CONFIGURATION, "wrong.yaml:" + wrong.line("durations")
                + ": unknown key 'durations'");
        Path run = TinyRun.growing().write(folder.resolve("run.yaml"));
        distribution.run("train", "run.yaml", "--out", "none", "--resume").refuses(CHECKPOINT, "none: holds no run to resume");
        Files.write(run.resolveSibling(TinyRun.CORPUS), new byte[0]);
        distribution.run("train", "run.yaml").refuses(DATA, "tale.txt is empty");
    }
}
