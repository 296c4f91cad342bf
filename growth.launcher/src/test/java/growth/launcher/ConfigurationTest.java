package growth.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Map;
import org.apache.felix.cm.file.ConfigurationHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Configuration Admin reads what the launcher writes. */
class ConfigurationTest {

    @TempDir
    private Path folder;

    @Test
    void settingsComeBackAsTheyWere() throws IOException {
        Map<String, String> settings = Map.of("growth.plugins", "C:\\a b=\"c\" {1,2}\\漢字\té", "growth.call.seconds", "1.5");
        Configuration.write(settings, folder.resolve("config"));
        try (InputStream file = Files.newInputStream(folder.resolve("config/growth.config"))) {
            Dictionary<String, ?> read = ConfigurationHandler.read(file);
            settings.forEach((key, value) -> assertThat(read.get(key)).isEqualTo(value));
            assertThat(read.get("service.pid")).isEqualTo("growth");
        }
    }

    @Test
    void otherPropertiesAreNobodysSettings() throws IOException {
        Configuration.write(Map.of("java.home", "/jdk", "growthless", "1", "growth.odd key", "1"), folder);
        assertThat(folder.resolve("growth.config")).hasContent("service.pid=\"growth\"");
    }
}
