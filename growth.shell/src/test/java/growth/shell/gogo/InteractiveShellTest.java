package growth.shell.gogo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Function;
import org.apache.felix.service.command.Job;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.impl.DumbTerminal;
import org.jline.terminal.impl.ExternalTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InteractiveShellTest {
    private static final Pattern COLOUR = Pattern.compile("\u001b\\[([0-9;]*;)?(3[0-7]|4[0-7]|9[0-7]|10[0-7]|38;|48;)[0-9;]*m");
    private static final Duration LONG = Duration.ofSeconds(30);
    @TempDir
    private Path folder;
    private Commands commands = new Commands();
    private PipedOutputStream keys = new PipedOutputStream();
    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
    private final AtomicBoolean processStops = new AtomicBoolean();
    private Terminal terminal;
    /** Held until Gogo stops, which fails over sessions that were collected. */
    private CommandSession session;
    private Thread shell;

    @BeforeEach
    void open() throws IOException {
        open(Terminal.TYPE_DUMB, false);
    }

    /** Opens a shell on a terminal of that type. */
    private void open(String type, boolean colours) throws IOException {
        terminal = type.equals(Terminal.TYPE_DUMB)
                ? new DumbTerminal("test", type, new PipedInputStream(keys, 4096), screen, StandardCharsets.UTF_8)
                : new ExternalTerminal("test", type, new PipedInputStream(keys, 4096), screen, StandardCharsets.UTF_8);
        terminal.setSize(new Size(80, 24));
        session = commands.processor.createSession(terminal.input(), terminal.output(), terminal.output());
        session.put("SCOPE", GogoFunctions.SCOPE + ":*");
        session.currentDir(folder);
        SessionState state = new SessionState(Commands.console(colours, processStops::get));
        state.attach(session);
        InteractiveShell interactive = new InteractiveShell(session, terminal, commands.runner, state, folder.resolve("history"));
        shell = new Thread(interactive::run, "shell");
        shell.start();
    }

    /** Leaves the shell that is open and opens another one. */
    private void reopen(String type, boolean colours) throws Exception {
        close();
        keys = new PipedOutputStream();
        screen.reset();
        processStops.set(false);
        commands = new Commands();
        open(type, colours);
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

    private void awaitShown(String text) throws InterruptedException {
        long deadline = System.nanoTime() + LONG.toNanos();
        while (!shown().contains(text) && System.nanoTime() < deadline) {
            Thread.sleep(5);
        }
        assertThat(shown()).contains(text);
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

    @ParameterizedTest
    @ValueSource(strings = {"exit\n", "\u0004", "end of input", "process stops"})
    void whatIsInTheBackgroundSavesBeforeTheShellIsLeft(String how) throws Exception {
        reopen("xterm", false);
        type("wait &\nsay here\n");
        awaitShown("said [here]");
        assertThat(commands.waiting.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        switch (how) {
            case "end of input" -> keys.close();
            case "process stops" -> processStops.set(true);
            default -> type(how);
        }
        awaitEnd();

        assertThat(shown()).contains("[1] wait", "saved", "[1] ended with status 130: wait").doesNotContain("never stopped");
        if (!how.equals("process stops")) {
            assertThat(shown()).contains("still in the background, and saved first: wait");
        }
    }

    @Test
    void ctrlCStopsTheForegroundAlone() throws Exception {
        reopen("xterm", false);
        type("wait behind &\nwait before\n");
        awaitShown("began behind");
        awaitShown("began before");
        terminal.raise(Signal.INT);
        awaitShown("saved before");
        type("say still here\n");
        awaitShown("said [still, here]");
        assertThat(shown()).doesNotContain("saved behind");
        type("exit\n");
        awaitEnd();
        assertThat(shown()).contains("saved behind").doesNotContain("never stopped");
    }

    @Test
    void aJobIsBroughtToTheForegroundAndStoppedThere() throws Exception {
        reopen("xterm", false);
        session.put("fg", (Function) (current, arguments) -> {
            current.jobs().stream().filter(job -> job.status() == Job.Status.Background).findFirst().orElseThrow().foreground();
            return null;
        });
        type("wait here &\n");
        awaitShown("began here");
        type("fg\n");
        awaitNoPrompt();
        terminal.raise(Signal.INT);
        awaitShown("saved here");
        type("say after\nexit\n");
        awaitEnd();
        assertThat(shown()).contains("said [after]").doesNotContain("never stopped", "already in foreground");
    }

    /** Until the only job is in the foreground. */
    private void awaitNoPrompt() throws InterruptedException {
        long deadline = System.nanoTime() + LONG.toNanos();
        while (session.foregroundJob() == null && System.nanoTime() < deadline) {
            Thread.sleep(5);
        }
        Thread.sleep(50);
    }

    @Test
    void aMistypedCommandInTheBackgroundIsTold() throws Exception {
        type("sya hello &\nsay --tnoe x &\n");
        awaitShown("growth: unknown command 'sya'; did you mean 'say'?");
        awaitShown("growth: unknown option '--tnoe' of say; did you mean '--tone'?");
        awaitShown("] ended with status 2: sya hello");
        type("exit\n");
        awaitEnd();
    }

    @Test
    void tabOnANameWithABlankCompletesItAndTheShellLives() throws Exception {
        Files.createFile(folder.resolve("my run $1.yaml"));
        reopen("xterm", false);
        type("say --file my\t\nsay \"\t\u0015say after\nexit\n");
        awaitEnd();
        assertThat(shown()).contains("said [] → [] " + folder.resolve("my run $1.yaml"), "said [after]");
    }

    /** The line behind it leaves before the job's thread may have begun. */
    @Test
    void aJobThatIsJustAboutToBeginHoldsNoShell() throws Exception {
        for (int round = 0; round < 20; round++) {
            type("wait &\nexit\n");
            awaitEnd();
            assertThat(shown()).doesNotContain("never stopped");
            reopen(Terminal.TYPE_DUMB, false);
        }
    }

    @Test
    void withoutColoursNoneAreShown() throws Exception {
        Files.createDirectory(folder.resolve("runs"));
        for (boolean colours : List.of(true, false)) {
            reopen("xterm-256color", colours);
            type("say --file \t\t\u0015s\t\u0015say hel\t\t\u0015say 'text' 17 $x\nwait &\nexit\n");
            awaitEnd();
            assertThat(COLOUR.matcher(shown()).find()).as(shown()).isEqualTo(colours);
        }
    }

    @Test
    void aDumbTerminalAcceptsEnterInBothForms() throws Exception {
        type("say one\r\nsay two\nexit\n");
        awaitEnd();
        assertThat(shown()).contains("said [one]", "said [two]");
    }
}
