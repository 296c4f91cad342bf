package growth.study.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.api.training.TrainingEvent.StepCompleted;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Studies at a place: the order, what is the same as alone, and going on there and here. */
@Timeout(120)
class PlacedStudyTest {
    /** What a clock decides. */
    private static final Set<String> TIMES = Set.of("seconds", "tokens_per_second", "flops_per_second", "took_seconds", "peak_bytes");
    @TempDir
    private Path home;
    @TempDir
    private Path elsewhere;

    private static StudyShop study(Path home) {
        return StudyShop.usual(home).seeds(1L, 2L).arm("late", StudyShop.growing("16ba", "stack"));
    }

    /** Returns the lines of a run's record, but for times. */
    static List<String> lines(StudyShop shop, String run) {
        try {
            List<String> lines = new ArrayList<>();
            for (String line : Files.readAllLines(shop.folder().path().resolve("runs").resolve(run).resolve("metrics.jsonl"))) {
                ObjectNode object = (ObjectNode) new ObjectMapper().readTree(line);
                lines.add(object.remove(TIMES).toString());
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertSame(StudyShop one, StudyShop other) {
        for (String arm : List.of("scratch", "stack", "late")) {
            for (String seed : List.of("/seed-1", "/seed-2")) {
                assertThat(lines(one, arm + seed)).as(arm + seed).hasSizeGreaterThan(24).isEqualTo(lines(other, arm + seed));
                Path last = Path.of("runs", arm + seed, "checkpoints/step-00000024/model.safetensors");
                assertThat(one.folder().path().resolve(last)).hasSameBinaryContentAs(other.folder().path().resolve(last));
            }
        }
    }

    @Test
    void recordsAndModelsAreThoseOfTheStudyAloneAndTheLongestComesFirst() {
        StudyShop alone = study(home);
        alone.run();
        StudyShop there = study(elsewhere);
        FakePlace place = new FakePlace(there, 2);
        StudyOutcome outcome = there.at(place).run();
        assertThat(outcome.failures()).isEmpty();
        assertThat(outcome.left()).isZero();
        assertThat(place.most()).isEqualTo(2);
        // late branches from stack, and the other seed does not wait for that
        assertThat(place.works()).hasSize(6);
        assertThat(place.works().subList(0, 2)).containsExactlyInAnyOrder("scratch-seed-1", "scratch-seed-2");
        assertThat(place.works().indexOf("late-seed-1")).isGreaterThan(place.works().indexOf("stack-seed-1"));
        assertSame(there, alone);
        assertThat(there.folder().shared()).doesNotExist();
        assertThat(there.notes()).containsExactly("begun");
        assertThat(there.at(null).run().kept()).as("alone, nothing is left").isEqualTo(6);
    }

    @Test
    void aLostExecutorsRunGoesOnElsewhereAndEndsAsUndisturbed() {
        StudyShop alone = study(home);
        alone.run();
        StudyShop there = study(elsewhere);
        assertThat(there.at(new FakePlace(there, 2).losing(3)).run().failures()).isEmpty();
        assertThat(there.notes()).filteredOn(note -> note.endsWith(": executor lost")).hasSize(3);
        for (String run : List.of("scratch/seed-1", "stack/seed-2", "late/seed-1")) {
            assertThat(lines(there, run)).filteredOn(line -> line.startsWith("{\"kind\":\"step"))
                    .isEqualTo(lines(alone, run).stream().filter(line -> line.startsWith("{\"kind\":\"step")).toList());
        }
    }

    @Test
    void whatIsStoppedThereGoesOnHereAndTheOtherWayRound() {
        StudyShop there = study(elsewhere);
        AtomicInteger steps = new AtomicInteger();
        AtomicBoolean stop = new AtomicBoolean();
        there.onEvent(event -> stop.compareAndSet(false, event instanceof StepCompleted && steps.incrementAndGet() == 20));
        StudyOutcome stopped = there.at(new FakePlace(there, 2)).run(StudyRequest.Options.USUAL, stop::get);
        assertThat(stopped.stopped()).isTrue();
        assertThat(stopped.failures()).isEmpty();
        assertThat(there.ended()).hasSize(2).allMatch(end -> end.endsWith("BEGUN"));
        steps.set(0);
        stop.set(false);
        StudyOutcome here = there.at(null).run(StudyRequest.Options.USUAL, stop::get);
        assertThat(here.stopped()).isTrue();
        steps.set(1000);
        stop.set(false);
        assertThat(there.at(new FakePlace(there, 2)).run().left()).isZero();
        StudyShop alone = study(home);
        alone.run();
        for (String run : List.of("scratch/seed-1", "scratch/seed-2", "stack/seed-2", "late/seed-1")) {
            assertThat(lines(there, run)).filteredOn(line -> line.startsWith("{\"kind\":\"step"))
                    .isEqualTo(lines(alone, run).stream().filter(line -> line.startsWith("{\"kind\":\"step")).toList());
        }
    }

    @Test
    void runsOfSeveralProcessesNeedAPlaceWithAsManyExecutors() {
        StudyShop study = study(elsewhere).arm("late", "data-parallel: {ranks: 2}\n");
        assertThatThrownBy(study::run).hasMessageContaining("trained by 2 processes each").hasMessageContaining("give --on");
        assertThatThrownBy(() -> study.at(new FakePlace(study, 1)).run()).hasMessage("--on: there has 1 executor, and a run of this study"
                + " needs 2");
        assertThat(study.folder().path()).as("nothing was begun").doesNotExist();
    }

    @Test
    void devicesOfOneMachineAreRefused() {
        StudyShop there = study(elsewhere).devices("cpu");
        assertThatThrownBy(() -> there.at(new FakePlace(there, 2)).run()).hasMessageContaining("parallel.devices");
    }
}
