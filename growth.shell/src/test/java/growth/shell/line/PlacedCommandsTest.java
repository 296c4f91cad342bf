package growth.shell.line;

import static org.assertj.core.api.Assertions.assertThat;

import growth.shell.command.Console;
import growth.shell.command.GrowthCommand;
import growth.shell.fake.Trial;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

class PlacedCommandsTest {
    /** Says what surrounds it. */
    @Command(description = "looks around")
    static final class Look implements GrowthCommand {
        @Parameters(paramLabel = "FILE", description = "the file")
        private Path file;

        @Override
        public int run(Console console) {
            console.out().println(console.resolve(file) + " ≈ " + console.terminal() + " " + console.stop().getAsBoolean());
            console.err().println("growth: a word");
            return 7;
        }
    }

    @Test
    void runsACommandOnTheStreamsThatItIsGiven() {
        Trial trial = new Trial().with("look", "Files", Look::new);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();

        int status = new PlacedCommands(trial.runner()).run(List.of("look", "a.txt"), Path.of("/there"), out, err, () -> true);

        assertThat(status).isEqualTo(7);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("/there/a.txt ≈ false true" + System.lineSeparator());
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("growth: a word" + System.lineSeparator());
    }
}
