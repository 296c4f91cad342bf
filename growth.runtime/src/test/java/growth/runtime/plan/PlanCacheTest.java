package growth.runtime.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanCacheTest {
    @TempDir
    private Path home;

    @Test
    void whatIsThereIsReadAndNothingIsWritten() throws IOException {
        Path cache = Files.createDirectory(home.resolve(".cache"));
        Files.writeString(cache.resolve("hashes.json"), "old");
        Path folder;
        try (PlanCache plan = PlanCache.over(cache)) {
            folder = plan.path();
            assertThat(folder.resolve("hashes.json")).content().isEqualTo("old");
            Path part = Files.writeString(folder.resolve("hashes.json.part"), "new");
            Files.move(part, folder.resolve("hashes.json"), StandardCopyOption.ATOMIC_MOVE);
            Files.writeString(folder.resolve("ids-1.bin"), "ids");
        }
        assertThat(folder).doesNotExist();
        assertThat(cache).isDirectoryContaining("glob:**hashes.json").isDirectoryNotContaining("glob:**ids-1.bin");
        assertThat(cache.resolve("hashes.json")).content().isEqualTo("old");
    }

    @Test
    void noCacheIsMade() {
        try (PlanCache plan = PlanCache.over(home.resolve(".cache"))) {
            assertThat(plan.path()).isEmptyDirectory();
        }
        assertThat(home).isEmptyDirectory();
    }
}
