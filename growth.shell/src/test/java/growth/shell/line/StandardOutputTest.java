package growth.shell.line;

import static org.assertj.core.api.Assertions.assertThat;

import growth.shell.command.Console;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Results that could not be written. */
class StandardOutputTest {
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private final PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    private final Console console =
            new Console(nowhere, new PrintStream(errors, true, StandardCharsets.UTF_8), false, false, () -> 80, Path.of(""), () -> false);

    private static OutputStream failing(String reason) {
        return new OutputStream() {
            private int failures;

            @Override
            public void write(int value) throws IOException {
                throw new IOException(reason + (failures++ == 0 ? "" : " again"));
            }
        };
    }

    @Test
    void remembersTheFirstFailureThatAPrintStreamHides() {
        StandardOutput out = new StandardOutput(failing("No space left on device"));
        PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8);
        printed.println("loss 1.3173");
        printed.println("perplexity 3.73");
        assertThat(out.failure()).get().extracting(IOException::getMessage).isEqualTo("No space left on device");
    }

    @Test
    void handsOnWhatIsWritten() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        StandardOutput out = new StandardOutput(bytes);
        new PrintStream(out, true, StandardCharsets.UTF_8).print("ü\n");
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("ü\n");
        assertThat(out.failure()).isEmpty();
    }

    @Test
    void aFullDeviceIsSaidAndNoSuccess() {
        assertThat(CommandLineMain.unwritten(new IOException("No space left on device"), console)).isEqualTo(1);
        assertThat(errors.toString(StandardCharsets.UTF_8)).hasLineCount(1)
                .startsWith("growth: standard output cannot be written: ").containsIgnoringCase("no space left");
    }

    @Test
    void whoeverClosedThePipeIsToldNothing() {
        assertThat(CommandLineMain.unwritten(new IOException("Broken pipe"), console)).isEqualTo(141);
        assertThat(errors.size()).isZero();
    }
}
