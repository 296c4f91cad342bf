package growth.runtime.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelLocationTest {
    @TempDir
    private Path home;

    private Path snapshot(String name) throws IOException {
        Path folder = Files.createDirectories(home.resolve("models--x--y/snapshots").resolve(name));
        Files.writeString(folder.resolve("config.json"), "{}");
        return folder;
    }

    @Test
    void theSnapshotOfACacheIsFound() throws IOException {
        Path first = snapshot("abc");
        Path cache = home.resolve("models--x--y");
        assertThat(ModelLocation.of(cache)).isEqualTo(first);
        assertThat(ModelLocation.of(cache.resolve("snapshots"))).isEqualTo(first);
        assertThat(ModelLocation.of(first)).isEqualTo(first);

        Path second = snapshot("def");
        assertThat(ModelLocation.of(cache)).as("nobody says which").isEqualTo(cache);
        Files.createDirectories(cache.resolve("refs"));
        Files.writeString(cache.resolve("refs/main"), "def\n");
        assertThat(ModelLocation.of(cache)).isEqualTo(second);
    }
}
