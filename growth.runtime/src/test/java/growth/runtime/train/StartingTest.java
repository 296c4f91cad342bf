package growth.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.GrowthException;
import growth.api.training.TrainingEvent.EvaluationCompleted;
import growth.api.training.TrainingEvent.StageStarted;
import growth.formats.safetensors.SafetensorsFile;
import growth.runtime.checkpoint.Checkpoint;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Runs that start from a checkpoint. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StartingTest {
    private static final String CONSTANT = "training.learning-rate={kind: constant, warmup: 0ba}";
    private Path start;
    private double lastLoss;

    @BeforeAll
    void trainFirst(@TempDir Path folder) {
        Workshop workshop = new Workshop(folder);
        start = workshop.train("first", Workshop.SCRATCH, "training.duration=6ba", "training.averages=[0.9]", CONSTANT).checkpoint()
                .orElseThrow();
        lastLoss = workshop.events(EvaluationCompleted.class).get(0).loss();
    }

    private String from() {
        return "model.start=" + start;
    }

    @Test
    void theLossOfTheStartIsMeasuredBeforeTheFirstStep(@TempDir Path home) {
        Workshop workshop = new Workshop(home);
        workshop.train("run", Workshop.SCRATCH, from(), "training.duration=2ba");
        EvaluationCompleted first = workshop.events(EvaluationCompleted.class).get(0);
        assertThat(first.progress().step()).isZero();
        assertThat(first.loss()).isEqualTo(lastLoss);
        Workshop random = new Workshop(home);
        random.train("random", Workshop.SCRATCH, "training.duration=2ba");
        assertThat(random.events(EvaluationCompleted.class)).hasSize(1);
    }

    @Test
    void aStartThatIsNeverBeatenIsTheBest(@TempDir Path home) {
        Workshop workshop = new Workshop(home, Workshop.installed(new RecordingEngine().scoring(step -> 1 + step)));
        assertThat(workshop.train("run", Workshop.SCRATCH, from(), "checkpoint.keep-best=true", "checkpoint.keep=1").best()).contains(
                workshop.folder("run").checkpoints().resolve("step-00000000"));
    }

    /** With constant rate and endless data from the same place, a run that carries the optimizer goes on like the one it comes from. */
    @Test
    void theOptimizerGoesOnIfAskedTo(@TempDir Path home) {
        Map<String, Long> carried = steps(home, "carry");
        Map<String, Long> reset = steps(home, "reset");
        assertThat(carried.values()).containsOnly(8L);
        assertThat(reset.values()).containsOnly(2L);
        assertThat(reset.keySet()).isEqualTo(carried.keySet());
    }

    private Map<String, Long> steps(Path home, String policy) {
        Workshop workshop = new Workshop(home);
        Path saved = workshop.train(policy, Workshop.SCRATCH, from(), "model.start-optimizer=" + policy, "training.duration=2ba", CONSTANT,
                "training.averages=[0.9, 0.99]").checkpoint().orElseThrow();
        try (SafetensorsFile file = SafetensorsFile.open(saved.resolve("optimizer.safetensors"))) {
            assertThat(file.names()).contains("average/0.9/model.norm.weight", "average/0.99/model.norm.weight");
        }
        var model = Checkpoint.open(saved).model();
        Map<String, Long> steps = model.optimizer().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().steps()));
        model.close();
        return steps;
    }

    private static void refused(Path home, String words, String... overrides) {
        Workshop workshop = new Workshop(home);
        assertThatThrownBy(() -> workshop.train("refused", Workshop.SCRATCH, overrides)).isInstanceOf(GrowthException.class)
                .hasMessageContaining(words);
        assertThat(workshop.folder("refused").path()).doesNotExist();
    }

    @Test
    void anOptimizerThatIsNotThereOrOfAnotherKindIsRefused(@TempDir Path home) {
        refused(home, "no model.start", "model.start-optimizer=carry");
        refused(home, "trained with adamw", from(), "model.start-optimizer=carry", "training.optimizer.kind=muon");
    }

    @Test
    void whatIsNotSaidToLearnStaysToTheBit(@TempDir Path home) {
        Workshop workshop = new Workshop(home);
        workshop.stopAfter(2);
        String[] settings = {from(), "training.duration=4ba", "training.trains={embedding: false, layers: [1], head: true}"};
        workshop.train("run", Workshop.SCRATCH, settings);
        Path saved = workshop.resume("run", Workshop.SCRATCH, settings).checkpoint().orElseThrow();
        assertThat(workshop.events(StageStarted.class)).allSatisfy(stage -> assertThat(stage.trainable().layers()).contains(List.of(1)));
        var before = Checkpoint.open(start).model();
        var after = Checkpoint.open(saved).model();
        before.parameters().forEach((name, values) -> assertThat(after.parameters().get(name).equals(values)).as(name)
                .isEqualTo(!name.contains("layers.1.") && !name.equals("model.norm.weight") && !name.equals("lm_head.weight")));
        before.close();
        after.close();
    }

    @Test
    void partsThatTheModelHasNotAreRefused(@TempDir Path home) {
        refused(home, "no layer 2", "training.trains={layers: [0, 2]}");
        refused(home, "0.5 is not a layer", "training.trains={layers: [0.5]}");
        refused(home, "nothing would learn", "training.trains={embedding: false, layers: [], head: false}");
        refused(home, "tied", "model.tied=true", "training.trains={embedding: false}");
        Workshop workshop = new Workshop(home);
        assertThatThrownBy(() -> workshop.run(Workshop.GROWN, "training.trains={layers: [0]}")).hasMessageContaining("growth.trains");
    }
}
