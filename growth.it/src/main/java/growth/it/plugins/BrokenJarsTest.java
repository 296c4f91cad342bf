package growth.it.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;

import growth.api.GrowthException;
import growth.runtime.plugins.Catalogue;
import growth.runtime.plugins.PluginInfo;
import growth.runtime.plugins.PluginKind;
import growth.testing.BundleJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.felix.service.command.CommandProcessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;

/** A jar that is no plug-in is listed with the reason, and hides nothing else. */
class BrokenJarsTest {

    private static final String UNMADE = "unmade.jar";

    private final Felix felix = new Felix();
    private final PluginsFolder plugins = new PluginsFolder(felix.context());
    private final GogoSession gogo = new GogoSession(felix.service(CommandProcessor.class));

    @AfterEach
    void clear() throws IOException, InterruptedException {
        plugins.clear();
    }

    private byte[] example() throws IOException {
        return Files.readAllBytes(Path.of(felix.context().getProperty("growth.it.jars"), "noisy.jar"));
    }

    /** Waits until the list of operators says this, in lines that the width of the page has broken anywhere. */
    private String listed(String... words) throws InterruptedException {
        Eventually.becomes(this::operators, list -> Arrays.stream(words).allMatch(list::contains));
        return operators();
    }

    /** The jar that was broken is taken off the list when its successor has been started, a moment after that serves. */
    private void nothingIsBroken() throws InterruptedException {
        Eventually.becomes(this::operators, list -> !list.contains("not usable"));
    }

    private String operators() {
        return gogo.run("growth:operators").output().replaceAll("\\s+", " ");
    }

    @Test
    void aTruncatedJarIsListedAndItsWholeVersionHealsIt() throws IOException, InterruptedException {
        byte[] whole = example();
        Files.write(plugins.jar("noisy.jar"), Arrays.copyOf(whole, whole.length / 2));
        assertThat(listed("noisy.jar noisy.jar it is not a jar, or not a whole one: ")).contains("stack depth none reset");

        Files.write(plugins.jar("noisy.jar"), whole);
        felix.awaitOperator("noisy-stack", "growth.example.noisy");
        nothingIsBroken();
    }

    @Test
    void aJarThatIsNoBundleIsToldToBeBuiltWithBnd() throws IOException, InterruptedException {
        BundleJar.write(plugins.jar("plain.jar"), Map.of());
        listed("plain.jar plain.jar its manifest has no Bundle-SymbolicName, so it is not a bundle: build it with bnd");
    }

    @Test
    void aMissingPackageIsNamedAndTheRightVersionHealsIt() throws IOException, InterruptedException {
        try (Gate gate = new Gate(felix.context())) {
            ProbeJar.gated("gated.plugin", "1.0.0").importing("org.example.matrices;version='[2,3)'").write(plugins.jar("gated.jar"));
            listed("gated.jar gated.plugin 1.0.0 it imports the package org.example.matrices from version 2.0.0 and below 3.0.0,"
                    + " which no bundle exports");
            assertThat(felix.operators()).extracting(PluginInfo::name).contains("stack", "identity").doesNotContain("gated");

            ProbeJar.gated("gated.plugin", "1.0.1").write(plugins.jar("gated.jar"));
            felix.awaitOperator("gated", "gated.plugin 1.0.1");
            nothingIsBroken();
        }
    }

    @Test
    void aMissingServiceIsNamedUntilItComes() throws IOException, InterruptedException {
        ProbeJar.gated("gated.plugin", "1.0.0").write(plugins.jar("gated.jar"));
        listed("gated.jar gated.plugin 1.0.0", "waits for java.lang.Runnable with (growth.it=gate), which nobody offers");
        try (Gate gate = new Gate(felix.context())) {
            felix.awaitOperator("gated", "gated.plugin 1.0.0");
            nothingIsBroken();
        }
    }

