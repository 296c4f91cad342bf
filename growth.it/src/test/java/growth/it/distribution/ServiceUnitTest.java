package growth.it.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import growth.testing.ForkedProcess;
import growth.testing.run.Distribution;
import growth.testing.run.Metrics;
import growth.testing.run.TinyRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The unit of the examples: its command line, in its environment, begins, saves on SIGTERM and resumes. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "has no systemd")
class ServiceUnitTest {
    private static final int STEPS = 200;

    @TempDir
    private Path folder;

    private static List<String> settings(String name) throws IOException {
        return Files.readAllLines(Path.of("../examples/operations/growth@.service")).stream().filter(line -> line.startsWith(name + "="))
                .map(line -> line.substring(name.length() + 1)).toList();
    }

    private ForkedProcess start() throws IOException {
        Path home = Distribution.in(folder).home();
        Path state = Files.createDirectories(folder.resolve("state"));
        List<String> command = new ArrayList<>();
        for (String word : settings("ExecStart").get(0).split(" ")) {
            command.add(word.replace("/opt/growth", home.toString()).replace("%i", "tiny"));
        }
        ProcessBuilder builder = new ProcessBuilder(command).directory(state.toFile());
        builder.environment().clear();
        for (String pair : settings("Environment").get(0).split(" ")) {
            builder.environment().put(pair.split("=")[0], pair.split("=")[1].replace("/var/lib/growth", state.toString())
                    .replace("/var/cache/growth", folder.resolve("cache").toString()));
        }
        builder.environment().put("PATH", System.getenv("PATH"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        String libraries = System.getProperty("org.bytedeco.javacpp.cachedir", "");
        if (!libraries.isEmpty() && !libraries.contains(" ")) {
            // unpacking them takes longer than the whole test
            builder.environment().put("JAVA_OPTS", "-Dorg.bytedeco.javacpp.cachedir=" + libraries);
        }
        return ForkedProcess.start(builder, folder);
    }

    @Test
    void theSameCommandBeginsAndResumes() throws IOException, InterruptedException {
        TinyRun.growing().with("40ba", STEPS + "ba").with("evaluate: {every: 10ba", "evaluate: {every: 100ba")
                .with("checkpoint: {every: 10ba", "checkpoint: {every: 100ba")
                .write(Files.createDirectories(folder.resolve("state")).resolve("tiny.yaml"));
        Path run = folder.resolve("state/runs/tiny");
        ForkedProcess process = start();
        process.await("it trains", () -> Metrics.lastStep(run) >= 5);
        process.send("TERM");
        process.end().exits(143);
        assertThat(settings("SuccessExitStatus").get(0).split(" ")).contains("143");
        assertThat(settings("RestartPreventExitStatus").get(0).split(" ")).containsExactly("2", "3", "4", "5", "7");
        assertThat(settings("MemoryDenyWriteExecute")).containsExactly("no");
        long stopped = Metrics.lastStep(run);
        assertThat(stopped).isLessThan(STEPS);

        assertThat(start().end().exits(0).output()).contains(" at step " + stopped + " in runs/tiny", "done: ");
        assertThat(start().end().exits(0).output()).as("a service of a finished run ends at once").contains("is finished");
        assertThat(Files.readString(run.resolve("log.txt"))).contains(" INFO  stopped: ", " INFO  resumed ", " INFO  done: ");
    }

    @Test
    void theImageNamesNoHostAndRunsAsAUserOfItsOwn() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("../examples/operations/Containerfile"));
        assertThat(lines.stream().filter(line -> line.startsWith("FROM "))).hasSize(2)
                .allMatch(line -> line.startsWith("FROM eclipse-temurin:17"));
        assertThat(lines).contains("USER 10001:10001", "STOPSIGNAL SIGTERM", "ENTRYPOINT [\"/opt/growth/bin/growth\"]");
    }
}
