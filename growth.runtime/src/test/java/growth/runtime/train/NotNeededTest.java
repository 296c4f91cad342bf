package growth.runtime.train;

import static growth.runtime.fake.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.GrowthException.Kind;
import growth.runtime.fake.FakeCatalogue;
import growth.runtime.fake.ToySchedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run that goes on does not need any more may be gone. */
class NotNeededTest {
    @TempDir
    private Path home;
    /** A catalogue with data and engine, and nothing that makes models grow. */
    private static FakeCatalogue bare() {
        return new FakeCatalogue().with(new PatternData()).with("cpu", new RecordingEngine());
    }

    private Workshop stoppedAfter(int steps, String yaml, String... overrides) {
        Workshop workshop = new Workshop(home);
        workshop.stopAfter(steps);
        workshop.train("run", yaml, overrides);
        return workshop;
    }

    private void goesOn(FakeCatalogue without, int from) {
        Workshop whole = new Workshop(home);
        whole.train("whole", Workshop.GROWN);
        Workshop again = new Workshop(home, without);
        assertThat(again.resume("run", Workshop.GROWN).progress().step()).isEqualTo(20);
        assertThat(again.losses()).isEqualTo(whole.losses().subList(from, 20));
    }

    @Test
    void neitherOperatorNorScheduleAfterTheLastGrowth() {
        stoppedAfter(12, Workshop.GROWN);
        Workshop again = new Workshop(home, bare());
        again.stopAfter(3);
        again.resumeUntilStopped("run", Workshop.GROWN);
        assertThat(again.notes()).anyMatch(n -> n.contains("operator 'stack' is not installed"))
                .anyMatch(n -> n.contains("schedule 'hop' is not installed"));
        // Also once more, and with the schedule back again.
        goesOn(bare().with(new ToySchedule()), 15);
    }

    @Test
    void alsoWhereNewLayersAloneLearn() {
        String yaml = Workshop.GROWN + "  trains: new\n";
        Workshop whole = new Workshop(home);
        whole.train("new", yaml);
        stoppedAfter(12, yaml);
        Workshop again = new Workshop(home, bare());
        again.resume("run", yaml);
        assertThat(again.losses()).isEqualTo(whole.losses().subList(12, 20));
    }

    @Test
    void whatIsStillToComeIsNeeded() {
        stoppedAfter(9, Workshop.GROWN);
        for (FakeCatalogue without : List.of(bare(), bare().with(new ToySchedule()), bare().with(new DepthOperator("stack", false)))) {
            assertRefused(Kind.MISSING_PLUGIN, () -> new Workshop(home, without).resume("run", Workshop.GROWN))
                    .contains("run.yaml:").contains("not installed");
        }
        goesOn(bare().with(new ToySchedule()).with(new DepthOperator("stack", false)), 9);
    }

    @Test
    void anotherOperatorOfTheScheduleSufficesWhereTheRunsOwnIsNeverUsed() {
        stoppedAfter(9, Workshop.GROWN, "growth.schedule.by=identity");
        Workshop again = new Workshop(home, bare().with(new ToySchedule()).with(new DepthOperator("identity", true)));
        assertThat(again.resume("run", Workshop.GROWN, "growth.schedule.by=identity").progress().step()).isEqualTo(20);
    }

    @Test
    void optionsOfAMissingPluginStillBelongToTheRun() {
        stoppedAfter(12, Workshop.GROWN);
        Workshop again = new Workshop(home, bare());
        assertThatThrownBy(() -> again.resume("run", Workshop.GROWN, "growth.schedule.at=20%")).hasMessageContaining("growth.schedule.at");
        assertThatThrownBy(() -> again.resume("run", Workshop.GROWN, "growth.operator.kind=other")).hasMessageContaining("growth.operator");
    }

    @Test
    void newRunsNeedEverything() {
        assertThatThrownBy(() -> new Workshop(home, bare()).train("run", Workshop.GROWN)).hasMessageContaining("not installed");
    }

    @Test
    void theModelItStartedFromMayBeGoneOrLieElsewhere() throws IOException {
        Workshop workshop = new Workshop(home);
        TrainOutcome first = workshop.train("first", Workshop.SCRATCH, "training.duration=3ba");
        Path start = home.resolve("start");
        Files.move(first.checkpoint().orElseThrow(), start);
        Workshop whole = new Workshop(home);
        whole.train("undisturbed", Workshop.SCRATCH, "model.start=start");
        stoppedAfter(12, Workshop.SCRATCH, "model.start=start");

        Path moved = home.resolve("moved");
        Files.move(start, moved);
        Workshop again = new Workshop(home);
        again.stopAfter(3);
        again.resumeUntilStopped("run", Workshop.SCRATCH, "model.start=start");
        assertThatThrownBy(() -> again.resume("run", Workshop.SCRATCH, "model.start=nowhere")).hasMessageContaining("model.start");
        Path other = new Workshop(home).train("other", Workshop.SCRATCH, "training.duration=2ba").checkpoint().orElseThrow();
        assertThatThrownBy(() -> again.resume("run", Workshop.SCRATCH, "model.start=" + other)).hasMessageContaining("model.start.sha256");
        again.resume("run", Workshop.SCRATCH, "model.start=moved");
        assertThat(again.losses()).isEqualTo(whole.losses().subList(12, 20));
    }

    @Test
    void aRunWithoutACheckpointNeedsTheModelItStartsFrom() throws IOException {
        Path start = new Workshop(home).train("first", Workshop.SCRATCH, "training.duration=3ba").checkpoint().orElseThrow();
        Workshop workshop = new Workshop(home, Workshop.installed(new RecordingEngine().divergingAt(2)));
        assertThatThrownBy(() -> workshop.train("run", Workshop.SCRATCH, "model.start=" + start)).hasMessageContaining("diverged");
        Path model = start.resolve("model.safetensors");
        byte[] before = Files.readAllBytes(model);
        try (Stream<Path> others = Files.list(new Workshop(home).train("other", Workshop.SCRATCH, "training.duration=4ba").checkpoint()
                .orElseThrow())) {
            Files.copy(others.filter(f -> f.endsWith("model.safetensors")).findFirst().orElseThrow(), model,
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
        Workshop again = new Workshop(home);
        assertThatThrownBy(() -> again.resume("run", Workshop.SCRATCH, "model.start=" + start)).hasMessageContaining("model.start.sha256");
        Files.write(model, before);
        assertThat(again.resume("run", Workshop.SCRATCH, "model.start=" + start).progress().step()).isEqualTo(20);
    }
}
