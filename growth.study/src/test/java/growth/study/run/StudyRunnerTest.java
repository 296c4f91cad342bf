package growth.study.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.engine.Device;
import growth.api.training.TrainingEvent.GrowthCompleted;
import growth.api.training.TrainingEvent.StepCompleted;
import growth.formats.digest.Sha256;
import growth.runtime.folder.RunFolder;
import growth.runtime.folder.RunLock;
import growth.runtime.metrics.RunMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Studies on the real engine: order, sharing, going on, and what is refused. */
@Timeout(120)
class StudyRunnerTest {
    private static final StudyRequest.Options REDO = new StudyRequest.Options(true, false, true);
    @TempDir
    private Path home;
    @TempDir
    private Path elsewhere;

    /** Steps, evaluations and growths with all their digits, and the bytes of the last model; not times. */
    private static List<String> record(StudyFolder folder, String run) throws IOException {
        RunFolder there = new RunFolder(folder.path().resolve("runs").resolve(run));
        RunMetrics metrics = RunMetrics.read(there.metrics());
        List<String> record = new ArrayList<>();
        metrics.steps().forEach(s -> record.add(s.at().step() + " " + s.loss() + " " + s.gradientNorm() + " " + s.at().flops()));
        metrics.evaluations().forEach(e -> record.add("evaluation " + e.at().step() + " " + e.score().loss()));
        metrics.growths().forEach(g -> record.add("growth " + g.at().step() + " " + g.effect().lossAfter()));
        Path last = there.checkpoints().resolve("step-00000024");
        record.add(Sha256.of(last.resolve("model.safetensors")) + " " + Sha256.of(last.resolve("optimizer.safetensors")));
        assertThat(metrics.steps()).hasSize(24);
        return record;
    }

    @Test
    void theBaselineComesFirstThenTheCheapestAndRunsThatShareFollowEachOther() throws IOException {
        StudyShop shop = StudyShop.usual(home).seeds(1L, 2L).arm("late", StudyShop.growing("16ba", "stack"))
                .arm("random", StudyShop.growing("8ba", "random"));
        AtomicInteger steps = new AtomicInteger();
        shop.onEvent(event -> steps.addAndGet(event instanceof StepCompleted ? 1 : 0));
        StudyOutcome outcome = shop.run();
        assertThat(shop.started()).containsExactly("scratch-seed-1", "scratch-seed-2", "stack-seed-1", "random-seed-1", "late-seed-1",
                "stack-seed-2", "random-seed-2", "late-seed-2");
        assertThat(outcome.left()).isZero();
        assertThat(outcome.failures()).isEmpty();
        assertThat(shop.folder().shared()).doesNotExist();
        // 8 runs of 24 steps; random and late branch from stack after 8
        assertThat(steps).hasValue(8 * 24 - 4 * 8);
        StudyShop alone = new StudyShop(elsewhere).arm("scratch", "").arm("random", StudyShop.growing("8ba", "random"));
        alone.run();
        assertThat(record(shop.folder(), "random/seed-1")).isEqualTo(record(alone.folder(), "random/seed-1"));
        assertThat(record(shop.folder(), "random/seed-2")).isNotEqualTo(record(shop.folder(), "random/seed-1"));
    }

    @Test
    void runsSideBySideAreThoseOfRunsAlone() throws IOException {
        StudyShop two = StudyShop.usual(home).seeds(1L, 2L).parallel(2).arm("random", StudyShop.growing("8ba", "random"))
                .arm("later", StudyShop.growing("12ba", "stack"));
        AtomicInteger steps = new AtomicInteger();
        two.onEvent(event -> steps.addAndGet(event instanceof StepCompleted ? 1 : 0));
        assertThat(two.run().failures()).isEmpty();
        // random and later branch from stack after 8 steps
        assertThat(steps).hasValue(8 * 24 - 4 * 8);
        int seed = 1;
        for (String arm : List.of("scratch", "stack", "random", "later")) {
            seed = 3 - seed;
            StudyShop one = new StudyShop(Files.createDirectories(elsewhere.resolve(arm))).seeds((long) seed)
                    .arm(arm, arm.equals("scratch") ? "" : StudyShop.growing(arm.equals("later") ? "12ba" : "8ba",
                            arm.equals("random") ? "random" : "stack"));
            one.run();
            String run = arm + "/seed-" + seed;
            assertThat(record(two.folder(), run)).as(run).isEqualTo(record(one.folder(), run));
        }
    }

