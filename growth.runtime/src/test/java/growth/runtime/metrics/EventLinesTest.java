package growth.runtime.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.training.Classes;
import growth.api.training.EndFacts;
import growth.api.training.Progress;
import growth.api.training.Score;
import growth.api.training.Took;
import growth.api.training.TrainingEvent;
import growth.api.training.TrainingEvent.CheckpointSaved;
import growth.api.training.TrainingEvent.EvaluationCompleted;
import growth.api.training.TrainingEvent.RunEnded;
import growth.api.training.TrainingEvent.RunEnded.Outcome;
import growth.api.training.TrainingEvent.RunStarted;
import growth.api.training.TrainingEvent.StepCompleted;
import growth.runtime.folder.RunFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventLinesTest {
    private static final RunFolder FOLDER = new RunFolder(Path.of("/runs/a b"));
    private static final Progress HERE = new Progress(7, 4096, 1 / 3.0, 1e15 / 7, 0.1 + 0.2, 2 / 3.0, Math.PI,
            OptionalDouble.of(Math.E), 2);
    private static final Progress FIRST = new Progress(0, 0, 0, 0, 0, 0, Double.NaN, OptionalDouble.empty(), 0);

    static List<TrainingEvent> events() {
        return List.of(new RunStarted("näme \"x\"", FOLDER.path(), true, HERE), new RunStarted("n", FOLDER.path(), false, FIRST),
                new StepCompleted(HERE, 1e-3 / 3, 0.7, 128.5, 2e6), new StepCompleted(HERE, 1e-3, Double.NaN, 1, 2),
                new EvaluationCompleted(HERE, new Score(1.5, 100, 20, OptionalDouble.of(2.25)),
                        Map.of("other", new Score(2.5, 10, 2, OptionalDouble.empty())), Took.of(1.25, 3e9), Optional.empty()),
                new EvaluationCompleted(HERE, new Score(1.5, 4, 3, OptionalDouble.empty()), Map.of(), Took.UNKNOWN,
                        Optional.of(new Classes(0.75, new Classes.Top(5, 1), new Classes.Averages(0.5, 0.25, 0.125), List.of("a", "b"),
                                List.of(List.of(2L, 0L), List.of(1L, 1L))))),
                new CheckpointSaved(HERE, FOLDER.checkpoints().resolve("step-00000007"), 0.25),
                new RunEnded(HERE, Outcome.STOPPED),
                new RunEnded(HERE, Outcome.FINISHED, List.of("a remark", "another"), Optional.of(new EndFacts(
                        new EndFacts.Length("240ktok", 1, OptionalDouble.of(1e12), Optional.of(2), Optional.empty()),
                        new EndFacts.Ramps(1, 0.5), new EndFacts.Copies(OptionalDouble.of(0.1), true, List.of("w")),
                        new EndFacts.Guessing(5.5, OptionalDouble.of(3), false)))));
    }

    @ParameterizedTest
    @MethodSource("events")
    void anEventThatIsPrintedIsReadBackToTheBit(TrainingEvent event) {
        List<String> lines = EventLines.of(event);
        assertThat(lines).hasSize(1);
        assertThat(lines.get(0)).doesNotContain("\n");
        assertThat(EventLines.event(lines.get(0), FOLDER)).contains(event);
    }

    @Test
    void aLineIsThatOfTheRecordWithMoreBehind() {
        String record = MetricsLine.of(new StepCompleted(HERE, 1e-3, 0.5, 1, 2)).orElseThrow().toString();
        assertThat(EventLines.of(new StepCompleted(HERE, 1e-3, 0.5, 1, 2)).get(0))
                .startsWith(record.substring(0, record.length() - 1) + ",\"progress\":{\"share\":");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a text", "{", "[]", "{\"kind\":\"step\",\"step\":3}", "{\"kind\":\"new\",\"step\":3,\"progress\":{}}",
        "{\"kind\":\"step\",\"step\":3,\"loss\":\"x\",\"progress\":{}}", "{\"kind\":\"step\",\"step\":3,\"progress\":{\"share\":\"x\"}}"})
    void whatIsNoEventIsNone(String line) {
        assertThat(EventLines.event(line, FOLDER)).isEmpty();
    }
}
