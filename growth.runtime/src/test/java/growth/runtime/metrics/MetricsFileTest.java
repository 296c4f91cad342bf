package growth.runtime.metrics;

import static growth.runtime.fake.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import growth.api.GrowthException.Kind;
import growth.api.suite.Estimate;
import growth.api.suite.SuiteResult;
import growth.api.suite.TaskScore;
import growth.api.training.Progress;
import growth.api.training.TrainingEvent.EvaluationCompleted;
import growth.api.training.TrainingEvent.RunStarted;
import growth.api.training.TrainingEvent.StepCompleted;
import growth.api.training.TrainingEvent.SuiteScored;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MetricsFileTest {
    @TempDir
    private Path home;
    private final List<String> notes = new ArrayList<>();

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
    void aSuiteHasALineForEachTask() throws IOException {
        Path file = home.resolve("metrics.jsonl");
        Estimate loss = new Estimate(1.5, 0.25);
        TaskScore one = new TaskScore("one", 20, 5, new Estimate(0.75, 0.1), loss, new Estimate(3, 0.5), Optional.empty(),
                OptionalDouble.of(0.2), new TaskScore.Cost(0.5, 1e6));
        TaskScore two = new TaskScore("two", 1, 0, new Estimate(1, Double.NaN), loss, loss, Optional.of(new Estimate(0.5, 0.5)),
                OptionalDouble.empty(), new TaskScore.Cost(0.25, 2e6));
        try (MetricsFile metrics = MetricsFile.begin(file)) {
            metrics.on(new SuiteScored(at(3, 1), new SuiteResult("some", List.of(one, two))));
        }
        assertThat(Files.readAllLines(file)).containsExactly(
                "{\"kind\":\"suite\",\"step\":3,\"tokens\":192,\"epochs\":0.03,\"flops\":3000000.0,\"seconds\":1.5,\"stage\":1,"
                + "\"suite\":\"some\",\"task\":\"one\",\"examples\":20,\"shots\":5,\"exact_match\":0.75,\"exact_match_stderr\":0.1,"
                + "\"loss\":1.5,\"loss_stderr\":0.25,\"answer_loss\":3.0,\"answer_loss_stderr\":0.5,\"chance\":0.2,"
                + "\"took_seconds\":0.5,\"took_flops\":1000000.0}",
                "{\"kind\":\"suite\",\"step\":3,\"tokens\":192,\"epochs\":0.03,\"flops\":3000000.0,\"seconds\":1.5,\"stage\":1,"
                + "\"suite\":\"some\",\"task\":\"two\",\"examples\":1,\"shots\":0,\"exact_match\":1.0,\"exact_match_stderr\":null,"
                + "\"loss\":1.5,\"loss_stderr\":0.25,\"answer_loss\":1.5,\"answer_loss_stderr\":0.25,\"choice\":0.5,"
                + "\"choice_stderr\":0.5,\"chance\":null,\"took_seconds\":0.25,\"took_flops\":2000000.0}");
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
        try (MetricsFile metrics = MetricsFile.resume(file, at(2, 0), notes::add)) {
            metrics.on(step(3, 0));
        }
        assertThat(Files.readAllLines(file)).extracting(l -> l.replaceAll(".*\"kind\":\"(\\w+)\",\"step\":(\\d+).*", "$1 $2"))
                .containsExactly("start 0", "step 1", "step 2", "step 3");
        assertThat(home).isDirectoryNotContaining(f -> f.getFileName().toString().endsWith(".tmp"));
    }

    /** What a crash, an editor or another system may leave behind two good lines. */
    static Stream<Arguments> tails() {
        byte[] half = "{\"kind\":\"growth\",\"step\":2,\"map\":\"layers 3 \u2192".getBytes(StandardCharsets.UTF_8);
        byte[] noise = new byte[3000];
        new Random(5).nextBytes(noise);
        return Stream.of(
                Arguments.of("half a line", "{\"kind\":\"step\",\"st".getBytes(StandardCharsets.UTF_8)),
                Arguments.of("half a character", Arrays.copyOf(half, half.length - 1)),
                Arguments.of("zeros", new byte[4096]),
                Arguments.of("zeros and a line's end", Arrays.copyOf("\0\0\0\n".getBytes(StandardCharsets.UTF_8), 4)),
                Arguments.of("noise", noise),
                Arguments.of("a text", "Killed\n".getBytes(StandardCharsets.UTF_8)),
                Arguments.of("other JSON", "{}\n[1, 2]\n3\n".getBytes(StandardCharsets.UTF_8)),
                Arguments.of("two lines in one", "{\"kind\":\"step\",\"step\":1}{\"kind\":\"step\",\"step\":2}\n"
                        .getBytes(StandardCharsets.UTF_8)));
    }

    private Path twoSteps() {
        Path file = home.resolve("metrics.jsonl");
        try (MetricsFile metrics = MetricsFile.begin(file)) {
            metrics.on(step(1, 0));
            metrics.on(step(2, 0));
        }
        return file;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tails")
    void brokenTailsAreLeftOutAndSaidSo(String name, byte[] tail) throws IOException {
        Path file = twoSteps();
        byte[] good = Files.readAllBytes(file);
        Files.write(file, tail, StandardOpenOption.APPEND);
        MetricsFile.resume(file, at(2, 0), notes::add).close();
        assertThat(file).hasBinaryContent(good);
        assertThat(notes).singleElement().asString().contains("metrics.jsonl", "broken").doesNotContain("\n");
    }

    @Test
    void lineThatLacksNothingButItsEndIsKeptAndSoAreOtherLineEnds() throws IOException {
        Path file = twoSteps();
        String good = Files.readString(file);
        for (String same : List.of(good.stripTrailing(), good.replace("\n", "\r\n"), "\uFEFF" + good, good)) {
            Files.writeString(file, same);
            MetricsFile.resume(file, at(2, 0), notes::add).close();
            assertThat(file).hasContent(good);
        }
        assertThat(notes).isEmpty();
    }

    @Test
    void missingStepsAreSaid() throws IOException {
        Path file = twoSteps();
        MetricsFile.resume(file, at(5, 0), notes::add).close();
        assertThat(notes).singleElement().asString().contains("steps 3 to 5");
        for (Runnable loss : List.<Runnable>of(() -> empty(file), () -> assertThat(file.toFile().delete()).isTrue())) {
            notes.clear();
            loss.run();
            MetricsFile.resume(file, at(2, 0), notes::add).close();
            assertThat(notes).singleElement().asString().contains("steps 1 to 2");
        }
    }

    private static void empty(Path file) {
        try {
            Files.write(file, new byte[0]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void fileThatCannotBeWrittenIsOneLine() {
        assertRefused(Kind.CHECKPOINT, () -> MetricsFile.begin(home.resolve("nowhere/metrics.jsonl"))).contains("metrics.jsonl");
    }
}
