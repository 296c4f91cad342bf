package growth.it.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import growth.it.plugins.ProbeJar;
import growth.testing.run.Distribution;
import growth.testing.run.Run;
import growth.testing.run.TinyRun;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The command line and the Gogo shell, plug-ins of any kind, and an installation with fewer bundles. */
@EnabledOnOs(value = {OS.LINUX, OS.MAC}, disabledReason = "has no sh")
class InstallationTest {

    private static final int MISSING_PLUGIN = 3;

    @TempDir
    private Path folder;

    @Test
    void commandLineAndShellAreOne() throws IOException, InterruptedException {
        Distribution distribution = Distribution.in(folder);
        String list = distribution.run("operators").succeeds().output();
        assertThat(list).contains("identity", "stack");
        String inShell = distribution.run("shell", "-c", "growth:operators").succeeds().output();
        // the shell's page is narrower where it has no terminal
        assertThat(inShell.replaceAll(" +", " ")).isEqualTo(list.replaceAll(" +", " "));

        String line = "operator 'stak' is not installed; did you mean 'stack'? installed: aki, block-expansion, compound, direct, "
                + "hyperclone, identity, interpolate, last-block, learned, lemon, midas, "
                + "momentum, msg, net2net, partial, random, stack, staged, zero";
        distribution.run("operators", "stak").refuses(MISSING_PLUGIN, line);
        distribution.run("shell", "-c", "growth:operators stak").refuses(MISSING_PLUGIN, line);
        assertThat(distribution.run("shell", "-c", "growth:operators | grep identity").succeeds().output())
                .contains("identity").doesNotContain("stack ");
    }

    @Test
    void aBrokenPlugInCostsALineAndNoStackTrace() throws IOException, InterruptedException {
        ProbeJar.unmade().write(Files.createDirectories(folder.resolve("plugins")).resolve("unmade.jar"));
        Run run = Distribution.in(folder).run("operators").succeeds();
        assertThat(run.output().replaceAll("\\s+", " ")).contains("stack depth none reset",
                "unmade.jar unmade.plugin 1.0.0 its component growth.it.probe.UnmadeOperator failed: "
                        + "java.lang.IllegalStateException: no teacher weights");
    }

    @Test
    void aPlugInThatNeedsTheCatalogueIsOneLikeAnyOther() throws IOException, InterruptedException {
        ProbeJar.curious().write(Files.createDirectories(folder.resolve("plugins")).resolve("curious.jar"));
        // while it is made it asks for itself too, which declarative services answer with nothing when they have waited so long
        Distribution distribution = Distribution.in(folder).with("-Dgrowth.grace.seconds=1").with("-Dds.lock.timeout.milliseconds=500");
        assertThat(distribution.run("operators").succeeds().output().replaceAll("\\s+", " "))
                .contains("curious depth", "stack depth none reset").doesNotContain("not usable");
        TinyRun.growing().with("{kind: stack}", "{kind: curious}").with("checkpoint: {every: 10ba", "checkpoint: {every: 40ba")
                .write(folder.resolve("run.yaml"));
        assertThat(distribution.run("train", "run.yaml").succeeds().output()).contains("growth: curious at step 20");
    }

    @Test
    void withoutOperatorsEverythingElseWorks() throws IOException, InterruptedException {
        Distribution few = withoutOperators();
        assertThat(few.run("operators").succeeds().output()).isEqualToIgnoringNewLines("no operator is installed");
        TinyRun growing = TinyRun.growing().with("40ba", "2ba");
        growing.write(folder.resolve("growing.yaml"));
        few.run("train", "growing.yaml").refuses(MISSING_PLUGIN, "growing.yaml:" + growing.line("schedule: "),
                "schedule 'one-hop' is not installed", "none is installed");

        String yaml = growing.yaml();
        int begin = yaml.indexOf("growth:");
        TinyRun scratch = new TinyRun(yaml.substring(0, begin) + yaml.substring(yaml.indexOf("evaluate:")));
        scratch.write(folder.resolve("scratch.yaml"));
        assertThat(few.run("train", "scratch.yaml", "--out", "out").succeeds().output()).contains("done: validation loss ");
    }

    /** The same installation with links to all bundles but those of operators. */
    private Distribution withoutOperators() throws IOException {
        Distribution all = Distribution.in(folder);
        Path whole = all.home();
        Path home = folder.resolve("few");
        Files.createDirectories(home.resolve("bundle"));
        Files.createDirectories(home.resolve("bin"));
        for (String same : new String[] {"lib", "conf"}) {
            Files.createSymbolicLink(home.resolve(same), whole.resolve(same));
        }
        Files.copy(whole.resolve("bin/growth"), home.resolve("bin/growth"));
        try (DirectoryStream<Path> bundles = Files.newDirectoryStream(whole.resolve("bundle"))) {
            for (Path bundle : bundles) {
                String name = bundle.getFileName().toString();
                if (!name.startsWith("growth.ops.")) {
                    Files.createSymbolicLink(home.resolve("bundle").resolve(name), bundle);
                }
            }
        }
        return new Distribution(home, folder, all.compiler(), all.before());
    }
}
