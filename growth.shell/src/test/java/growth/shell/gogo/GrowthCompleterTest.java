package growth.shell.gogo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.felix.service.command.CommandSession;
import org.jline.reader.Candidate;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.Parser.ParseContext;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrowthCompleterTest {
    @TempDir
    private Path folder;
    private final Commands commands = new Commands();
    private CommandSession session;
    private LineReader reader;

    @BeforeEach
    void open() throws IOException {
        Files.createFile(folder.resolve("run.yaml"));
        Files.createDirectory(folder.resolve("runs"));
        session = commands.processor.createSession(new ByteArrayInputStream(new byte[0]), new ByteArrayOutputStream(),
                new ByteArrayOutputStream());
        session.currentDir(folder);
        reader = LineReaderBuilder.builder().terminal(new DumbTerminal(new ByteArrayInputStream(new byte[0]), new ByteArrayOutputStream()))
                .build();
    }

    @AfterEach
    void close() {
        session.close();
        commands.close();
    }

    /** Returns what is offered at the end of the line and begins as its last word does. */
    private List<String> offered(String line) {
        List<Candidate> candidates = new ArrayList<>();
        var parsed = new LineParser().parse(line, line.length(), ParseContext.COMPLETE);
        new GrowthCompleter(session, commands.runner).complete(reader, parsed, candidates);
        return candidates.stream().map(Candidate::value).filter(v -> v.startsWith(parsed.word())).toList();
    }

    @Test
    void commandsWithAndWithoutScope() {
        assertThat(offered("")).containsExactlyInAnyOrder("say", "fail", "wait", "exit");
        assertThat(offered("s")).containsExactly("say");
        assertThat(offered("growth:")).containsExactlyInAnyOrder("growth:say", "growth:fail", "growth:wait");
        assertThat(offered("growth s")).containsExactly("say");
    }

    @Test
    void functionsOfOthersOnlyWhereAskedFor() {
        assertThat(offered("gr")).contains("greet");
        assertThat(offered("other:")).containsExactly("other:greet");
        assertThat(offered("")).doesNotContain("greet");
    }

    @Test
    void optionsOnceEach() {
        assertThat(offered("say --")).contains("--tone", "--names", "--file", "--help");
        assertThat(offered("growth say --to")).containsExactly("--tone");
        assertThat(offered("say -t LOUD --")).doesNotContain("--tone");
        assertThat(offered("say --names ada --")).contains("--names");
    }

    @Test
    void valuesOfOptionsAndParameters() {
        assertThat(offered("say ")).containsExactly("hello", "help");
        assertThat(offered("growth:say hell")).containsExactly("hello");
        assertThat(offered("say --tone ")).containsExactly("LOUD", "SOFT");
        assertThat(offered("say --names a")).containsExactly("ada", "alan");
        assertThat(offered("say --names ada,al")).containsExactly("ada,alan");
    }

    @Test
    void filesAndFolders() {
        assertThat(offered("say --file r")).containsExactlyInAnyOrder("run.yaml", "runs/");
        assertThat(offered("say --dir r")).containsExactly("runs/");
        assertThat(offered("cat run.")).containsExactly("run.yaml");
    }

    @Test
    void afterAPipeAnotherCommandBegins() {
        assertThat(offered("say hello | fa")).containsExactly("fail");
    }
}
