package growth.it.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.training.TrainingEvent.RunEnded.Outcome;
import growth.runtime.train.TrainOutcome;
import growth.testing.run.TinyRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.felix.service.command.CommandProcessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two jars that offer an operator of one name. */
class SameNameTest {

    private final Felix felix = new Felix();
    private final PluginsFolder plugins = new PluginsFolder(felix.context());
    private final GogoSession gogo = new GogoSession(felix.service(CommandProcessor.class));

    @TempDir
    private Path temporary;

    @AfterEach
    void clear() throws IOException, InterruptedException {
        plugins.clear();
    }

    private String operators() {
        return gogo.run("growth:operators").output().replaceAll("\\s+", " ");
    }

    @Test
    void theHighestVersionServesAndTheListingSaysSo() throws IOException, InterruptedException {
        TinyRun run = TinyRun.growing().with("{kind: stack}", "{kind: gated}");
        try (Gate gate = new Gate(felix.context())) {
            gate.open();
            ProbeJar.gated("gated.plugin", "1.10.0").write(plugins.jar("a.jar"));
            ProbeJar.gated("gated.plugin", "1.9.0").write(plugins.jar("b.jar"));
            felix.awaitOperator("gated", "gated.plugin 1.10.0");
            Eventually.becomes(this::operators, list -> list
                    .contains("gated gated.plugin 1.9.0 not used: gated.plugin 1.10.0 is newer and serves new runs"));

            TrainOutcome outcome = felix.train(run, temporary);
            assertThat(Files.readString(outcome.folder().resolve("metrics.jsonl")))
                    .contains("\"operator\":\"gated\",\"bundle\":\"gated.plugin\",\"version\":\"1.10.0\",\"sha256\":\""
                            + PluginsFolder.sha256(plugins.jar("a.jar")) + "\"");

            Files.delete(plugins.jar("a.jar"));
            felix.awaitOperator("gated", "gated.plugin 1.9.0");
        }
    }

    @Test
    void whatTheInstallationOffersIsNeverDisabled() throws IOException, InterruptedException {
        ProbeJar.rival().write(plugins.jar("rival.jar"));
        Eventually.becomes(this::operators, list -> list.contains("stack rival.plugin 9.0.0 not used: growth.ops.stacking 1.0.0"));
        assertThat(felix.train(TinyRun.growing(), temporary).outcome()).isEqualTo(Outcome.FINISHED);
    }
}
