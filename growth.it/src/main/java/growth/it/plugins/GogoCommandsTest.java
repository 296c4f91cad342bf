package growth.it.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import growth.it.plugins.GogoSession.Said;
import growth.testing.run.TinyRun;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.felix.service.command.CommandProcessor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands as functions of the Gogo shell. */
class GogoCommandsTest {

    private final GogoSession gogo = new GogoSession(new Felix().service(CommandProcessor.class));

    @TempDir
    private Path temporary;

    private Said succeeds(String line) {
        Said said = gogo.run(line);
        assertThat(said.failure()).as(said.errors()).isEmpty();
        assertThat(said.errors()).isEmpty();
        return said;
    }

    @Test
    void operatorsListsWhatIsInstalled() {
        assertThat(succeeds("growth:operators").output().lines()).satisfiesOnlyOnce(
                heading -> assertThat(heading).matches("operator +grows +preserves +optimizer +what it does")).satisfiesOnlyOnce(
                identity -> assertThat(identity).matches("identity +depth +exact +reset +Inserts copies of .*"))
                .satisfiesOnlyOnce(stack -> assertThat(stack).matches("stack +depth +none +reset +Repeats the whole stack .*"))
                .satisfiesOnlyOnce(msg -> assertThat(msg).matches("msg +depth, width +exact +asymmetric +Adds coordinates.*"));
    }

    @Test
    void operatorsStackExplainsIt() {
        assertThat(succeeds("growth:operators stack").output())
                .startsWith("stack: Repeats the whole stack of layers.")
                .containsPattern("paper +Du et al\\. 2024, Stacking Your Transformers")
                .containsPattern("formula +layer'_i = layer_\\(i mod l\\)")
                .containsPattern("state +active")
                .contains("no options");
    }

    @Test
    void planTellsTheStages() throws IOException {
        Path file = TinyRun.growing().write(temporary.resolve("run.yaml"));
        Said said = gogo.run("growth:plan " + file);
        assertThat(said.failure()).as(said.errors()).isEmpty();
        assertThat(said.output().replaceAll(" +", " "))
                .startsWith("tiny: grows by stack (optimizer state reset, learning rate restart)")
                .contains("\n 1 0 1.3k 25.2k ", " llama 1L 32H ", "\n 2 1.3k 1.3k 34.0k ", " llama 2L 32H ", "in all: ");
    }

    @Test
    void aFailureIsOneLineAndEndsTheLine() {
        Said said = gogo.run("growth:operators stak && growth:operators stack");
        assertThat(said.output()).isEmpty();
        assertThat(said.errors()).isEqualToIgnoringNewLines(
                "growth: operator 'stak' is not installed; did you mean 'stack'? installed: aki, block-expansion, compound, direct, "
                        + "hyperclone, identity, interpolate, last-block, learned, lemon, midas, "
                        + "momentum, msg, net2net, partial, random, stack, staged, zero");
    }
}
