package growth.runtime.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.training.TrainingEvent.RunEnded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTailTest {
    private static final String AT = "\"tokens\": 64, \"epochs\": 0.5, \"flops\": 1e3, \"seconds\": 1.0, \"stage\": 0";
    @TempDir
    private Path folder;

    private Path record(int steps, String last) throws IOException {
        StringBuilder text = new StringBuilder("{\"kind\": \"start\", \"step\": 0, " + AT + ", \"name\": \"x\", \"resumed\": false}\n");
        for (int i = 1; i <= steps; i++) {
            text.append("{\"kind\": \"step\", \"step\": ").append(i).append(", ").append(AT).append(", \"loss\": ").append(i).append("}\n");
        }
        return Files.writeString(folder.resolve("metrics.jsonl"), text + last);
    }

    @Test
    void theEndOfALongRecordTellsWhatTheWholeTells() throws IOException {
        Path file = record(5000, "{\"kind\": \"end\", \"step\": 5000, " + AT + ", \"outcome\": \"stopped\"}\n");
        RunMetrics tail = MetricsTail.read(file).orElseThrow();
        RunMetrics whole = RunMetrics.read(file);
        assertThat(Files.size(file)).isGreaterThan(7 << 16);
        assertThat(tail.steps().size()).isBetween(100, 1000);
        assertThat(tail.last()).isEqualTo(whole.last());
        assertThat(tail.end()).isEqualTo(whole.end());
        assertThat(tail.end().orElseThrow().outcome()).isEqualTo(RunEnded.Outcome.STOPPED);
        assertThat(tail.remarks()).isEmpty();
        assertThat(tail.starts()).isEmpty();
    }

    @Test
    void aShortRecordIsReadWholeAndALineThatIsBeingWrittenIsLeft() throws IOException {
        RunMetrics tail = MetricsTail.read(record(3, "{\"kind\": \"step\", \"st")).orElseThrow();
        assertThat(tail.steps().size()).isEqualTo(3);
        assertThat(tail.starts()).hasSize(1);
        assertThat(tail.end()).isEmpty();
        assertThat(MetricsTail.read(folder.resolve("none"))).isEmpty();
    }

    @Test
    void aVeryLongLastLineIsReadToItsBeginningAndAStepBeforeIt() throws IOException {
        Path file = record(50, "{\"kind\": \"evaluation\", \"step\": 50, " + AT + ", \"loss\": 2.5, \"note\": \""
                + "x".repeat(3000) + "\"}\n");
        RunMetrics tail = MetricsTail.read(file, 100).orElseThrow();
        assertThat(tail.steps().size()).isPositive();
        assertThat(tail.evaluations()).singleElement().satisfies(e -> assertThat(e.loss()).isEqualTo(2.5));
    }
}
