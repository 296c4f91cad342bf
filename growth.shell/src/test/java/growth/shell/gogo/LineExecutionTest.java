package growth.shell.gogo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.felix.service.command.CommandSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LineExecutionTest {
    private final Commands commands = new Commands();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final CommandSession session = commands.processor.createSession(new ByteArrayInputStream(new byte[0]), print(out), print(err));

    private static PrintStream print(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private int run(String line) {
        new SessionState(Commands.console(() -> false)).attach(session);
        session.put("SCOPE", GogoFunctions.SCOPE + ":*");
        return new LineExecution(session, commands.runner, print(out), print(err)).run(line);
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String complained() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @AfterEach
    void close() {
        session.close();
        commands.close();
    }

    @Test
    void theSameWordsWorkInEveryForm() {
        assertThat(run("say a b")).isZero();
        assertThat(run("growth:say a b")).isZero();
        assertThat(run("growth say a b")).isZero();

        assertThat(printed()).isEqualTo("said [a, b] → []\nsaid [a, b] → []\nsaid [a, b] → []\n");
    }

    @Test
    void pathsStartFromTheSessionsFolder() {
        session.currentDir(Path.of("/elsewhere"));
        run("say --file x");
        session.currentDir(Path.of("").toAbsolutePath());
        run("say --file x");

        assertThat(printed()).isEqualTo("said [] → [] /elsewhere/x\nsaid [] → [] x\n");
    }

    @Test
    void failuresAreOneLineWithTheStatusOfTheCommandLine() {
        assertThat(run("fail")).isEqualTo(4);
        assertThat(complained()).isEqualTo("growth: corpus.txt:7: no text\n");
        assertThat(printed()).isEmpty();
    }

    @Test
    void scriptsSeeFailures() {
        assertThat(run("fail && say yes")).isEqualTo(4);
        assertThat(run("fail || say no")).isZero();
        assertThat(run("say yes && fail")).isEqualTo(4);
        assertThat(printed()).isEqualTo("said [no] → []\nsaid [yes] → []\n");
    }

    @Test
    void wrongArgumentsAreToldAsOnTheCommandLine() {
        assertThat(run("say --tnoe loud")).isEqualTo(2);
        assertThat(complained()).isEqualTo("growth: unknown option '--tnoe' of say; did you mean '--tone'?\n");
    }

    @Test
    void unknownCommandsNameTheNearest() {
        assertThat(run("sya x")).isEqualTo(2);
        assertThat(run("growth:fial")).isEqualTo(2);
        assertThat(complained()).isEqualTo("""
                growth: unknown command 'sya'; did you mean 'say'?
                growth: unknown command 'fial'; did you mean 'fail'?
                """);
    }

    @Test
    void brokenLinesAreRefused() {
        assertThat(run("say {")).isEqualTo(2);
        assertThat(complained()).startsWith("growth: the shell does not understand this line: ").hasLineCount(1);
    }

    @Test
    void resultsOfOtherFunctionsArePrinted() {
        assertThat(run("greet you")).isZero();
        assertThat(printed()).isEqualTo("other [you]\n");
    }
}