    @Test
    void anOperatorThatCannotBeMadeIsListedWithTheReason() throws IOException, InterruptedException {
        ProbeJar.unmade().write(plugins.jar("unmade.jar"));
        String reason = "its component growth.it.probe.UnmadeOperator failed: java.lang.IllegalStateException: no teacher weights";
        assertThat(listed("unmade.jar unmade.plugin 1.0.0 " + reason))
                .contains("stack depth none reset")
                .containsOnlyOnce("unmade.plugin");
        assertThat(gogo.run("growth:operators unmade").errors())
                .isEqualToIgnoringNewLines("growth: operator 'unmade' of unmade.plugin 1.0.0 (unmade.jar) cannot be made: " + reason);
    }

    @Test
    void whyAnEngineOrADataSourceCannotBeUsedIsSaidAsOfAnOperator() throws IOException, InterruptedException {
        Catalogue catalogue = felix.service(Catalogue.class);
        Map<PluginKind, Consumer<String>> kinds = Map.of(PluginKind.ENGINE, catalogue::engine, PluginKind.DATA, catalogue::data);
        for (Map.Entry<PluginKind, Consumer<String>> kind : kinds.entrySet()) {
            ProbeJar.unmade(kind.getKey(), "1.0.0", true).importing("org.example.matrices;version='[2,3)'").write(plugins.jar(UNMADE));
            refused(kind, "1.0.0 promises it, but it imports the package org.example.matrices from version 2.0.0 and below 3.0.0, which no"
                    + " bundle exports");
            ProbeJar.unmade(kind.getKey(), "1.0.1", true).write(plugins.jar(UNMADE));
            refused(kind, "1.0.1 promises it, but its component growth.it.probe.UnmadePlugin waits for java.lang.Runnable with"
                    + " (growth.it=gate), which nobody offers");
            ProbeJar.unmade(kind.getKey(), "1.0.2", false).write(plugins.jar(UNMADE));
            refused(kind, "1.0.2 (unmade.jar) cannot be made: its component growth.it.probe.UnmadePlugin failed:"
                    + " java.lang.IllegalStateException: no such device");
        }
    }

    /** Waits until the plug-in 'unmade' is refused with that reason, and looks whether its jar is listed with its kind. */
    private void refused(Map.Entry<PluginKind, Consumer<String>> kind, String reason) throws InterruptedException {
        Eventually.becomes(() -> catchThrowable(() -> kind.getValue().accept("unmade")),
                thrown -> thrown instanceof GrowthException && thrown.getMessage().contains("unmade.plugin " + reason));
        assertThat(felix.broken()).extracting(PluginInfo::kind, PluginInfo::name).containsExactly(tuple(kind.getKey(), UNMADE));
    }

    @Test
    void anOperatorThatCannotSayWhatItIsIsListedWithTheReason() throws IOException, InterruptedException {
        ProbeJar.mute().write(plugins.jar("mute.jar"));
        assertThat(listed("mute mute.plugin 1.0.0", "no card was printed")).contains("stack depth none reset");
        assertThat(gogo.run("growth:operators stack").failure()).isEmpty();
    }

    @Test
    void manyBrokenJarsHideNoGoodOne() throws IOException, InterruptedException {
        Files.writeString(plugins.jar("a.jar"), "half a down");
        ProbeJar.unmade().write(plugins.jar("b.jar"));
        ProbeJar.mute().write(plugins.jar("c.jar"));
        Files.write(plugins.jar("z.jar"), example());
        felix.awaitOperator("noisy-stack", "growth.example.noisy");
        listed("noisy-stack", "a.jar a.jar", "b.jar unmade.plugin", "mute mute.plugin");
        assertThat(plugins.bundle("z.jar").map(Bundle::getState)).contains(Bundle.ACTIVE);
        List<String> usable = felix.operators().stream().filter(PluginInfo::usable).map(PluginInfo::name).toList();
        assertThat(usable).contains("identity", "noisy-stack", "stack", "msg", "zero").doesNotContain("unmade", "mute");
    }
}
