package growth.it.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.training.TrainingEvent.RunEnded.Outcome;
import growth.runtime.metrics.RunMetrics;
import growth.runtime.train.TrainOutcome;
import growth.testing.run.TinyRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.apache.felix.service.command.CommandProcessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plug-ins of third parties, built from the distribution's repository alone, copied into the folder of a framework that trains. */
class HotDeploymentTest {

    private static final String NAME = "noisy-stack";

    private final Felix felix = new Felix();
    private final PluginsFolder plugins = new PluginsFolder(felix.context());
    private final GogoSession gogo = new GogoSession(felix.service(CommandProcessor.class));

    @TempDir
    private Path temporary;

    @AfterEach
    void clear() throws IOException, InterruptedException {
        plugins.clear();
    }

    private void copy(String jar) throws IOException {
        Files.copy(Path.of(felix.context().getProperty("growth.it.jars"), jar), plugins.jar(jar));
    }

    private String operators() {
        return gogo.run("growth:operators").output();
    }

    @Test
    void aJarCopiedWhileATrainingRunsServesTheNextRun() throws IOException, InterruptedException {
        assertThat(operators()).contains("stack").doesNotContain(NAME);
        TinyRun endless = TinyRun.growing().with("40ba", "10Mba").with("at: 50%", "at: 5Mba")
                .with("evaluate: {every: 10ba", "evaluate: {every: 1Mba")
                .with("checkpoint: {every: 10ba", "checkpoint: {every: 1Mba");
        try (BackgroundTraining training = felix.begin(endless, Files.createDirectory(temporary.resolve("first")))) {
            training.awaitFirstStep();
            copy("noisy.jar");
            Duration took = Eventually.becomes(this::operators, list -> list.contains(NAME));
            System.out.printf(Locale.ROOT, "growth:operators lists a plug-in %.1f s after its jar was copied (2 s promised)%n",
                    took.toMillis() / 1e3);
            assertThat(training.isRunning()).isTrue();
            assertThat(training.stop().outcome()).isEqualTo(Outcome.STOPPED);
        }

        TinyRun next = TinyRun.growing().with("{kind: stack}", "{kind: " + NAME + ", noise: 0.1}");
        TrainOutcome outcome = felix.train(next, Files.createDirectory(temporary.resolve("second")));

        assertThat(outcome.outcome()).isEqualTo(Outcome.FINISHED);
        assertThat(outcome.progress().stage()).isEqualTo(1);
        assertThat(Files.readString(outcome.folder().resolve("metrics.jsonl"))).contains("\"operator\":\"" + NAME + "\"");
        assertThat(Files.readString(outcome.folder().resolve("provenance.json"))).contains("growth.example.noisy");
    }

    /** Those that {@code growth new-plugin} writes, as they are. */
    @Test
    void newPluginsTrain() throws IOException, InterruptedException {
        copy("operator.jar");
        copy("schedule.jar");
        copy("suite.jar");
        Eventually.becomes(this::operators, list -> list.contains("it-operator"));
        Eventually.becomes(() -> gogo.run("growth:schedules").output(), list -> list.contains("it-schedule"));
        Eventually.becomes(() -> gogo.run("growth:suites").output(), list -> list.contains("it-suite"));

        TinyRun run = TinyRun.growing().with("{kind: one-hop, from: {layers: 1}, at: 50%}", "{kind: it-schedule, at: 50%}")
                .with("{kind: stack}", "{kind: it-operator}")
                .with("tokens: 128}", "tokens: 128, suites: [primitives, {kind: it-suite, examples: 3}], suites-every: 50%}");
        TrainOutcome outcome = felix.train(run, temporary);

        assertThat(outcome.outcome()).isEqualTo(Outcome.FINISHED);
        assertThat(outcome.progress().stage()).isEqualTo(1);
        assertThat(Files.readString(outcome.folder().resolve("metrics.jsonl"))).contains("\"operator\":\"it-operator\"");
        assertThat(RunMetrics.read(outcome.folder()).suites()).filteredOn(line -> line.suite().equals("it-suite")).hasSize(2)
                .allSatisfy(line -> assertThat(line.scores()).containsEntry("examples", 3.0).containsKey("exact_match"));
        assertThat(Files.readString(outcome.folder().resolve("provenance.json"))).contains("suite it-suite");
        assertThat(gogo.run("growth:eval " + outcome.folder() + " --suite it-suite --set examples=5").output()).contains("next-letter");
    }

    @Test
    void aDeletedJarIsGone() throws IOException, InterruptedException {
        copy("noisy.jar");
        Eventually.becomes(this::operators, list -> list.contains(NAME));
        Files.delete(plugins.jar("noisy.jar"));
        Eventually.becomes(this::operators, list -> !list.contains(NAME));
        assertThat(operators()).contains("stack");
    }
}
