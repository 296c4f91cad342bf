package growth.runtime.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.model.ModelState;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledWhileSavingTest {
    private static final String CACHE = "org.bytedeco.javacpp.cachedir";
    @TempDir
    private Path folder;

    /** Kills a process (kill -9) that does nothing but save, wherever in a save it may be. */
    @Test
    void newestWholeCheckpointLoads() throws Exception {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = new ArrayList<>(List.of(java.toString(), "-XX:TieredStopAtLevel=1", "-cp",
                System.getProperty("java.class.path")));
        if (System.getProperty(CACHE) != null) {
            command.add("-D" + CACHE + "=" + System.getProperty(CACHE));
        }
        command.addAll(List.of(CheckpointSaverProcess.class.getName(), folder.toString()));
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        long seen = 0;
        try (BufferedReader lines = process.inputReader()) {
            while (seen < 20) {
                seen = Long.parseLong(lines.readLine());
            }
            process.destroyForcibly().waitFor();
        }

        List<String> log = new ArrayList<>();
        Checkpoint checkpoint = new CheckpointStore(folder, 2).find(log::add).checkpoint().orElseThrow();
        assertThat(log).isEmpty();
        long step = checkpoint.run().progress().step();
        assertThat(step).isGreaterThanOrEqualTo(seen);
        try (ModelState expected = CheckpointStoreTest.model(step); ModelState loaded = checkpoint.model()) {
            assertThat(loaded.parameters()).isEqualTo(expected.parameters());
        }
        try (var entries = Files.list(folder)) {
            assertThat(entries).allMatch(e -> e.getFileName().toString().startsWith("step-"));
        }
    }
}
