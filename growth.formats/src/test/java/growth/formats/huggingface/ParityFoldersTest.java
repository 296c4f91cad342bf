package growth.formats.huggingface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import growth.api.GrowthException.Kind;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.ParameterLayout;
import growth.formats.json.JsonFields;
import growth.formats.safetensors.SafetensorsFile;
import growth.formats.safetensors.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Model folders that PyTorch wrote, one per family and kind of attention. */
class ParityFoldersTest {
    private static final Path PARITY = Path.of("../../shared/parity");

    @TempDir
    Path temp;

    @BeforeEach
    void needsParityFiles() {
        assumeTrue(Files.isDirectory(PARITY), "skipped: the parity files are not at " + PARITY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama-mha", "llama-gqa-tied", "llama-wide-heads", "gpt2", "bert", "vit"})
    void layoutsNameExactlyTheTensorsOfTheFile(String name) {
        ModelShape shape = ModelFolder.shape(PARITY.resolve(name));
        Map<String, long[]> expected = new LinkedHashMap<>();
        ParameterLayout.of(shape).parameters().forEach(p -> expected.put(p.name(), p.shape(shape)));
        try (SafetensorsFile file = SafetensorsFile.open(PARITY.resolve(name).resolve("model.safetensors"))) {
            assertThat(file.names()).containsExactlyInAnyOrderElementsOf(expected.keySet());
            expected.forEach((tensor, dimensions) -> assertThat(file.tensor(tensor).dimensions()).as(tensor).isEqualTo(dimensions));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama-mha", "llama-gqa-tied", "llama-wide-heads", "gpt2", "bert", "vit"})
    void configurationSurvivesReadingAndWriting(String name) throws IOException {
        Path original = PARITY.resolve(name).resolve("config.json");
        ModelShape shape = HuggingFaceConfig.read(original);
        Path written = Files.writeString(temp.resolve("config.json"), HuggingFaceConfig.write(shape, TensorType.F32));
        assertThat(HuggingFaceConfig.read(written)).isEqualTo(shape);

        JsonFields before = JsonFields.read(original, Kind.CHECKPOINT);
        JsonFields after = JsonFields.read(written, Kind.CHECKPOINT);
        for (String field : before.names()) {
            if (field.equals("num_labels")) {
                assertThat(after.value("id2label")).hasSize(before.integer(field));
            } else {
                assertThat(after.value(field)).as(field).isEqualTo(before.value(field));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama-mha", "llama-gqa-tied", "llama-wide-heads", "gpt2", "bert", "vit"})
    void weightsSurviveReadingAndWritingToTheLastBit(String name) {
        Path original = PARITY.resolve(name);
        Path copy = temp.resolve(name);
        try (ModelState state = ModelFolder.read(original, DataType.FLOAT)) {
            ModelFolder.save(copy, state);
        }
        try (SafetensorsFile before = SafetensorsFile.open(original.resolve("model.safetensors"));
                SafetensorsFile after = SafetensorsFile.open(copy.resolve("model.safetensors"))) {
            assertThat(after.names()).containsExactlyInAnyOrderElementsOf(before.names());
            assertThat(after.header().metadata()).containsEntry("format", "pt");
            for (String tensor : before.names()) {
                assertThat(after.tensor(tensor)).isEqualTo(before.tensor(tensor));
                assertThat(after.floats(tensor)).as(tensor).isEqualTo(before.floats(tensor));
            }
        }
    }
}
