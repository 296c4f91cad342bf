package growth.it.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.operator.GrowthOperator;
import growth.api.training.TrainingEvent.RunEnded.Outcome;
import growth.it.probe.GatedOperator;
import growth.it.probe.LateSchedule;
import growth.runtime.plugins.Catalogue;
import growth.runtime.plugins.Lease;
import growth.runtime.plugins.PluginInfo;
import growth.runtime.plugins.PluginKind;
import growth.runtime.train.TrainOutcome;
import growth.testing.run.TinyRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

/** A run keeps the plug-ins it began with, whatever becomes of their jars, and the next run gets the new ones. */
class GrowingTest {

    private static final String JAR = "gated.jar";
    private static final String SCHEDULE = "late.jar";
    private static final String KEPT = "replaced or removed; a run that began with it keeps it to its end: 'training of RUN' since TIME";

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
        Eventually.becomes(this::states, List.of("gated.plugin 1.0.0 active")::equals);
    }

    @AfterEach
    void clear() throws IOException, InterruptedException {
        plugins.clear();
        gate.close();
    }

    private List<String> states() {
        return felix.operators().stream().filter(operator -> operator.name().equals(GatedOperator.NAME))
                .map(operator -> operator.bundle() + " " + state(operator)).toList();
    }

    /** Returns the state without what is never the same twice. */
    private static String state(PluginInfo plugin) {
        return plugin.state().replaceFirst("'training of .+' since \\S+Z$", "'training of RUN' since TIME");
    }

    private String serving() {
        try (Lease<GrowthOperator> lease = felix.service(Catalogue.class).operator(GatedOperator.NAME)) {
            return lease.origin().version();
        }
    }

    @Test
    void aDeletedOneStaysToTheEndOfTheRun() throws IOException, InterruptedException {
        try (BackgroundTraining training = felix.begin(run, temporary)) {
            gate.awaitReached();
            Bundle bundle = plugins.bundle(JAR).orElseThrow();
            Files.delete(plugins.jar(JAR));
            Eventually.becomes(this::states, List.of("gated.plugin 1.0.0 " + KEPT)::equals);
            assertThat(bundle.getState()).isEqualTo(Bundle.ACTIVE);

            gate.open();

            assertFinished(training.outcome());
            Eventually.becomes(bundle::getState, state -> state == Bundle.UNINSTALLED);
            Eventually.becomes(this::states, List::isEmpty);
        }
    }

    @Test
    void aReplacedOneStaysToTheEndOfTheRunAndTheNextRunGetsTheNewOne() throws IOException, InterruptedException {
        String first = PluginsFolder.sha256(plugins.jar(JAR));
        TrainOutcome old;
        try (BackgroundTraining training = felix.begin(run, Files.createDirectory(temporary.resolve("old")))) {
            gate.awaitReached();
            Bundle bundle = plugins.bundle(JAR).orElseThrow();
            ProbeJar.gated("gated.plugin", "2.0.0").write(plugins.jar(JAR));
            Eventually.becomes(this::states, List.of("gated.plugin 2.0.0 active", "gated.plugin 1.0.0 " + KEPT)::equals);
            assertThat(serving()).isEqualTo("2.0.0");
            assertThat(bundle.getState()).isEqualTo(Bundle.ACTIVE);

            gate.open();

            old = training.outcome();
            assertFinished(old);
            Eventually.becomes(bundle::getState, state -> state == Bundle.UNINSTALLED);
        }
        TrainOutcome next = felix.train(run, Files.createDirectory(temporary.resolve("new")));
        assertFinished(next);
        assertMadeBy(old, "gated.plugin", "1.0.0", first);
        assertMadeBy(next, "gated.plugin", "2.0.0", PluginsFolder.sha256(plugins.jar(JAR)));
    }

    @Test
    void whatIsReplacedLongBeforeTheGrowthMakesItNevertheless() throws IOException, InterruptedException {
        gate.open();
        ProbeJar.schedule("1.0.0").write(plugins.jar(SCHEDULE));
        Eventually.becomes(() -> plugins.bundles().size(), size -> size == 2);
        String operator = PluginsFolder.sha256(plugins.jar(JAR));
        TinyRun slow = run.with("kind: one-hop", "kind: " + LateSchedule.NAME).with("40ba", "4000ba").with("at: 50%", "at: 3990ba")
                .with("evaluate: {every: 10ba", "evaluate: {every: 4000ba").with("checkpoint: {every: 10ba", "checkpoint: {every: 4000ba");
        try (BackgroundTraining training = felix.begin(slow, temporary)) {
            training.awaitFirstStep();
            Files.delete(plugins.jar(SCHEDULE));
            ProbeJar.gated("gated.plugin", "1.1.0").write(plugins.jar(JAR));
            Eventually.becomes(() -> felix.service(Catalogue.class).plugins(PluginKind.SCHEDULE).stream()
                    .filter(schedule -> schedule.name().equals(LateSchedule.NAME)).map(GrowingTest::state).toList(), List.of(KEPT)::equals);
            Eventually.becomes(this::serving, "1.1.0"::equals);
            assertThat(training.isRunning()).isTrue();

            TrainOutcome outcome = training.outcome();
            assertFinished(outcome);
            assertMadeBy(outcome, "gated.plugin", "1.0.0", operator);
        }
        Eventually.becomes(() -> plugins.bundles().size(), size -> size == 1);
    }

    @Test
    void aListenerIsHeldToTheEndOfTheRunToo() throws IOException, InterruptedException {
        ProbeJar.listener("1.0.0").write(plugins.jar("listener.jar"));
        Eventually.becomes(() -> plugins.bundles().size(), size -> size == 2);
        // installed is not started yet, and a training asks for listeners when it begins
        Bundle bundle = plugins.bundle("listener.jar").orElseThrow();
        Eventually.becomes(bundle::getRegisteredServices, Objects::nonNull);
        try (BackgroundTraining training = felix.begin(TinyRun.growing(), temporary)) {
            gate.awaitReached();
            ProbeJar.listener("2.0.0").write(plugins.jar("listener.jar"));
            Eventually.becomes(() -> plugins.bundles().size(), size -> size == 3);
            assertThat(bundle.getState()).isEqualTo(Bundle.ACTIVE);

            gate.open();

            assertFinished(training.outcome());
            assertThat(gate.passed()).as("told of the start and of the growth").isEqualTo(2);
        }
        Eventually.becomes(() -> plugins.bundles().size(), size -> size == 2);
    }

    private static void assertFinished(TrainOutcome outcome) {
        assertThat(outcome.outcome()).isEqualTo(Outcome.FINISHED);
        assertThat(outcome.progress().stage()).as("growths").isEqualTo(1);
    }

    private static void assertMadeBy(TrainOutcome outcome, String bundle, String version, String sha256) throws IOException {
        assertThat(Files.readString(outcome.folder().resolve("metrics.jsonl"))).contains("\"operator\":\"gated\",\"bundle\":\"" + bundle
                + "\",\"version\":\"" + version + "\",\"sha256\":\"" + sha256 + "\"");
        assertThat(Files.readString(outcome.folder().resolve("provenance.json")).replaceAll("\\s+", "")).contains(
                "\"operatorgated\":{\"bundle\":\"" + bundle + "\",\"version\":\"" + version + "\",\"sha256\":\"" + sha256 + "\"}");
    }
}
