package growth.shell.process;

import static org.assertj.core.api.Assertions.assertThat;

import growth.shell.process.DetachedStarts.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(value = {OS.LINUX, OS.MAC}, disabledReason = "has no sh")
class DetachedStartsTest {
    @TempDir
    private Path home;

    private DetachedStarts program(String... lines) throws IOException {
        Path script = home.resolve("growth");
        Files.writeString(script, "#!/bin/sh\nfor output; do :; done\n" + String.join("\n", lines) + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return new DetachedStarts(script);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(home)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void returnsWhenTheRunHasBegunAndLeavesTheProcessAlone() throws IOException, InterruptedException {
        Path folder = home.resolve("runs/one");
        DetachedStarts starts = program("cut -d ' ' -f 6 /proc/$$/stat > session 2> /dev/null; mkdir -p runs/one",
                "mv \"$output\" runs/one/output.txt", "echo later", "read line; echo \"read '$line'\"; exec sleep 60");
        Outcome outcome = starts.start(List.of("train"), home, folder, () -> false);
        ProcessHandle process = ProcessHandle.of(outcome.pid()).orElseThrow();
        try {
            assertThat(outcome.status()).isEmpty();
            assertThat(process.isAlive()).isTrue();
            String session = Files.readString(home.resolve("session")).strip();
            assertThat(session).as("a session of its own, on Linux").isIn("", Long.toString(outcome.pid()));
            while (!Files.readString(folder.resolve("output.txt")).endsWith("read ''\n")) {
                Thread.sleep(10);
            }
            assertThat(folder.resolve("output.txt")).hasContent("later\nread ''\n");
            assertThat(files()).containsExactly("growth", "runs", "session");
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void handsOnWhatAProcessSaidThatEndedBefore() throws IOException {
        Outcome outcome = program("echo 'growth: no' >&2; exit 4").start(List.of("train"), home, home.resolve("run"), () -> false);
        assertThat(outcome.status()).contains(4);
        assertThat(outcome.output()).isEqualTo("growth: no\n");
        assertThat(files()).containsExactly("growth");
    }

    @Test
    void aProcessThatNobodyWantsAnyMoreIsEnded() throws IOException {
        Outcome outcome = program("exec sleep 60").start(List.of("train"), home, home.resolve("run"), () -> true);
        assertThat(outcome.status()).isPresent();
        assertThat(ProcessHandle.of(outcome.pid()).filter(ProcessHandle::isAlive)).isEqualTo(Optional.empty());
        assertThat(files()).containsExactly("growth");
    }
}
