package growth.it.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import growth.testing.run.Distribution;
import growth.testing.run.Folders;
import growth.testing.run.Run;
import growth.testing.run.TinyRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A training whose numbers leave the range of floats. */
@EnabledOnOs(value = {OS.LINUX, OS.MAC}, disabledReason = "has no sh")
class DivergenceTest {

    private static final int DIVERGED = 5;

    @TempDir
    private Path folder;

    /** A step of 10⁶ with weight decay multiplies the weights by 10⁵, so that they overflow after a few steps. */
    @Test
    void theLastGoodCheckpointStays() throws IOException, InterruptedException {
        TinyRun.growing().with("{lr: 1e-3, clip: 1.0}", "{lr: 1e6, clip: 0}").with("checkpoint: {every: 10ba", "checkpoint: {every: 1ba")
                .with("evaluate: {every: 10ba", "evaluate: {every: 1000ba").write(folder.resolve("run.yaml"));
        Distribution distribution = Distribution.in(folder);

        Run run = distribution.run("train", "run.yaml", "--out", "out");

        List<String> checkpoints = Folders.names(folder.resolve("out/checkpoints"));
        assertThat(checkpoints).hasSize(2).allMatch(name -> name.matches("step-\\d{8}"));
        String last = "out/checkpoints/" + checkpoints.get(1);
        run.refuses(DIVERGED, "training diverged: ", "the last good checkpoint is " + last, "lower training.optimizer.lr",
                ": growth train out/run.yaml --out out-lower-rate --set training.optimizer.lr=0.001");
        assertThat(folder.resolve("out/report.html")).content().contains("diverged after");
        distribution.run("eval", last, "--data", TinyRun.CORPUS, "--tokens", "1k").succeeds();
    }
}
