package growth.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import growth.api.GrowthException;
import growth.api.model.ModelState;
import growth.formats.huggingface.ModelFolder;
import growth.formats.safetensors.SafetensorsArrays;
import growth.formats.safetensors.SafetensorsFile;
import growth.runtime.checkpoint.Checkpoint;
import growth.runtime.disk.CheckpointExporterComponent;
import growth.runtime.disk.ModelExport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Averages of the parameters, as checkpoints keep them and as models of their own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AveragesTest {
    private static final String TENSOR = "model.layers.1.mlp.up_proj.weight";
    private final CheckpointExporterComponent exporter = new CheckpointExporterComponent();
    private Path checkpoint;

    @BeforeAll
    void train(@TempDir Path folder) {
        checkpoint = new Workshop(folder).train("run", Workshop.SCRATCH, "training.averages=[0.9, 0.99]", "training.duration=5ba")
                .checkpoint().orElseThrow();
    }

    private INDArray kept(String average) {
        try (SafetensorsFile file = SafetensorsFile.open(checkpoint.resolve("optimizer.safetensors"))) {
            return SafetensorsArrays.read(file, "average/" + average + "/" + TENSOR, DataType.FLOAT);
        }
    }

    @Test
    void anAverageIsAModelOfItsOwn() {
        try (ModelState average = Checkpoint.average(checkpoint, "0.90"); ModelState model = ModelFolder.read(checkpoint, DataType.FLOAT)) {
            assertThat(average.shape()).isEqualTo(model.shape());
            assertThat(average.parameters().keySet()).isEqualTo(model.parameters().keySet());
            assertThat(average.parameters().get(TENSOR)).isEqualTo(kept("0.9"));
            assertThat(average.parameters().get(TENSOR)).isNotEqualTo(model.parameters().get(TENSOR));
        }
    }

    @Test
    void averagesThatAreNotKeptAreNamed() {
        for (String wrong : new String[] {"0.998", "fast"}) {
            assertThatThrownBy(() -> Checkpoint.average(checkpoint, wrong)).isInstanceOf(GrowthException.class)
                    .hasMessageContaining(wrong).hasMessageContaining("0.9, 0.99");
        }
        assertThatThrownBy(() -> Checkpoint.average(checkpoint.getParent(), "0.9")).hasMessageContaining("is not a checkpoint");
    }

    @Test
    void exportedFoldersHoldTheModelAloneOrItsAverage(@TempDir Path home) {
        exporter.export(ModelExport.folder(checkpoint.getParent().getParent(), home.resolve("model"), Optional.empty()));
        assertThat(home.resolve("model/model.safetensors")).hasSameBinaryContentAs(checkpoint.resolve("model.safetensors"));
        Path averaged = home.resolve("averaged");
        exporter.export(ModelExport.folder(checkpoint, averaged, Optional.of("0.99")));
        try (ModelState model = ModelFolder.read(averaged, DataType.FLOAT)) {
            INDArray difference = model.parameters().get(TENSOR).sub(kept("0.99"));
            assertThat(difference.amaxNumber().doubleValue()).isCloseTo(0, within(0.0));
        }
        for (Path folder : new Path[] {home.resolve("model"), averaged}) {
            assertThat(folder.resolve("config.json")).hasSameBinaryContentAs(checkpoint.resolve("config.json"));
            for (String ofRuns : new String[] {"state.json", "optimizer.safetensors", "run.yaml"}) {
                assertThat(folder.resolve(ofRuns)).doesNotExist();
            }
        }
        assertThat(Files.exists(checkpoint.resolve("tokenizer.json"))).isEqualTo(Files.exists(averaged.resolve("tokenizer.json")));
        assertThatThrownBy(() -> exporter.export(ModelExport.folder(checkpoint, averaged, Optional.empty())))
                .hasMessageContaining("already exists");
        assertThatThrownBy(() -> exporter.export(ModelExport.folder(checkpoint, home.resolve("none"), Optional.of("0.5"))))
                .hasMessageContaining("0.9, 0.99");
        assertThat(home.resolve("none")).doesNotExist();
    }
}