    /** A run may be stopped on one device and go on on the other; what two share does not depend on where it was computed. */
    @Test
    void runsAreSpreadOverDevices() throws IOException {
        StudyShop alone = StudyShop.usual(elsewhere).arm("random", StudyShop.growing("8ba", "random"));
        alone.run();
        StudyShop spread = StudyShop.usual(home).seeds(1L, 2L).devices("cuda:1", "cuda:0")
                .arm("random", StudyShop.growing("8ba", "random"));
        AtomicInteger steps = new AtomicInteger();
        AtomicBoolean stop = new AtomicBoolean();
        spread.onEvent(event -> {
            steps.addAndGet(event instanceof StepCompleted ? 1 : 0);
            stop.set(stop.get() || event instanceof GrowthCompleted);
        });
        assertThat(spread.run(StudyRequest.Options.USUAL, stop::get).left()).isPositive();
        StudyOutcome rest = spread.run();
        assertThat(rest.failures()).isEmpty();
        assertThat(rest.left()).isZero();
        // 6 runs of 24 steps; random branches from stack after 8
        assertThat(steps).hasValue(6 * 24 - 2 * 8);
        assertThat(spread.used()).containsExactlyInAnyOrder(Device.cuda(0), Device.cuda(1));
        for (String run : List.of("scratch/seed-1", "stack/seed-1", "random/seed-1")) {
            assertThat(record(spread.folder(), run)).as(run).isEqualTo(record(alone.folder(), run));
            assertThat(Files.readString(spread.folder().path().resolve("runs/" + run + "/run.yaml")))
                    .containsPattern("device: .?cuda:[01]");
        }
    }

    @Test
    void theSameCommandGoesOnAfterAStop() throws IOException {
        StudyShop undisturbed = StudyShop.usual(elsewhere).arm("random", StudyShop.growing("8ba", "random"));
        undisturbed.run();
        StudyShop shop = StudyShop.usual(home).arm("random", StudyShop.growing("8ba", "random")).parallel(2);
        AtomicBoolean stop = new AtomicBoolean();
        shop.onEvent(event -> {
            if (event instanceof GrowthCompleted) {
                stop.set(true);
            }
        });
        StudyOutcome outcome = shop.run(StudyRequest.Options.USUAL, stop::get);
        assertThat(outcome.stopped()).isTrue();
        assertThat(outcome.left()).isPositive();
        shop.onEvent(event -> { });
        StudyOutcome rest = shop.run();
        assertThat(rest.left()).isZero();
        for (String run : List.of("scratch/seed-1", "stack/seed-1", "random/seed-1")) {
            assertThat(record(shop.folder(), run)).as(run).isEqualTo(record(undisturbed.folder(), run));
        }
        int before = shop.started().size();
        StudyOutcome nothing = shop.run();
        assertThat(nothing.kept()).isEqualTo(3);
        assertThat(shop.started()).hasSize(before);
    }

    @Test
    void divergenceIsAResultAndOtherFailuresLeaveTheOtherRunsAlone() throws IOException {
        StudyShop shop = StudyShop.usual(home).arm("wild", "training: {duration: 24ba, batch: 4, workers: 1, optimizer: {lr: 1e30, "
                + "clip: 0}, learning-rate: {kind: constant, warmup: 0ba}}\n").arm("random", StudyShop.growing("8ba", "random"));
        StudyOutcome outcome = shop.run();
        assertThat(shop.ended()).contains("wild-seed-1 DIVERGED", "random-seed-1 FINISHED");
        assertThat(outcome.failures()).isEmpty();
        assertThat(outcome.left()).isZero();
        assertThat(shop.run().kept()).isEqualTo(4);
        try (Stream<Path> left = Files.list(shop.folder().path().resolve("runs/stack/seed-1/checkpoints"))) {
            assertThat(left.map(p -> p.getFileName().toString())).containsExactly("step-00000024");
        }
    }

    @Test
    void whatOneRunCannotDoIsToldWhenTheOthersAreDone() throws IOException {
        StudyShop shop = StudyShop.usual(home);
        Path inTheWay = shop.folder().path().resolve("runs/scratch/seed-1");
        Files.createDirectories(inTheWay);
        Files.writeString(inTheWay.resolve("notes.txt"), "mine");
        StudyOutcome outcome = shop.run();
        assertThat(outcome.failures()).singleElement().satisfies(end -> {
            assertThat(end.run().cell().name()).isEqualTo("scratch-seed-1");
            assertThat(end.failure()).get().extracting(GrowthException::kind).isEqualTo(Kind.CONFIGURATION);
        });
        assertThat(shop.ended()).contains("stack-seed-1 FINISHED");
        assertThat(outcome.left()).isEqualTo(1);
        assertThat(inTheWay.resolve("notes.txt")).hasContent("mine");
    }

