package growth.it.soak;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.training.TrainingEvent;
import growth.api.training.TrainingEvent.RunEnded.Outcome;
import growth.api.training.TrainingEvent.StepCompleted;
import growth.it.plugins.BackgroundTraining;
import growth.it.plugins.Eventually;
import growth.it.plugins.Felix;
import growth.it.plugins.PluginsFolder;
import growth.it.soak.Footprint.Framework;
import growth.it.soak.Listing.Listed;
import growth.runtime.plugins.Catalogue;
import growth.runtime.train.TrainOutcome;
import growth.testing.run.TinyRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plug-ins come, change and go by the thousand while a training holds one of them: no step fails, nothing piles up, and the catalogue is
 * right at the end. A build deploys 50; {@code mvn verify -Psoak} deploys 10,000 and writes down the figures.
 */
class DeploymentsTest {

    /** The lanes of what the trainings use. */
    private static final int HELD = 900;
    private static final int REPLACED = 901;
    /** The step of a growth that comes soon, and of one that never comes. */
    private static final int SOON = 25;
    private static final int NEVER = 10_000_000;
    private static final int PATIENCE_SECONDS = 60;
    /** Threads and files that come and go by themselves. */
    private static final int SLACK = 3;
    /** Bytes of metaspace that the virtual machine needs for itself in the course of hours; each version of a plug-in takes 60,000. */
    private static final long METASPACE = 6_000_000;
    /** Bytes of heap by which two collections differ that find the same. */
    private static final long HEAP = 16_000_000;
    /** Bytes that Felix keeps of a bundle that is gone are about 8,000: its registry counts, for ever, who has asked for a service. */
    private static final long HEAP_OF_A_DEPLOYMENT = 12_000;

    private final Felix felix = new Felix();
    private final PluginsFolder plugins = new PluginsFolder(felix.context());
    private final Catalogue catalogue = felix.service(Catalogue.class);
    private final SoakPlan plan = SoakPlan.fromProperties();

    @TempDir
    private Path temporary;

    @AfterEach
    void clear() throws IOException, InterruptedException {
        plugins.clear();
    }

    @Test
    void nothingFailsAndNothingPilesUp() throws IOException, InterruptedException {
        Listed before = Listed.of(catalogue);
        try (PluginTraces traces = new PluginTraces(felix.context(), plugins);
                Soak soak = new Soak(plan, catalogue, plugins, Files.createDirectory(temporary.resolve("workshop")))) {
            long copies = traces.left().copies();
            SoakFigures figures = new SoakFigures(plan);
            try (BackgroundTraining training = hold(soak)) {
                for (int round = 1; round <= plan.rounds(); round++) {
                    soak.round(round);
                    trainWhileItsJarIsReplaced(soak, round);
                    Eventually.becomes(traces::left, left -> left.bundles() == 1 && left.copies() == copies + 1 && left.loaders() == 0);
                    figures.add(soak, training.steps(), Footprint.of(traces.left()));
                    assertThat(training.isRunning()).isTrue();
                }
                assertThat(training.stop().outcome()).isEqualTo(Outcome.STOPPED);
            }
            Eventually.becomes(traces::left, left -> left.bundles() == 0 && left.copies() == copies && left.loaders() == 0);
            figures.tell(soak.steps());
            assertThat(soak.failures()).isEmpty();
            assertThat(soak.deployed()).isGreaterThanOrEqualTo(plan.deployments());
            assertThat(traces.seen()).as("plug-ins started").isGreaterThanOrEqualTo(plan.deployments());
            assertFlat(figures.first(), figures.last());
            assertThat(figures.last().process().heap()).as("heap")
                    .isLessThanOrEqualTo(figures.first().process().heap() + HEAP + soak.deployed() * HEAP_OF_A_DEPLOYMENT);
        }
        assertThat(Listed.of(catalogue)).isEqualTo(before);
    }

