package growth.it.commands;

import static org.assertj.core.api.Assertions.assertThat;

import growth.testing.run.Run;
import growth.testing.run.TinyRun;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Run files that say something wrong: file, line, and what would be right. */
class RunFileErrorsTest {

    private static final int CONFIGURATION = 2;
    private static final int MISSING_PLUGIN = 3;

    @TempDir
    private Path folder;

    /** Changes one place of a good run file; the message names the line of that place. */
    private void refuses(int status, String good, String bad, String... words) throws IOException {
        TinyRun run = TinyRun.growing().with(good, bad);
        run.write(folder.resolve("run.yaml"));
        Run ended = Commands.in(folder).run("train", "run.yaml", "--out", "out").refuses(status, words);
        ended.refuses(status, "run.yaml:" + run.line(bad.strip().lines().findFirst().orElseThrow()) + ": ");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void anUnknownKey() throws IOException {
        refuses(CONFIGURATION, "  duration: ", "  durations: ", "unknown key 'durations' in training", "did you mean 'duration'?");
    }

    @Test
    void anUnknownOptionOfAPlugIn() throws IOException {
        refuses(CONFIGURATION, "{kind: stack}", "{kind: identity, ordr: appended}", "'ordr'", "did you mean 'order'?");
    }

    @Test
    void aWrongType() throws IOException {
        refuses(CONFIGURATION, "batch: 4", "batch: four", "training.batch must be a whole number, not 'four'");
    }

    @Test
    void aWrongUnit() throws IOException {
        refuses(CONFIGURATION, "duration: 40ba", "duration: 40bags", "'40bags'", "ba, ep, tok, flop, sec");
    }

    @Test
    void headsThatDoNotDivide() throws IOException {
        refuses(CONFIGURATION, "heads: 2", "heads: 3", "heads 3 does not divide hidden 32");
    }

    @Test
    void aTargetSmallerThanTheStart() throws IOException {
        refuses(CONFIGURATION, "from: {layers: 1}", "from: {layers: 3}", "layers would shrink from 3 to 2");
    }

    @Test
    void anOperatorThatIsNotInstalled() throws IOException {
        refuses(MISSING_PLUGIN, "kind: stack", "kind: hushed-stack", "operator 'hushed-stack' is not installed",
                "installed: aki, block-expansion, compound, direct, hyperclone, identity, interpolate, last-block, learned, lemon, midas, "
                        + "momentum, msg, net2net, partial, random, stack, staged, zero");
    }

    @Test
    void anEngineThatCannotComputeHere() throws IOException {
        refuses(MISSING_PLUGIN, "growth:", "engine: {kind: torch, library: nowhere}\ngrowth:", "engine.kind: engine 'torch' cannot compute"
                + " here: engine.library names ", "pip install torch");
    }

    @Test
    void aDeviceThatIsNotThere() throws IOException {
        refuses(CONFIGURATION, "growth:", "engine: {kind: cpu, device: cuda:1}\ngrowth:", "engine.device: this engine computes on the cpu"
                + " alone, not on cuda:1");
    }

    @Test
    void whatIsNoYaml() throws IOException {
        TinyRun.growing().with("seed: 7", "seed: [7").write(folder.resolve("run.yaml"));
        Commands.in(folder).run("train", "run.yaml").refuses(CONFIGURATION, "the '[' of this line is not closed before line 3");
    }

    @Test
    void aMissingRunFileAndAWrongOverride() throws IOException {
        Commands commands = Commands.in(folder);
        commands.run("train", "run.yaml").refuses(CONFIGURATION, "run.yaml: no such file");
        TinyRun.growing().write(folder.resolve("run.yaml"));
        commands.run("train", "run.yaml", "--set", "training.batchs=8").refuses(CONFIGURATION,
                "--set training.batchs: unknown key 'batchs'", "did you mean 'batch'?");
    }

    @Test
    void planTellsOfTheSameErrors() throws IOException {
        TinyRun run = TinyRun.growing().with("heads: 2", "heads: 3");
        run.write(folder.resolve("run.yaml"));
        Commands.in(folder).run("plan", "run.yaml").refuses(CONFIGURATION, "run.yaml:" + run.line("heads: 3"),
                "heads 3 does not divide hidden 32");
    }
}
