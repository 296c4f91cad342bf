package growth.shell.line;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.shell.command.Console;
import growth.shell.command.GrowthCommand;
import growth.shell.commands.HelpCommand;
import growth.shell.fake.Trial;
import growth.shell.fake.Trial.Result;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

class CommandRunnerTest {
    /** Does what the test says. */
    @Command(description = "copies a file", footer = {"", "Example:", "  growth copy a --times 3"})
    static final class Copy implements GrowthCommand {
        private final Runnable work;
        private final AtomicReference<String> seen;

        @Parameters(paramLabel = "FILE", description = "the file")
        private Path file;

        @Option(names = "--times", paramLabel = "N", defaultValue = "1", description = "how often; default: ${DEFAULT-VALUE}")
        private int times;

        Copy(Runnable work, AtomicReference<String> seen) {
            this.work = work;
            this.seen = seen;
        }

        @Override
        public int run(Console console) {
            seen.set(file + " × " + times);
            work.run();
            console.out().println("copied");
            return 0;
        }
    }

    private final AtomicReference<String> seen = new AtomicReference<>();

    private Trial trial(Runnable work) {
        return new Trial().with("copy", "Files", () -> new Copy(work, seen)).with("help", "Others", HelpCommand::new)
                .unavailable(Map.of("train", "it needs x.Trainer, which no bundle offers now"));
    }

    private final Trial idle = trial(() -> { });

    @Test
    void aNegativeNumberIsAValueAndAMistypedOptionIsNot() {
        assertThat(idle.run("copy", "a.txt", "--times", "-3").status()).isZero();
        assertThat(seen.get()).isEqualTo("a.txt × -3");
        assertThat(idle.run("copy", "a.txt", "--times", "--debg").err()).startsWith("growth: ").contains("--debg").hasLineCount(1);
    }

    @Test
    void runsTheCommandWithItsArguments() {
        Result result = idle.run("copy", "a.txt", "--times", "3");

        assertThat(result).isEqualTo(new Result(0, "copied" + System.lineSeparator(), ""));
        assertThat(seen).hasValue("a.txt × 3");
    }

    @Test
    void whatAPluginThrewCanBeSeenAndSteersNoTerminal() {
        GrowthException failure = new GrowthException(Kind.FAILING_PLUGIN, "operator 'x' failed in 'map': \u001b[2Jno",
                new AssertionError("no"));
        Result result = trial(() -> {
            throw failure.at("run.yaml:3");
        }).run("copy", "a.txt");
        assertThat(result.status()).isEqualTo(3);
        assertThat(result.err()).isEqualToIgnoringNewLines("growth: run.yaml:3: operator 'x' failed in 'map': ?[2Jno; --debug shows where");
    }

    @Test
    void eachUseStartsFromTheDefaults() {
        idle.run("copy", "a.txt", "--times", "3");
        idle.run("copy", "b.txt");

        assertThat(seen).hasValue("b.txt × 1");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void theKindOfAFailureIsTheExitStatus(Kind kind) {
        Result result = trial(() -> {
            throw new GrowthException(kind, "run.yaml:7: what is wrong");
        }).run("copy", "a");

        assertThat(result).isEqualTo(new Result(kind.exitStatus(), "", "growth: run.yaml:7: what is wrong" + System.lineSeparator()));
    }

    @Test
    void defectsAreOneLineToo() {
        Result result = trial(() -> {
            throw new IllegalStateException("first line\n  second line");
        }).run("copy", "a");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).isEqualTo("growth: unexpected IllegalStateException: first line second line; --debug shows where"
                + System.lineSeparator());
    }

