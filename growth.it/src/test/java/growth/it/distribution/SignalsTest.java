package growth.it.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import growth.testing.ForkedProcess;
import growth.testing.ForkedProcess.Ended;
import growth.testing.run.Distribution;
import growth.testing.run.Metrics;
import growth.testing.run.TinyRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A training that is asked to end saves, says how to go on, and going on changes nothing. */
@EnabledOnOs(value = {OS.LINUX, OS.MAC}, disabledReason = "has no signals")
class SignalsTest {

    private static final int STEPS = 400;
    /** More than one of two trainings makes before the other one begins, on a busy machine. */
    private static final int MANY_STEPS = 40_000;
    private static final String RESUME = "  resume:   growth ";

    @TempDir
    private Path folder;

    /** Long enough to be interrupted in the middle; usually before its growth. */
    @BeforeEach
    void writeRun() throws IOException {
        writeRun(STEPS);
    }

    private void writeRun(int steps) throws IOException {
        TinyRun.growing().with("40ba", steps + "ba").with("evaluate: {every: 10ba", "evaluate: {every: 200ba")
                .with("checkpoint: {every: 10ba", "checkpoint: {every: 200ba").write(folder.resolve("run.yaml"));
    }

    private Ended interrupted(String signal, String out) throws IOException, InterruptedException {
        ForkedProcess process = Distribution.in(folder).compiled().start("train", "run.yaml", "--out", out);
        process.await("it trains", () -> Metrics.lastStep(folder.resolve(out)) >= 5);
        process.send(signal);
        return process.end();
    }

    private static String[] resumeCommand(Ended ended) {
        String line = ended.output().lines().filter(text -> text.startsWith(RESUME)).findFirst()
                .orElseThrow(() -> new AssertionError(ended.output()));
        return line.substring(RESUME.length()).split(" ");
    }

    @Test
    void afterSigtermTheRunGoesOnToTheSameNumbers() throws IOException, InterruptedException {
        Ended ended = interrupted("TERM", "stopped").exits(143);
        assertThat(ended.errors()).isEmpty();
        long step = Metrics.lastStep(folder.resolve("stopped"));
        assertThat(step).as("it stopped before its end").isLessThan(STEPS);
        assertThat(ended.output()).contains("saved stopped/checkpoints/step-%08d".formatted(step), "stopped: ");

        Distribution.in(folder).compiled().run(resumeCommand(ended)).succeeds();
        Distribution.in(folder).compiled().run("train", "run.yaml", "--out", "whole").succeeds();

        assertThat(Metrics.of(folder.resolve("stopped"))).isEqualTo(Metrics.of(folder.resolve("whole"))).hasSize(STEPS + 2);
        assertThat(folder.resolve("stopped/checkpoints/step-00000400/model.safetensors"))
                .hasSameBinaryContentAs(folder.resolve("whole/checkpoints/step-00000400/model.safetensors"));
    }

    @Test
    void afterSigintItHasSavedToo() throws IOException, InterruptedException {
        Ended ended = interrupted("INT", "stopped").exits(130);
        assertThat(ended.errors()).isEmpty();
        long step = Metrics.lastStep(folder.resolve("stopped"));
        assertThat(folder.resolve("stopped/checkpoints/step-%08d/state.json".formatted(step))).exists();
        assertThat(resumeCommand(ended)).contains("train", "--resume", "--out", "stopped");
        assertThat(Files.exists(folder.resolve("stopped/checkpoints/step-00000400"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"TERM, 143", "HUP, 129"})
    void trainingsInTheBackgroundOfAShellSaveToo(String signal, int status) throws IOException, InterruptedException {
        writeRun(MANY_STEPS);
        ForkedProcess process = Distribution.in(folder).compiled().start("shell", "-c",
                "train run.yaml --out one & train run.yaml --out two &");
        process.await("both train", () -> Metrics.lastStep(folder.resolve("one")) >= 3 && Metrics.lastStep(folder.resolve("two")) >= 3);
        process.send(signal);
        Ended ended = process.end().exits(status);
        for (String out : new String[] {"one", "two"}) {
            long step = Metrics.lastStep(folder.resolve(out));
            assertThat(step).isLessThan(MANY_STEPS);
            assertThat(folder.resolve(out + "/checkpoints/step-%08d/state.json".formatted(step))).exists();
        }
    }
}
