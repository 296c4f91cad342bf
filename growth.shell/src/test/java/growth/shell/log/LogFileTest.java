package growth.shell.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.GrowthException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {
    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00.5Z");
    private static final String STAMP = "2026-11-26T12:00:00.500Z ";
    @TempDir
    private Path folder;
    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("log.txt");
    }

    private LogFile open(LogLimits limits) {
        return LogFile.open(file, limits, () -> NOON);
    }

    @Test
    void everyLineHasTimeAndLevelAndIsThereAtOnce() throws IOException {
        try (LogFile log = open(LogLimits.USUAL)) {
            log.out().println("step 1 ä\nwarning: hot");
            log.out().print("not whole");
            log.error("gone");
            assertThat(Files.readString(file)).isEqualTo(STAMP + "INFO  step 1 ä\n" + STAMP + "WARN  hot\n" + STAMP + "ERROR gone\n");
        }
        try (LogFile log = open(LogLimits.USUAL)) {
            log.out().println("again");
        }
        assertThat(Files.readAllLines(file)).hasSize(4).last().isEqualTo(STAMP + "INFO  again");
    }

    @Test
    void whatLibrariesLogIsInItWhileItIsOpen() throws IOException {
        Logger library = Logger.getLogger("some.library");
        for (Handler console : Logger.getLogger("").getHandlers()) {
            console.setFilter(record -> !library.getName().equals(record.getLoggerName()));
        }
        try (LogFile log = open(LogLimits.USUAL)) {
            library.log(Level.WARNING, "slow {0}", 7);
            library.log(Level.SEVERE, "broken", new IOException("pipe"));
            library.fine("not let through");
        }
        library.warning("too late");
        assertThat(Files.readAllLines(file)).startsWith(STAMP + "WARN  some.library: slow 7", STAMP + "ERROR some.library: broken",
                STAMP + "ERROR java.io.IOException: pipe").noneMatch(line -> line.contains("late") || line.contains("let"));
    }

    @Test
    void oldPartsAreKeptAndTheOldestGoes() throws IOException {
        LogLimits limits = new LogLimits(90, 3);
        for (int start = 0; start < 2; start++) {
            try (LogFile log = open(limits)) {
                for (int i = 0; i < 10; i++) {
                    log.out().println("line " + (10 * start + i));
                }
            }
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(f -> f.getFileName().toString())).containsExactlyInAnyOrder("log.txt", "log.txt.1", "log.txt.2");
        }
        List<String> left = new ArrayList<>();
        for (String name : List.of("log.txt.2", "log.txt.1", "log.txt")) {
            assertThat(folder.resolve(name)).as(name).satisfies(f -> assertThat(Files.size(f)).isLessThanOrEqualTo(90));
            left.addAll(Files.readAllLines(folder.resolve(name)));
        }
        assertThat(left.stream().map(line -> line.substring(STAMP.length() + 6))).containsExactly("line 14", "line 15", "line 16",
                "line 17", "line 18", "line 19");
    }

    @Test
    void aSingleFileBeginsAnew() throws IOException {
        try (LogFile log = open(new LogLimits(80, 1))) {
            log.out().println("a long line that fills it\nb");
            log.out().println("c long line that fills it as well\nd");
        }
        assertThat(Files.readString(file)).isEqualTo(STAMP + "INFO  d\n");
    }

    @Test
    void twoTrainingsDoNotWriteIntoOneFile() {
        try (LogFile log = open(LogLimits.USUAL)) {
            assertThatThrownBy(() -> open(LogLimits.USUAL)).isInstanceOf(GrowthException.class).hasMessageContaining("a file of its own");
        }
        open(LogLimits.USUAL).close();
    }

    @Test
    void whatCannotBeWrittenEndsTheLogAndNothingElse() throws IOException {
        List<String> troubles = new ArrayList<>();
        try (RotatingFile log = RotatingFile.open(file, new LogLimits(60, 2), () -> NOON, troubles::add)) {
            log.line(LogLevel.INFO, "one");
            Files.createDirectories(folder.resolve("log.txt.1/not empty"));
            log.line(LogLevel.INFO, "two, for which there is no room");
            log.line(LogLevel.INFO, "three");
        }
        assertThat(troubles).singleElement().asString().startsWith(file + ": cannot be written: ").endsWith("the training does not");
        assertThat(Files.readAllLines(file)).containsExactly(STAMP + "INFO  one");
    }
}