    /** Begins a training that never ends, and deletes the jar of what it grows by. */
    private BackgroundTraining hold(Soak soak) throws IOException, InterruptedException {
        SoakJar jar = new SoakJar(HELD, NEVER);
        Path file = jar.write(plugins.jar("held.jar"));
        soak.listing().await("the plug-in to be held", listed -> listed.serves(jar));
        BackgroundTraining training = felix.begin(run(jar).with("40ba", "100Mba").with("hidden: 32", "hidden: 96")
                .with("intermediate: 48", "intermediate: 192").with("context: 16", "context: 64").with("batch: 4", "batch: 8")
                .with("evaluate: {every: 10ba", "evaluate: {every: 10Mba").with("checkpoint: {every: 10ba", "checkpoint: {every: 10Mba"),
                Files.createDirectory(temporary.resolve("endless")));
        training.awaitFirstStep();
        Files.delete(file);
        soak.listing().await("the plug-in that is held serves nobody else", listed -> listed.lacks(jar.name()));
        return training;
    }

    private static TinyRun run(SoakJar jar) {
        return TinyRun.growing().with("{kind: one-hop, from: {layers: 1}, at: 50%}", "{kind: " + jar.name() + "}")
                .with("{kind: stack}", "{kind: " + jar.name() + "}");
    }

    /** A training whose jar is replaced, or deleted, before its model grows: it grows all the same, and as it began. */
    private void trainWhileItsJarIsReplaced(Soak soak, int round) throws IOException, InterruptedException {
        SoakJar jar = new SoakJar(REPLACED, SOON);
        SoakJar next = new SoakJar(REPLACED, NEVER + round);
        Path file = jar.write(plugins.jar("replaced.jar"));
        soak.listing().await("the plug-in of a training", listed -> listed.serves(jar));
        CountDownLatch changed = new CountDownLatch(1);
        try (BackgroundTraining training = felix.begin(run(jar), Files.createDirectory(temporary.resolve("round" + round)),
                event -> waitBeforeTheGrowth(event, changed))) {
            training.awaitFirstStep();
            if (round % 2 == 0) {
                Files.delete(file);
                soak.listing().await("a jar is deleted under a training", listed -> listed.lacks(jar.name()));
            } else {
                next.write(file);
                soak.listing().await("a jar is replaced under a training", listed -> listed.serves(next));
            }
            assertThat(training.steps()).isLessThan(SOON);
            changed.countDown();
            TrainOutcome outcome = training.outcome();
            assertThat(outcome.outcome()).isEqualTo(Outcome.FINISHED);
            assertThat(outcome.progress().stage()).as("growths").isEqualTo(1);
            assertThat(Files.readString(outcome.folder().resolve("metrics.jsonl"))).contains("\"operator\":\"" + jar.name()
                    + "\",\"bundle\":\"soak.lane" + REPLACED + "\",\"version\":\"1.0." + SOON + "\"");
        }
        Files.deleteIfExists(file);
        soak.listing().await("the jar of a training is gone", listed -> listed.lacks(jar.name()));
    }

    private static void waitBeforeTheGrowth(TrainingEvent event, CountDownLatch changed) {
        if (event instanceof StepCompleted step && step.progress().step() == SOON / 2) {
            try {
                changed.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void assertFlat(Footprint first, Footprint last) {
        assertThat(last.process().threads()).as("threads").isLessThanOrEqualTo(first.process().threads() + SLACK);
        assertThat(last.process().handles()).as("open files").isLessThanOrEqualTo(first.process().handles() + SLACK);
        assertThat(last.classes().loaders()).as("class loaders").isLessThanOrEqualTo(first.classes().loaders() + SLACK);
        assertThat(last.classes().metaspace()).as("metaspace").isLessThanOrEqualTo(first.classes().metaspace() + METASPACE);
        Framework framework = last.framework();
        assertThat(List.of(framework.bundles(), framework.copies())).isEqualTo(
                List.of(first.framework().bundles(), first.framework().copies()));
        assertThat(framework.bytes()).as("bytes of the framework's storage").isLessThanOrEqualTo(first.framework().bytes() + (1 << 20));
    }
}
