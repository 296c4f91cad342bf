package growth.it.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.GrowthException;
import growth.it.run.TinyRun;
import growth.runtime.catalogue.PluginInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two jars that offer an operator of one name. */
class SameNameTest {

    private static final String BOTH = "first.plugin 1.0.0 and second.plugin 1.0.0";

    private final Felix felix = new Felix();
    private final PluginsFolder plugins = new PluginsFolder(felix.context());

    @TempDir
    private Path temporary;

    @AfterEach
    void clear() throws IOException, InterruptedException {
        plugins.clear();
    }

    @Test
    void bothAreListedAndNeitherIsUsedUntilOneIsGone() throws IOException, InterruptedException {
        TinyRun run = TinyRun.growing().with("{kind: stack}", "{kind: gated}");
        try (Gate gate = new Gate(felix.context())) {
            ProbeJar.gated("first.plugin", "1.0.0").write(plugins.jar("first.jar"));
            ProbeJar.gated("second.plugin", "1.0.0").write(plugins.jar("second.jar"));
            Eventually.becomes(() -> felix.operators().stream().filter(operator -> operator.name().equals("gated")).toList(),
                    gated -> gated.size() == 2 && gated.stream().noneMatch(PluginInfo::usable)
                            && gated.stream().map(PluginInfo::state).allMatch(("offered by two bundles, " + BOTH + "; remove one")::equals));

            assertThatThrownBy(() -> felix.train(run, temporary))
                    .hasRootCauseInstanceOf(GrowthException.class)
                    .hasMessageContaining("run.yaml:" + run.line("kind: gated"))
                    .hasMessageContaining("operator 'gated' is offered by two bundles, " + BOTH + "; remove one of them");

            Files.delete(plugins.jar("second.jar"));
            Eventually.becomes(felix::operators,
                    operators -> operators.stream().anyMatch(operator -> operator.name().equals("gated") && operator.usable()));
        }
    }
}
