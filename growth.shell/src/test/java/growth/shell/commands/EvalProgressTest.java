package growth.shell.commands;

import static org.assertj.core.api.Assertions.assertThat;

import growth.shell.command.Console;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class EvalProgressTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private long now;

    private EvalProgress progress(boolean terminal, int width) {
        PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
        return new EvalProgress(new Console(stream, stream, terminal, false, () -> width, Path.of(""), () -> false), () -> now);
    }

    private String printed() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aTerminalShowsOneLineThatFits() {
        EvalProgress progress = progress(true, 30);
        progress.progress(1000, 8000, 2.5);
        assertThat(printed()).isEmpty();
        now = 1000;
        progress.progress(2000, 8000, 2.5);
        assertThat(printed()).isEqualTo("2,000 of 8,000 (25%)  loss 2.");
        progress.progress(2100, 8000, 2.5);
        now = 2000;
        progress.progress(4000, 8000, 2.25);
        progress.erase();
        progress.erase();
        assertThat(printed()).isEqualTo("2,000 of 8,000 (25%)  loss 2.\r\u001b[K4,000 of 8,000 (50%)  loss 2.\r\u001b[K");
    }

    @Test
    void otherwiseALineAMinute() {
        EvalProgress progress = progress(false, 80);
        now = 59_000;
        progress.progress(1000, 8000, 2.5);
        now = 60_000;
        progress.progress(2000, 8000, 2.5);
        now = 61_000;
        progress.progress(3000, 8000, 2.5);
        progress.warn("too short");
        assertThat(printed().lines()).containsExactly("2,000 of 8,000 (25%)  loss 2.5000  left 3m00s", "warning: too short");
    }
}