    @Test
    void exhaustedHeapTellsTheOptionThatHelps() {
        Result result = trial(() -> {
            throw new OutOfMemoryError("Java heap space");
        }).run("copy", "a");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).startsWith("growth: out of memory (Java heap space)").contains("JAVA_OPTS=-Xmx4g").hasLineCount(1);
    }

    /** As the native libraries say it, in whatever it is wrapped. */
    @Test
    void exhaustedMemoryOfArraysTellsWhatHelps() {
        Runnable arrays = () -> {
            throw new OutOfMemoryError("Cannot allocate new FloatPointer(9): totalBytes = 36G");
        };
        Runnable wrapped = () -> {
            throw new IllegalStateException("the engine failed", new RuntimeException("std::bad_alloc"));
        };
        for (Runnable failing : List.of(arrays, wrapped)) {
            Result result = trial(failing).run("copy", "a").ends(1);
            assertThat(result.err()).startsWith("growth: out of memory (").contains("training.recompute: block").hasLineCount(1)
                    .doesNotContain("Xmx");
        }
    }

    @Test
    void debugAddsTheStackTrace() {
        Trial failing = trial(() -> {
            throw new GrowthException(Kind.DATA, "no such corpus");
        });

        assertThat(failing.run("copy", "a", "--debug").err()).startsWith("growth: no such corpus")
                .contains("at growth.shell.line.CommandRunnerTest");
        assertThat(failing.run("copy", "a").err()).hasLineCount(1);
    }

    @Test
    void namesTheNearestCommandAndOption() {
        assertFails(2, "growth: unknown command 'cpoy'; did you mean 'copy'?", "cpoy", "a");
        assertFails(2, "growth: unknown command 'xyzzy'; see 'growth help'", "xyzzy");
        assertFails(2, "growth: unknown option '--tims' of copy; did you mean '--times'?", "copy", "a", "--tims", "3");
        assertFails(2, "growth: unknown option '--tims=3' of copy; did you mean '--times'?", "copy", "a", "--tims=3");
        assertFails(2, "growth: unknown option '--frobnicate' of copy; see 'growth help copy'", "copy", "a", "--frobnicate");
        assertFails(2, "growth: unknown option '--verison'; did you mean '--version'?", "--verison");
    }

    @Test
    void saysWhichArgumentsAreWrong() {
        assertFails(2, "growth: copy needs FILE; see 'growth help copy'", "copy");
        assertFails(2, "growth: unexpected argument 'b' of copy; see 'growth help copy'", "copy", "a", "b");
        assertFails(2, "growth: invalid value for option '--times': 'x' is not an int; see 'growth help copy'", "copy", "a", "--times",
                "x");
    }

    @Test
    void saysWhyAnInstalledCommandIsNotThere() {
        assertFails(3, "growth: the command train is not available: it needs x.Trainer, which no bundle offers now", "train", "run.yaml");
    }

    @Test
    void printsAnOverviewWithoutArguments() {
        Result result = idle.run().ends(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("growth doctor", "growth train RUN.yaml", "growth shell");
    }

    @Test
    void printsTheVersion() {
        assertThat(idle.run("--version")).isEqualTo(new Result(0, "growth 1.2.3" + System.lineSeparator(), ""));
    }

    @Test
    void explainsACommand() {
        String page = """
                Usage: growth copy [-h] [--debug] [--safe] [--times=N] FILE
                copies a file

                      FILE        the file

                Options:
                      --times=N   how often; default: 1
                  -h, --help      shows this help
                      --debug     shows the stack trace of an error
                      --safe      starts the process without the folder of plug-ins

                Example:
                  growth copy a --times 3
                """;
        assertThat(idle.run("copy", "--help")).isEqualTo(new Result(0, page, ""));
        assertThat(idle.run("help", "copy")).isEqualTo(new Result(0, page, ""));
    }

    @Test
    void listsTheCommandsByGroup() {
        Result result = idle.run("--help").ends(0);
        assertThat(result.out()).startsWith("""
                Trains transformers that grow while they train.

                Usage: growth [-h] [--debug] [--safe] [--version] COMMAND

                Files:
                  copy         copies a file

                Others:
                  help         lists the commands, or explains one

                Options:
                """).contains("Exit status: 0 done");
        assertThat(idle.run("help")).isEqualTo(result);
    }

    @Test
    void helpNamesTheNearestCommandAsWell() {
        assertFails(2, "growth: unknown command 'cop'; did you mean 'copy'?", "help", "cop");
    }

    private void assertFails(int status, String line, String... words) {
        assertThat(idle.run(words)).isEqualTo(new Result(status, "", line + System.lineSeparator()));
    }
}
