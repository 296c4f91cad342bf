package growth.shell.gogo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.felix.service.command.CommandSession;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InteractiveShellTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    @TempDir
    private Path folder;
    private final Commands commands = new Commands();
    private final PipedOutputStream keys = new PipedOutputStream();
    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
    private final AtomicBoolean processStops = new AtomicBoolean();
    private Terminal terminal;
    /** Held until Gogo stops, which fails over sessions that were collected. */
    private CommandSession session;
    private Thread shell;

    @BeforeEach
    void open() throws IOException {
        terminal = new DumbTerminal("test", Terminal.TYPE_DUMB, new PipedInputStream(keys), screen, StandardCharsets.UTF_8);
        session = commands.processor.createSession(terminal.input(), terminal.output(), terminal.output());
        session.put("SCOPE", GogoFunctions.SCOPE + ":*");
        SessionState state = new SessionState(Commands.console(processStops::get));
        state.attach(session);
        InteractiveShell interactive = new InteractiveShell(session, terminal, commands.runner, state, folder.resolve("history"));
        shell = new Thread(interactive::run, "shell");
        shell.start();
    }

    @AfterEach
    void close() throws IOException, InterruptedException {
        processStops.set(true);
        shell.join(LONG.toMillis());
        terminal.close();
        session.close();
        commands.close();
    }

    private void type(String text) throws IOException {
        keys.write(text.getBytes(StandardCharsets.UTF_8));
        keys.flush();
    }

    private String shown() {
        return screen.toString(StandardCharsets.UTF_8);
    }

    private void awaitEnd() throws InterruptedException {
        shell.join(LONG.toMillis());
        assertThat(shell.isAlive()).as("the shell still runs; it showed: %s", shown()).isFalse();
    }

    @Test
    void greetsRunsLinesAndLeaves() throws Exception {
        type("say hello\nfail\nsay still here\nexit\nsay too late\n");
        awaitEnd();

        assertThat(shown()).startsWith("growth: transformers that grow while they train").contains("help ", "operators ", "train RUN.yaml")
                .contains("growth> ", "said [hello] → []", "growth: corpus.txt:7: no text", "said [still, here] → []")
                .doesNotContain("said [too, late]");
    }

    @Test
    void theEndOfInputLeaves() throws Exception {
        keys.close();
        awaitEnd();
    }

    @Test
    void anInterruptLetsACommandSaveAndReturnsToThePrompt() throws Exception {
        type("wait\n");
        assertThat(commands.waiting.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        terminal.raise(Signal.INT);
        type("say after\nexit\n");
        awaitEnd();

        assertThat(shown()).contains("stopping; what is trained is saved first", "saved", "said [after] → []")
                .doesNotContain("never stopped");
    }

    @Test
    void whenTheProcessIsAskedToEndTheWaitForAKeyEnds() throws Exception {
        type("say something\n");
        processStops.set(true);
        awaitEnd();
    }
}
