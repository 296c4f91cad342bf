package growth.shell.gogo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

class ExpectedTest {
    @Command
    static final class Line {
        @Parameters(index = "0", paramLabel = "FROM")
        private String from;

        @Parameters(index = "1", paramLabel = "TO")
        private String to;

        @Option(names = "--one", paramLabel = "ONE")
        private String one;

        @Option(names = "--many", paramLabel = "MANY", arity = "1..*")
        private List<String> many;

        @Option(names = "--flag")
        private boolean flag;
    }

    private static String after(String... before) {
        return Expected.after(List.of(before), new CommandLine(new Line()).getCommandSpec()).map(ArgSpec::paramLabel).orElse("nothing");
    }

    @Test
    void parametersInTheirOrder() {
        assertThat(after()).isEqualTo("FROM");
        assertThat(after("a")).isEqualTo("TO");
        assertThat(after("a", "b")).isEqualTo("nothing");
    }

    @Test
    void optionsTakeTheirValues() {
        assertThat(after("--one")).isEqualTo("ONE");
        assertThat(after("--one", "x")).isEqualTo("FROM");
        assertThat(after("a", "--one", "x")).isEqualTo("TO");
        assertThat(after("--flag")).isEqualTo("FROM");
        assertThat(after("--one=x")).isEqualTo("FROM");
    }

    @Test
    void optionsWithManyValuesTakeAllThatFollow() {
        assertThat(after("--many", "x", "y")).isEqualTo("MANY");
        assertThat(after("--many", "x", "--flag")).isEqualTo("FROM");
    }
}
