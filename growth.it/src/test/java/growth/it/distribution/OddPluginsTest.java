package growth.it.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import growth.it.probe.OddOperator;
import growth.testing.BundleJar;
import growth.testing.ForkedProcess;
import growth.testing.ForkedProcess.Ended;
import growth.testing.run.Distribution;
import growth.testing.run.Metrics;
import growth.testing.run.TinyRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Jars that block, throw and end the process, in the folder of plug-ins of a process of its own. */
class OddPluginsTest {

    private static final String API = "growth.api;version='[1.0,2)',growth.api.algebra;version='[1.0,2)',"
            + "growth.api.model;version='[1.0,2)',growth.api.operator;version='[1.0,2)',growth.api.options;version='[1.0,2)',"
            + "org.osgi.framework";

    @TempDir
    private Path folder;

    private Distribution impatient() {
        return Distribution.in(folder).with("-Dgrowth.call.seconds=2").with("-Dgrowth.grace.seconds=1");
    }

    private void jar(String name, String does) throws IOException {
        Map<String, String> headers = new HashMap<>(Map.of(
                "Bundle-SymbolicName", "odd." + name,
                "Bundle-Version", "1.0.0",
                "Import-Package", API.replace('\'', '"'),
                "Service-Component", "OSGI-INF/odd.xml",
                "Provide-Capability", "growth.operator;growth.operator=" + name,
                OddOperator.NAME, name,
                OddOperator.DOES, does));
        if (does.endsWith(" start")) {
            headers.put("Bundle-Activator", OddOperator.class.getName());
        }
        String description = """
                <component xmlns="http://www.osgi.org/xmlns/scr/v1.4.0" name="odd">
                  <property name="operator.name" value="%s"/>
                  <service><provide interface="growth.api.operator.GrowthOperator"/></service>
                  <implementation class="%s"/>
                </component>
                """.formatted(name, OddOperator.class.getName());
        Path jar = Files.createDirectories(folder.resolve("plugins")).resolve(name + ".jar");
        BundleJar.write(jar, headers, Map.of("OSGI-INF/odd.xml", description), OddOperator.class, OddOperator.class.getSuperclass());
    }

    @Test
    void eachIsNamedAndTheRestIsListed() throws IOException, InterruptedException {
        // the constructor of this class runs for its activator too, so that only one that is no activator can block there
        jar("unmade", "block constructor");
        jar("silent", "block card");
        jar("loud", "throw card");
        String listed = impatient().run("operators").succeeds().output();
        assertThat(listed).contains("stack", "identity",
                "operator 'unmade' of odd.unmade 1.0.0 (unmade.jar) has not returned from 'constructor' for 2 s and was given up",
                "operator 'silent' of odd.silent 1.0.0 (silent.jar) has not returned from 'card' for 2 s and was given up",
                "operator 'loud' of odd.loud 1.0.0 (loud.jar) failed in 'card': java.lang.AssertionError: odd ?[2Jindeed");
        assertThat(listed).doesNotContain("\u001b");
    }

    @Test
    void aBlockedStartKeepsNobodyAndSafeLeavesItOut() throws IOException, InterruptedException {
        jar("slow", "block start");
        long begin = System.nanoTime();
        Distribution.in(folder).run("version").succeeds();
        assertThat(System.nanoTime() - begin).as("does not wait for a plug-in").isLessThan(9_000_000_000L);
        assertThat(impatient().run("operators").succeeds().output()).contains("stack",
                "it has not returned from 'start' for 2 s and was given up");
        assertThat(Distribution.in(folder).run("--safe", "operators").succeeds().output()).contains("stack").doesNotContain("slow");
    }

    @Test
    @EnabledOnOs(value = {OS.LINUX, OS.MAC}, disabledReason = "has no signals")
    void aGrowthThatBlocksEndsOnSigtermWithEverythingSaved() throws IOException, InterruptedException {
        jar("odd", "block step");
        TinyRun.growing().with("kind: stack", "kind: odd").with("checkpoint: {every: 10ba", "checkpoint: {every: 1000ba")
                .write(folder.resolve("run.yaml"));
        ForkedProcess process = impatient().start("train", "run.yaml", "--out", "out");
        process.awaitFile(folder.resolve("out/checkpoints/step-00000020/state.json"));
        process.send("TERM");
        Ended ended = process.end().exits(143);
        assertThat(ended.output()).contains("stopped: ", "  resume:   growth ");
    }

    @Test
    void whoEndsTheProcessIsNamedAndTheRunIsSaved() throws IOException, InterruptedException {
        jar("odd", "leave card");
        TinyRun.growing().with("kind: stack", "kind: odd").with("40ba", "100000ba").write(folder.resolve("run.yaml"));
        ForkedProcess process = impatient().compiled().start("train", "run.yaml", "--out", "out");
        process.await("it trains", () -> Metrics.lastStep(folder.resolve("out")) >= 5);
        Files.createFile(folder.resolve("leave"));
        Ended ended = process.end().exits(3);
        assertThat(ended.errors()).contains("growth: growth.it.probe.OddOperator.leave of odd.odd 1.0.0 (odd.jar) has called System.exit");
        assertThat(ended.output()).contains("stopped: ", "  resume:   growth ");
    }

    @Test
    void aCallThatEndsTheProcessIsNamed() throws IOException, InterruptedException {
        jar("odd", "exit plan");
        TinyRun.growing().with("kind: stack", "kind: odd").write(folder.resolve("run.yaml"));
        Ended ended = impatient().run("train", "run.yaml", "--out", "out").ended().exits(3);
        assertThat(ended.errors()).contains("operator 'odd' of odd.odd 1.0.0 (odd.jar) called System.exit in 'plan'");
    }
}
