package growth.runtime.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.training.Progress;
import growth.api.training.TrainingEvent.EvaluationCompleted;
import growth.api.training.TrainingEvent.RunStarted;
import growth.api.training.TrainingEvent.StepCompleted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsFileTest {
    @TempDir
    private Path home;

    private static Progress at(long step, int stage) {
        return new Progress(step, 64 * step, step / 100.0, 1e6 * step, 0.5 * step, 0.01 * step, 3.25, OptionalDouble.empty(), stage);
    }

    private static StepCompleted step(long step, int stage) {
        return new StepCompleted(at(step, stage), 1e-3, 0.75, 128, 2e6);
    }

    @Test
    void everyLineIsAnObjectThatBeginsWithKindAndProgress() throws IOException {
        Path file = home.resolve("metrics.jsonl");
        try (MetricsFile metrics = MetricsFile.begin(file)) {
            metrics.on(step(3, 0));
            // Before the file is closed: whoever follows it sees whole lines.
            JsonNode line = new ObjectMapper().readTree(Files.readAllLines(file).get(0));
            assertThat(line.toString()).startsWith("{\"kind\":\"step\",\"step\":3,\"tokens\":192,\"epochs\":0.03,\"flops\":3000000.0,"
                    + "\"seconds\":1.5,\"stage\":0,"
                    + "\"loss\":3.25,\"lr\":0.001,\"gradient_norm\":0.75,\"tokens_per_second\":128.0,\"flops_per_second\":2000000.0}");
            metrics.on(new EvaluationCompleted(at(3, 0), Double.NaN, 8, 6));
        }
        JsonNode evaluation = new ObjectMapper().readTree(Files.readAllLines(file).get(1));
        assertThat(evaluation.get("loss").isNull()).isTrue();
        assertThat(evaluation.get("scored").asInt()).isEqualTo(8);
        assertThat(evaluation.get("correct").asInt()).isEqualTo(6);
        assertThat(evaluation.get("accuracy").asDouble()).isEqualTo(0.75);
    }

    @Test
    void resumeDropsWhatCameAfterTheCheckpoint() throws IOException {
        Path file = home.resolve("metrics.jsonl");
        try (MetricsFile metrics = MetricsFile.begin(file)) {
            metrics.on(new RunStarted("run", home, false, Progress.none()));
            metrics.on(step(1, 0));
            metrics.on(step(2, 0));
            metrics.on(new EvaluationCompleted(at(2, 1), 3, 9));
            metrics.on(step(3, 1));
        }
        Files.writeString(file, Files.readString(file) + "{\"kind\":\"step\",\"st");
        try (MetricsFile metrics = MetricsFile.resume(file, at(2, 0))) {
            metrics.on(step(3, 0));
        }
        assertThat(Files.readAllLines(file)).extracting(l -> l.replaceAll(".*\"kind\":\"(\\w+)\",\"step\":(\\d+).*", "$1 $2"))
                .containsExactly("start 0", "step 1", "step 2", "step 3");
        assertThat(home).isDirectoryNotContaining(f -> f.getFileName().toString().endsWith(".tmp"));
    }

    @Test
    void fileThatCannotBeWrittenIsOneLine() {
        assertThatThrownBy(() ->
                MetricsFile.begin(home.resolve("nowhere").resolve("metrics.jsonl"))).isInstanceOfSatisfying(GrowthException.class, e -> {
            assertThat(e.kind()).isEqualTo(Kind.CHECKPOINT);
            assertThat(e.getMessage()).contains("metrics.jsonl").doesNotContain("\n");
        });
    }
}
