package growth.it.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.training.TrainingEvent.RunEnded.Outcome;
import growth.it.probe.GatedOperator;
import growth.it.run.TinyRun;
import growth.runtime.catalogue.PluginInfo;
import growth.runtime.train.TrainOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

/** A plug-in whose operator is in the middle of a growth stays until the growth is done. */
class GrowingTest {

    private static final String JAR = "gated.jar";
    /** Looks at the folder are 0.3 s apart: by now the framework has tried to follow, and would have gone on if it did not wait. */
    private static final long A_FEW_LOOKS_MILLIS = 1500;

    private final Felix felix = new Felix();
    private final PluginsFolder plugins = new PluginsFolder(felix.context());
    private final TinyRun run = TinyRun.growing().with("{kind: stack}", "{kind: " + GatedOperator.NAME + "}");
    private Gate gate;

    @TempDir
    private Path temporary;

    @BeforeEach
    void install() throws IOException, InterruptedException {
        gate = new Gate(felix.context());
        ProbeJar.gated("gated.plugin", "1.0.0").write(plugins.jar(JAR));
        Eventually.becomes(felix::operators, operators -> operators.stream().anyMatch(GrowingTest::isUsable));
    }

    @AfterEach
    void clear() throws IOException, InterruptedException {
        plugins.clear();
        gate.close();
    }

    private static boolean isUsable(PluginInfo operator) {
        return operator.name().equals(GatedOperator.NAME) && operator.usable();
    }

    private String state() {
        return felix.operators().stream().filter(operator -> operator.name().equals(GatedOperator.NAME)).map(PluginInfo::state).findFirst()
                .orElse("not listed");
    }

    @Test
    void aDeletedJarWaitsForTheGrowth() throws IOException, InterruptedException {
        try (BackgroundTraining training = felix.begin(run, temporary)) {
            gate.awaitReached();
            Bundle bundle = plugins.bundle(JAR).orElseThrow();
            Files.delete(plugins.jar(JAR));
            staysWhileItGrows(bundle, training);

            gate.open();

            assertFinished(training.outcome());
            Eventually.becomes(bundle::getState, state -> state == Bundle.UNINSTALLED);
            assertThat(state()).isEqualTo("not listed");
        }
    }

    @Test
    void aReplacedJarWaitsForTheGrowthAndServesTheNextRun() throws IOException, InterruptedException {
        try (BackgroundTraining training = felix.begin(run, Files.createDirectory(temporary.resolve("old")))) {
            gate.awaitReached();
            Bundle bundle = plugins.bundle(JAR).orElseThrow();
            ProbeJar.gated("gated.plugin", "2.0.0").write(plugins.jar(JAR));
            staysWhileItGrows(bundle, training);
            assertThat(bundle.getVersion()).hasToString("1.0.0");

            gate.open();

            assertFinished(training.outcome());
            Eventually.becomes(felix::operators, operators -> operators.stream().filter(GrowingTest::isUsable)
                    .anyMatch(operator -> operator.bundle().equals("gated.plugin 2.0.0")));
        }
        TrainOutcome next = felix.train(run, Files.createDirectory(temporary.resolve("new")));
        assertFinished(next);
        assertThat(Files.readString(next.folder().resolve("provenance.json"))).contains("gated.plugin 2.0.0");
    }

    private void staysWhileItGrows(Bundle bundle, BackgroundTraining training) throws InterruptedException {
        Eventually.becomes(bundle::getState, state -> state == Bundle.STOPPING);
        Thread.sleep(A_FEW_LOOKS_MILLIS);
        assertThat(bundle.getState()).isEqualTo(Bundle.STOPPING);
        assertThat(training.isRunning()).isTrue();
        assertThat(state()).isEqualTo("it is being replaced or removed, as soon as nobody uses it");
    }

    private static void assertFinished(TrainOutcome outcome) {
        assertThat(outcome.outcome()).isEqualTo(Outcome.FINISHED);
        assertThat(outcome.progress().stage()).as("growths").isEqualTo(1);
    }
}
