package growth.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.GrowthException;
import growth.api.training.TrainingEvent.CheckpointSaved;
import growth.api.training.TrainingEvent.RunEnded;
import growth.api.training.TrainingEvent.RunEnded.Outcome;
import growth.api.training.TrainingEvent.StepCompleted;
import growth.runtime.checkpoint.CheckpointStore;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavingTest {
    /** Due at once, and after that as soon as saving has cost little enough. */
    private static final String ALWAYS = "checkpoint.minutes=1e-9";
    @TempDir
    private Path home;

    private List<String> checkpoints() {
        return new CheckpointStore(new Workshop(home).folder("run").checkpoints(), 2).newestFirst().stream()
                .map(p -> p.getFileName().toString()).toList();
    }

    private Workshop scoring(IntToDoubleFunction losses) {
        return new Workshop(home, Workshop.installed(new RecordingEngine().scoring(losses)));
    }

    @Test
    void theClockSavesWithoutBeingAskedAndAltersNothing() {
        Workshop never = new Workshop(home);
        never.train("never", Workshop.GROWN, "checkpoint.minutes=0");
        assertThat(never.events(CheckpointSaved.class)).hasSize(1);
        Workshop workshop = new Workshop(home);
        workshop.train("run", Workshop.GROWN, ALWAYS);
        assertThat(workshop.events(CheckpointSaved.class)).hasSizeGreaterThan(1);
        assertThat(workshop.events(CheckpointSaved.class).get(0).progress().step()).isEqualTo(1);
        assertThat(workshop.losses()).isEqualTo(never.losses());
        assertThat(checkpoints()).hasSize(2);
    }

    @Test
    void aKilledRunGoesOnFromWhatTheClockSaved() {
        Workshop killed = new Workshop(home, Workshop.installed(new RecordingEngine().divergingAt(7)));
        assertThatThrownBy(() -> killed.train("run", Workshop.SCRATCH, ALWAYS)).isInstanceOf(GrowthException.class);
        Workshop whole = new Workshop(home);
        whole.train("whole", Workshop.SCRATCH);
        Workshop again = new Workshop(home);
        again.resume("run", Workshop.SCRATCH);
        long from = again.events(StepCompleted.class).get(0).progress().step();
        assertThat(from).isGreaterThan(1);
        assertThat(again.losses()).isEqualTo(whole.losses().subList((int) from - 1, 20));
    }

    @Test
    void whatTheClockSavesDoesNotPushOutASeries() {
        Workshop workshop = new Workshop(home);
        workshop.train("run", Workshop.SCRATCH, ALWAYS, "checkpoint.every=5ba", "checkpoint.keep=4");
        assertThat(checkpoints()).containsExactly("step-00000020", "step-00000015", "step-00000010", "step-00000005");
        assertThat(workshop.events(CheckpointSaved.class)).hasSizeGreaterThan(4);
    }

    private static double valley(int step) {
        return 1 + Math.abs(step - 6) / 10.0;
    }

    @Test
    void theBestCheckpointStaysAndIsNamed() {
        Workshop workshop = scoring(SavingTest::valley);
        TrainOutcome outcome = workshop.train("run", Workshop.SCRATCH, "evaluate.every=2ba", "checkpoint.every=4ba", "checkpoint.keep=1",
                "checkpoint.keep-best=true");
        assertThat(checkpoints()).containsExactly("step-00000020", "step-00000006");
        assertThat(outcome.best()).contains(workshop.folder("run").checkpoints().resolve("step-00000006"));
        assertThat(workshop.events(RunEnded.class).get(0).remarks()).singleElement().asString().contains("1.0000", "step 6",
                "step-00000006");
        workshop.resume("run", Workshop.SCRATCH, "checkpoint.keep-best=true");
        assertThat(workshop.events(RunEnded.class).get(1).remarks()).isEqualTo(workshop.events(RunEnded.class).get(0).remarks());
    }

    @Test
    void theBestCheckpointSurvivesAResume() {
        Workshop workshop = scoring(SavingTest::valley);
        String[] settings = {"evaluate.every=2ba", "checkpoint.every=4ba", "checkpoint.keep=1", "checkpoint.keep-best=true"};
        workshop.stopAfter(11);
        workshop.train("run", Workshop.SCRATCH, settings);
        assertThat(workshop.resume("run", Workshop.SCRATCH, settings).best()).isPresent();
        assertThat(checkpoints()).containsExactly("step-00000020", "step-00000006");
    }

    @Test
    void withoutKeepBestNothingIsSavedForIt() {
        Workshop workshop = scoring(SavingTest::valley);
        assertThat(workshop.train("run", Workshop.SCRATCH, "evaluate.every=2ba").best()).isEmpty();
        assertThat(checkpoints()).containsExactly("step-00000020");
    }

    @Test
    void bestThatIsGoneIsNotWaitedFor() {
        Workshop workshop = scoring(SavingTest::valley);
        workshop.stopAfter(11);
        workshop.train("run", Workshop.SCRATCH, "evaluate.every=2ba", "checkpoint.keep=1");
        // Only now the best is to be kept, and that of step 6 is not there any more.
        workshop.resume("run", Workshop.SCRATCH, "evaluate.every=2ba", "checkpoint.keep=1", "checkpoint.keep-best=true");
        assertThat(checkpoints()).containsExactly("step-00000020", "step-00000012");
    }

    @Test
    void patienceEndsARunThatGetsNoBetter() {
        Workshop workshop = scoring(SavingTest::valley);
        TrainOutcome outcome = workshop.train("run", Workshop.SCRATCH, "evaluate.every=2ba", "evaluate.patience=2");
        assertThat(outcome.outcome()).isEqualTo(Outcome.FINISHED);
        assertThat(outcome.progress().step()).isEqualTo(10);
        assertThat(workshop.events(RunEnded.class).get(0).remarks()).singleElement().asString().contains("ended early", "2 evaluations",
                "1.0000");
        assertThat(checkpoints()).containsExactly("step-00000010");
        // Asked again it says so and trains nothing; with more patience it goes on.
        workshop.resume("run", Workshop.SCRATCH, "evaluate.every=2ba", "evaluate.patience=2");
        assertThat(workshop.events(StepCompleted.class)).hasSize(10);
        assertThat(workshop.notes()).anyMatch(note -> note.contains("evaluate.patience"));
        assertThat(workshop.resume("run", Workshop.SCRATCH, "evaluate.every=2ba", "evaluate.patience=4").progress().step()).isEqualTo(14);
    }

    @Test
    void patienceSurvivesAResume() {
        Workshop workshop = scoring(SavingTest::valley);
        workshop.stopAfter(9);
        workshop.train("run", Workshop.SCRATCH, "evaluate.every=2ba", "evaluate.patience=2");
        assertThat(workshop.resume("run", Workshop.SCRATCH, "evaluate.every=2ba", "evaluate.patience=2").progress().step()).isEqualTo(10);
    }

    @Test
    void patienceWaitsForTheLastGrowthAndCountsAnewBehindIt() {
        Workshop workshop = scoring(step -> step);
        TrainOutcome outcome = workshop.train("run", Workshop.GROWN, "evaluate.every=2ba", "evaluate.patience=2");
        // Grown at step 10; evaluations at 12 (the stage's first), 14 and 16.
        assertThat(outcome.progress().step()).isEqualTo(16);
    }

    @Test
    void otherValidationDataBeginAnew() {
        Workshop workshop = scoring(SavingTest::valley);
        workshop.stopAfter(9);
        workshop.train("run", Workshop.SCRATCH, "evaluate.every=2ba", "evaluate.patience=2");
        TrainOutcome outcome = workshop.resume("run", Workshop.SCRATCH, "evaluate.every=2ba", "evaluate.patience=2", "evaluate.tokens=32");
        assertThat(outcome.progress().step()).isEqualTo(14);
        assertThat(workshop.notes()).anyMatch(note -> note.contains("other validation data"));
    }

    @Test
    void patienceWithoutEvaluationsIsRefused() {
        assertThatThrownBy(() -> new Workshop(home).run(Workshop.SCRATCH, "evaluate.patience=2")).isInstanceOf(GrowthException.class)
                .hasMessageContaining("patience").hasMessageContaining("every");
    }
}
