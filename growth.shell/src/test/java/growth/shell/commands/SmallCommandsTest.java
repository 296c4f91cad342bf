package growth.shell.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import growth.shell.fake.Runs;
import growth.shell.fake.Trial;
import growth.shell.fake.Trial.Result;
import growth.study.file.Studies;
import growth.study.file.StudiesComponent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmallCommandsTest {
    private final Studies studies = new StudiesComponent(new Runs(), (run, log) -> null, (run, cache, log) -> null);
    private final Trial trial = new Trial().with("schema", () -> new SchemaCommand(new Runs(), studies))
            .with("completion", CompletionCommand::new)
            .with("version", () -> new VersionCommand("Example framework 7.0.5"));

    @Test
    void printsTheSchema() {
        assertThat(trial.run("schema")).isEqualTo(new Result(0, "{\"$schema\": \"https://json-schema.org/draft/2020-12/schema\"}\n", ""));
    }

    @Test
    void printsTheKeysOfRunFilesAsAPage() {
        assertThat(trial.run("schema", "--markdown")).isEqualTo(new Result(0, "# Run files\n", ""));
    }

    @Test
    void printsTheSameForStudies() {
        assertThat(trial.run("schema", "--study").ends(0).out()).contains("\"title\" : \"growth study file\"", "\"baseline\"");
        assertThat(trial.run("schema", "--study", "--markdown").ends(0).out()).contains("# Study files\n", "| `baseline` |");
    }

    @Test
    void printsVersions() {
        assertThat(trial.run("version").out()).startsWith("growth 1.2.3\n").contains("framework  Example framework 7.0.5",
                "Java       " + System.getProperty("java.version"));
    }

    @Test
    void theCompletionScriptIsValidAndKnowsTheCommands(@TempDir Path folder) throws IOException, InterruptedException {
        Result result = trial.run("completion", "bash").ends(0);
        assertThat(result.out()).contains("schema", "completion", "--help");

        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "there is no bash to check the script");
        Path script = Files.writeString(folder.resolve("growth.bash"), result.out());
        Process bash = new ProcessBuilder("/bin/bash", "-c", ". " + script
                + "; COMP_WORDS=(growth sch); COMP_CWORD=1; _complete_growth; echo ${COMPREPLY[@]}")
                .redirectErrorStream(true).start();
        assertThat(new String(bash.getInputStream().readAllBytes())).isEqualTo("schema\n");
        assertThat(bash.waitFor()).isZero();
    }

    @Test
    void namesTheShellsItServes() {
        assertThat(trial.run("completion", "fish").err()).startsWith("growth: invalid value for positional parameter")
                .contains("[BASH, ZSH]")
                .hasLineCount(1);
        assertThat(trial.run("completion", "zsh").status()).isZero();
    }
}
