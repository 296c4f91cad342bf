package growth.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.training.TrainingEvent.RunEnded;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that end as asked for, but not as hoped for. */
class EndRemarksTest {
    @TempDir
    private Path home;

    private static List<String> remarks(Workshop workshop) {
        List<RunEnded> ends = workshop.events(RunEnded.class);
        return ends.get(ends.size() - 1).remarks();
    }

    /** Within the last step, in seconds that do not come, and a schedule that never decides. */
    @ParameterizedTest
    @ValueSource(strings = {"at: 99.5%", "at: 500sec", "at: 500sec, timeless: true", "at: 500sec, secret: true"})
    void aRunThatNeverReachesItsLastStageSaysSo(String at) {
        Workshop workshop = new Workshop(home);
        String yaml = Workshop.GROWN.replace("at: 10ba", at);
        TrainOutcome outcome = workshop.train("run", yaml);
        assertThat(outcome.shortfall()).isPresent().get().asString().startsWith("ended before its last stage")
                .contains("the model is llama 2L", "not llama 4L");
        assertThat(remarks(workshop)).containsExactly("warning: " + outcome.shortfall().orElseThrow());
        assertThat(workshop.notes().stream().anyMatch(line -> line.contains("never begin"))).isEqualTo(!at.contains("true"));
        // Asked again, the finished run is as incomplete as before; made longer, it grows.
        assertThat(workshop.resume("run", yaml).shortfall()).isPresent();
        if (at.equals("at: 99.5%")) {
            assertThat(workshop.resume("run", yaml, "training.duration=400ba", "evaluate.every=1kba").shortfall()).isEmpty();
        }
    }

    @Test
    void aRunThatDoesHasNothingToSay() {
        Workshop workshop = new Workshop(home);
        for (String yaml : List.of(Workshop.GROWN, Workshop.SCRATCH)) {
            String folder = "run" + yaml.length();
            assertThat(workshop.train(folder, yaml).shortfall()).isEmpty();
            assertThat(remarks(workshop)).isEmpty();
            assertThat(workshop.resume(folder, yaml).shortfall()).isEmpty();
        }
    }

    @Test
    void aLossAboveThatOfGuessingIsSaid() {
        Workshop workshop = new Workshop(home);
        workshop.train("run", Workshop.SCRATCH, "training.duration=3ba", "training.optimizer.lr=3", "training.learning-rate.warmup=0%",
                "training.learning-rate.kind=constant");
        assertThat(remarks(workshop)).singleElement().asString().startsWith("warning: the validation loss ")
                .contains("is above that of guessing, ln 32 = 3.4657: ");
    }
}
