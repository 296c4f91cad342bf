package growth.runtime.folder;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.training.PluginOrigin;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file beside this test was written before Jackson's records were, field by field. */
class ProvenanceTest {
    private static final Provenance RUN = new Provenance(7, Map.of("train sha256", "ff", "sequences", "12"));
    private static final Map<String, PluginOrigin> PLUGINS = Map.of("schedule one-hop",
            new PluginOrigin("growth.ops.stacking", "1.0.0", ""), "data text", new PluginOrigin("growth.data", "1.0.0", "ab"));

    private static Provenance.Start start(String time, long step, Map<String, String> engine, String api, List<SettingChange> changes) {
        return new Provenance.Start(time, step, Map.of("os", "Linux 5.10", "java", "17"), engine, PLUGINS, Map.of("growth.api", api),
                changes);
    }

    @Test
    void theBytesAreThoseOfOlderVersions(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("provenance.json");
        Files.writeString(file, RUN.with(Optional.empty(), start("2026-11-26T08:00:00Z", 0, Map.of("name", "cpu"), "1.0.0", List.of())));
        Files.writeString(file, RUN.with(Optional.of(file), start("2026-11-26T09:00:00Z", 20, Map.of(), "1.0.1",
                List.of(new SettingChange("training.duration", "20ba", "40ba")))));
        try (InputStream golden = getClass().getResourceAsStream("provenance.json")) {
            assertThat(file).hasContent(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
        }
        assertThat(Provenance.plugins(file)).isEqualTo(PLUGINS);
        assertThat(Provenance.seed(file)).contains(7L);
        assertThat(Provenance.data(file)).isEqualTo(RUN.data());
    }
}
