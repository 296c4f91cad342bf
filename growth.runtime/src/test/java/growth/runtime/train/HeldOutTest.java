package growth.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import growth.api.GrowthException;
import growth.api.training.TrainingEvent.EvaluationCompleted;
import growth.api.training.TrainingEvent.GrowthCompleted;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What evaluations measure does not depend on how a run computes. */
class HeldOutTest {
    /** A rate so small that training changes nothing that counts, so that runs of any batch measure the same model. */
    private static final String STILL = Workshop.GROWN.replace("lr: 1e-2", "lr: 1e-30, weight-decay: 0")
            .replace("tokens: 64", "every: 1ba, tokens: 100");

    @TempDir
    Path temp;

    private record Measured(List<Double> losses, List<Long> scored, double before, double after) {
    }

    private Measured measured(String... overrides) throws Exception {
        Workshop workshop = new Workshop(Files.createTempDirectory(temp, "run"));
        workshop.train("runs", STILL, overrides);
        List<EvaluationCompleted> events = workshop.events(EvaluationCompleted.class);
        var report = workshop.events(GrowthCompleted.class).get(0).report();
        return new Measured(events.stream().map(EvaluationCompleted::loss).toList(),
                events.stream().map(EvaluationCompleted::scored).toList(), report.effect().lossBefore(), report.effect().lossAfter());
    }

    @Test
    void theSameLabelsForAnyBatchAccumulationAndWorkers() throws Exception {
        Measured usual = measured();
        assertThat(usual.scored()).as("100 tokens are 13 windows of 8").containsOnly(104L);
        for (String[] other : new String[][] {{"training.batch=16"}, {"training.batch=6", "training.accumulation=6"},
            {"training.batch=12", "training.accumulation=4"}, {"training.workers=2"}, {"training.batch=5", "training.workers=3"}}) {
            Measured now = measured(other);
            assertThat(now.scored()).as(String.join(" ", other)).isEqualTo(usual.scored());
            for (int i = 0; i < usual.losses().size(); i++) {
                assertThat(now.losses().get(i)).as(String.join(" ", other)).isCloseTo(usual.losses().get(i), within(2e-6));
            }
            assertThat(now.before()).isCloseTo(usual.before(), within(2e-6));
            assertThat(now.after()).isCloseTo(usual.after(), within(2e-6));
        }
    }

    @Test
    void dataWithoutAnEndAreNotTakenWhole() {
        assertThatThrownBy(() -> new Workshop(temp).train("runs", Workshop.SCRATCH.replace("tokens: 64", "tokens: all")))
                .isInstanceOf(GrowthException.class)
                .hasMessageEndingWith("data: the validation data of 'pattern' have no end; write a number instead of all at"
                        + " evaluate.tokens");
    }
}
