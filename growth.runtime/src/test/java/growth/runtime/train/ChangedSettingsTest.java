package growth.runtime.train;

import static growth.runtime.fake.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import growth.api.GrowthException.Kind;
import growth.api.training.TrainingEvent.StepCompleted;
import growth.runtime.folder.RunFolder;
import growth.runtime.train.resume.RunResumption;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a resume may change, and what the advice after a divergence is worth. */
class ChangedSettingsTest {
    @TempDir
    private Path home;

    private JsonNode starts(Workshop workshop) throws IOException {
        return new ObjectMapper().readTree(workshop.folder("run").provenance().toFile()).get("starts");
    }

    @Test
    void aChangeIsDoneSaidAndKept() throws IOException {
        Workshop workshop = new Workshop(home);
        String yaml = Workshop.SCRATCH.replace("workers: 1", "workers: 1\n  learning-rate: {kind: constant, warmup: 0%}");
        workshop.stopAfter(5);
        workshop.train("run", yaml);
        workshop.stopAfter(5);
        workshop.resumeUntilStopped("run", yaml, "training.optimizer.lr=2e-3", "training.optimizer.clip=0.5", "training.workers=2",
                "training.recompute=block", "evaluate.every=5ba", "checkpoint.keep=3");

        assertThat(workshop.events(StepCompleted.class).subList(0, 5)).extracting(StepCompleted::learningRate).containsOnly(1e-2);
        assertThat(workshop.events(StepCompleted.class).subList(5, 10)).extracting(StepCompleted::learningRate).containsOnly(2e-3);
        assertThat(workshop.notes()).contains("changed: training.optimizer.lr 1e-2 -> 2e-3",
                "changed: training.optimizer.clip 1.0 -> 0.5", "changed: evaluate.every not given -> 5ba",
                "changed: checkpoint.keep 2 -> 3", "changed: training.recompute none -> block",
                "changed: training.workers 1 -> 2; another number of workers rounds differently: losses differ in their last digits from"
                        + " here on");
        assertThat(starts(workshop).get(0).get("changes")).isEmpty();
        assertThat(starts(workshop).get(1).get("changes")).hasSize(6).extracting(JsonNode::toString)
                .contains("{\"setting\":\"training.optimizer.lr\",\"from\":\"1e-2\",\"to\":\"2e-3\"}");

        // What was changed stays changed: the run file of the folder has it, and going back is a change of its own.
        workshop.resume("run", yaml, "training.optimizer.lr=2e-3", "training.optimizer.clip=0.5", "training.workers=2",
                "training.recompute=block", "evaluate.every=5ba");
        assertThat(starts(workshop).get(2).get("changes")).extracting(JsonNode::toString)
                .containsExactly("{\"setting\":\"checkpoint.keep\",\"from\":\"3\",\"to\":\"2\"}");
    }

    /** Run folders from before there was a section {@code record} have none; what a run records is no part of it. */
    @Test
    void whatIsRecordedMayChangeWithoutAWord() throws IOException {
        Workshop workshop = new Workshop(home);
        workshop.stopAfter(2);
        workshop.train("run", Workshop.SCRATCH);
        RunFolder folder = workshop.folder("run");
        String begun = Files.readString(folder.runFile());
        assertThat(begun).contains("record:\n  tensorboard: true\n");
        Path old = Files.writeString(home.resolve("old.yaml"), begun.replace("record:\n  tensorboard: true\n", ""));
        assertThat(RunResumption.differences(workshop.run(Workshop.SCRATCH), folder, old, workshop.notes()::add).changes()).isEmpty();

        workshop.resume("run", Workshop.SCRATCH, "record.tensorboard=false");
        assertThat(workshop.notes()).noneMatch(line -> line.startsWith("changed"));
        assertThat(starts(workshop)).hasSize(2).allSatisfy(start -> assertThat(start.get("changes")).isEmpty());
        assertThat(folder.runFile()).content().contains("record:\n  tensorboard: false\n");
    }

    @Test
    void nothingElseChanges() {
        Workshop workshop = new Workshop(home);
        workshop.stopAfter(2);
        workshop.train("run", Workshop.SCRATCH);
        for (String other : List.of("training.batch=8", "training.optimizer.betas=[0.8, 0.95]", "seed=2", "model.hidden=32",
                "training.optimizer.weight-decay=0")) {
            assertRefused(Kind.CONFIGURATION, () -> workshop.resume("run", Workshop.SCRATCH, other))
                    .contains("training.optimizer.lr, training.optimizer.clip");
        }
        assertThat(workshop.notes()).noneMatch(line -> line.startsWith("changed"));
    }

    private static String advised(DivergedException e) {
        return "training.optimizer.lr=" + e.remedy().learningRate();
    }

    @Test
    void theRateAdvisedAfterADivergenceIsTaken() {
        for (String every : List.of("3ba", "19ba")) {
            String folder = "run" + every;
            Workshop failing = new Workshop(home, Workshop.installed(new RecordingEngine().divergingAt(8)));
            DivergedException diverged = catchThrowableOfType(() -> failing.train(folder, Workshop.SCRATCH, "checkpoint.every=" + every),
                    DivergedException.class);
            assertThat(diverged.getMessage()).endsWith(" with a lower training.optimizer.lr");
            assertThat(diverged.remedy()).isEqualTo(new DivergedException.Remedy(home.resolve(folder), false, new BigDecimal("0.001")));

            Workshop again = new Workshop(home);
            assertThat(again.resume(folder, Workshop.SCRATCH, "checkpoint.every=" + every, advised(diverged)).progress().step())
                    .isEqualTo(20);
            assertThat(again.events(StepCompleted.class)).allMatch(step -> step.learningRate() <= 1e-3);
        }
    }

    /** Weights that have grown by 10⁵ a step do not come back at a lower rate. */
    @Test
    void aCheckpointThatIsLostAlreadyIsNotAdvised() {
        Workshop workshop = new Workshop(home);
        DivergedException diverged = catchThrowableOfType(() -> workshop.train("run", Workshop.SCRATCH, "checkpoint.every=1ba",
                "training.optimizer.lr=1e6", "training.optimizer.clip=0", "training.learning-rate.warmup=0%"), DivergedException.class);
        assertThat(diverged.kind()).isEqualTo(Kind.DIVERGED);
        assertThat(diverged.getMessage()).contains("it is its very next step that fails", "start again with a lower training.optimizer.lr");
        assertThat(diverged.remedy().anew()).isTrue();
        assertThat(DivergedException.lost(3, 7, 6.9).orElseThrow()).contains("7.0000 already, above that of guessing (6.9000)");
        assertThat(DivergedException.lost(3, 6.8, 6.9)).isEmpty();
        assertThat(new Workshop(home).train("run-lower-rate", Workshop.SCRATCH, advised(diverged)).progress().step()).isEqualTo(20);
    }
}