    @Test
    void aDamagedCheckpointEndsItsRunAlone() throws IOException {
        StudyShop shop = StudyShop.usual(home).arm("random", StudyShop.growing("8ba", "random"));
        AtomicBoolean stop = new AtomicBoolean();
        shop.onEvent(event -> {
            if (event instanceof GrowthCompleted) {
                stop.set(true);
            }
        });
        shop.run(StudyRequest.Options.USUAL, stop::get);
        Path saved = shop.folder().path().resolve("runs/stack/seed-1/checkpoints/step-00000009/model.safetensors");
        Files.write(saved, new byte[] {1, 2, 3});
        StudyOutcome outcome = shop.onEvent(event -> { }).run();
        assertThat(outcome.failures()).singleElement().satisfies(end -> assertThat(end.failure()).get()
                .extracting(GrowthException::kind).isEqualTo(Kind.CHECKPOINT));
        assertThat(shop.ended()).contains("random-seed-1 FINISHED");
        assertThat(Room.in(home, 1)).isTrue();
        assertThat(Room.in(home, 1e18)).isFalse();
        assertThat(Room.in(home.resolve("nowhere"), 1)).isFalse();
    }

    @Test
    void runsOfAnotherStudyAreNamedAndSetAsideOnlyIfWanted() throws IOException {
        StudyShop shop = StudyShop.usual(home);
        shop.run();
        shop.arm("stack", StudyShop.growing("9ba", "stack")).arm("random", StudyShop.growing("8ba", "random"));
        assertThatThrownBy(shop::run).isInstanceOfSatisfying(GrowthException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CONFIGURATION))
                .hasMessageContaining("stack/seed-1: was trained with growth.schedule.at 8ba, and the study now says 9ba")
                .hasMessageContaining("--redo");
        assertThat(shop.started()).hasSize(2);
        shop.run(REDO, () -> false);
        assertThat(shop.started()).containsExactly("scratch-seed-1", "stack-seed-1", "random-seed-1", "stack-seed-1");
        assertThat(shop.folder().replaced().resolve("stack/seed-1/metrics.jsonl")).exists();
    }

    @Test
    void runsOfOtherDataOrCodeAreRefused() throws IOException {
        StudyShop shop = StudyShop.usual(home).seeds(1L, 2L);
        shop.run();
        assertThat(shop.run().kept()).as("data of several seeds").isEqualTo(4);
        shop.from("stack", "beef");
        assertThatThrownBy(shop::run).isInstanceOfSatisfying(GrowthException.class, e -> assertThat(e.kind())
                .isEqualTo(Kind.MISSING_PLUGIN)).hasMessageContaining("operator stack was").hasMessageContaining("--changed-plugins");
        assertThat(shop.run(new StudyRequest.Options(true, true, false), () -> false).kept()).isEqualTo(4);
        shop.from("stack", "f00d");
        Path provenance = shop.folder().path().resolve("runs/scratch/seed-1/provenance.json");
        ObjectMapper json = new ObjectMapper();
        ObjectNode edited = (ObjectNode) json.readTree(provenance.toFile());
        edited.withObject("/data").put("train.sha256", "0123");
        json.writeValue(provenance.toFile(), edited);
        assertThatThrownBy(shop::run).isInstanceOfSatisfying(GrowthException.class, e -> assertThat(e.kind()).isEqualTo(Kind.DATA))
                .hasMessageContaining("scratch");
    }

    @Test
    void aSecondProcessIsKeptOut() {
        StudyShop shop = StudyShop.usual(home);
        new RunFolder(shop.folder().path()).create();
        try (RunLock lock = RunLock.take(new RunFolder(shop.folder().path()))) {
            assertThatThrownBy(shop::run).hasMessageContaining("another study is running in this folder");
        }
    }

    @Test
    void checkpointsAreRemovedIfNobodyWantsThem() {
        StudyShop shop = StudyShop.usual(home);
        shop.run(new StudyRequest.Options(false, false, false), () -> false);
        assertThat(shop.folder().path().resolve("runs/stack/seed-1/checkpoints")).isEmptyDirectory();
        assertThat(shop.run().kept()).isEqualTo(2);
    }
}
