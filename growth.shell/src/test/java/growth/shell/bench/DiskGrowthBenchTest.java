package growth.shell.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.GrowthException;
import growth.api.model.ModelShape;
import growth.formats.huggingface.ModelFolder;
import growth.formats.safetensors.TensorType;
import growth.runtime.disk.CheckpointGrower;
import growth.runtime.disk.CheckpointGrowth;
import growth.runtime.disk.GrownCheckpoint;
import growth.runtime.engine.EngineChoice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskGrowthBenchTest {
    private static final ModelShape FROM = BenchSize.S.shape().toBuilder().layers(1).hidden(16).heads(2).headSize(8).kvHeads(2)
            .intermediate(8).vocabulary(32).build();
    private static final ModelShape TO = FROM.toBuilder().layers(2).build();
    private final List<String> grown = new ArrayList<>();
    private final CheckpointGrower grower = new CheckpointGrower() {
        @Override
        public GrownCheckpoint grow(CheckpointGrowth growth) {
            grown.add(growth.operator() + " " + growth.shape().applyTo(ModelFolder.shape(growth.from())));
            try {
                Files.createDirectory(growth.to());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return new GrownCheckpoint(null, TensorType.F32, Optional.empty(), "", List.of(), List.of(), grown.size());
        }

        @Override
        public CheckpointGrower on(EngineChoice engine) {
            return this;
        }

        @Override
        public Map<String, String> describe(Path folder) {
            return Map.of();
        }
    };
    @TempDir
    private Path home;

    @Test
    void growsTheSameFolderAndLeavesNothing() {
        DiskGrowthBench.Took took = new DiskGrowthBench(grower, home, 3, 1).run(FROM, TO, () -> false).orElseThrow();
        assertThat(grown).hasSize(3).containsOnly("stack " + TO);
        assertThat(took.grown()).containsExactly(1, 2, 3);
        assertThat(took.disk()).hasSize(3).doesNotContain(0);
        assertThat(took.parameters()).isEqualTo(TO.parameterCount());
        assertThat(home).isEmptyDirectory();
        assertThat(new DiskGrowthBench(grower, home, 3, 1).run(FROM, TO, () -> true)).isEmpty();
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void aFolderThatCannotBeWrittenIsNamed() {
        assertThatThrownBy(() -> new DiskGrowthBench(grower, home.resolve("none"), 1, 1).run(FROM, TO, () -> false))
                .isInstanceOf(GrowthException.class).hasMessageContaining("none: cannot be written").hasMessageContaining("growth bench");
    }
}
