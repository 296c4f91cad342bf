package growth.runtime.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import growth.api.GrowthException;
import growth.api.options.ShapeChange;
import growth.data.tensors.TensorSource;
import growth.engine.cpu.CpuEngine;
import growth.formats.huggingface.ModelFolder;
import growth.formats.safetensors.SafetensorsFile;
import growth.formats.safetensors.TensorType;
import growth.ops.stacking.IdentityOperator;
import growth.ops.stacking.StackOperator;
import growth.runtime.disk.Evaluator.BatchToEvaluate;
import growth.runtime.disk.Evaluator.Watch;
import growth.runtime.fake.FakeCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Folders as they are found, small; losses are those of transformers 5.17 in PyTorch, of labels as they stand. */
class SharedCheckpointsTest {
    private static final Path CASES = Path.of("../../shared/cases");
    private final FakeCatalogue catalogue = new FakeCatalogue().with(new TensorSource()).with(new IdentityOperator())
            .with(new StackOperator()).with("cpu", new CpuEngine());
    private final CheckpointGrowerComponent grower = new CheckpointGrowerComponent(catalogue);
    @TempDir
    private Path home;

    @BeforeEach
    void needsCases() {
        assumeTrue(Files.isDirectory(CASES), "skipped: the cases are not at " + CASES);
    }

    private double loss(Path folder, Path batch) {
        return loss(folder, batch, Optional.empty());
    }

    private double loss(Path folder, Path batch, Optional<Path> answers) {
        return new EvaluatorComponent(catalogue).batch(folder, new BatchToEvaluate(batch, false, answers), new Silent()).loss();
    }

    /** Hears nothing. */
    private static final class Silent implements Watch {
        @Override
        public void warn(String line) {
            // the cases' labels are no copies of their inputs
        }

        @Override
        public void progress(long done, long total, double loss) {
            // one batch
        }
    }

    private GrownCheckpoint grow(Path from, Path to, TensorType... type) {
        return grower.grow(new CheckpointGrowth(from, to, "identity", ShapeChange.parse("layers=6"), List.of(), 1,
                type.length == 0 ? Optional.empty() : Optional.of(type[0])));
    }

    @ParameterizedTest
    @CsvSource({"01-gpt2-num_attention_heads, 20.5766967809078, -2.994704246520996, 1, 7, 5",
        "02-grown-folder-loses-eos, 4.663216460341642, 0.23365449905395508, 1, 7, 5",
        "06-llama3-rope_scaling, 4.618916170184527, 0.18914145231246948, 1, 7, 5",
        "13-config-infinity, 4.618950168388613, 0.18912048637866974, 1, 7, 5"})
    void whatTransformersComputes(String name, double loss, double logit, int row, int position, int id) {
        Path folder = CASES.resolve(name);
        Path answers = home.resolve("answers.safetensors");
        double ours = loss(folder, folder.resolve("batch.safetensors"), Optional.of(answers));
        assertThat(ours).isCloseTo(loss, within(2e-5));
        try (SafetensorsFile file = SafetensorsFile.open(answers)) {
            long[] shape = file.tensor("logits").dimensions();
            float[] logits = file.floats("logits");
            assertThat((double) logits[(int) ((row * shape[1] + position) * shape[2] + id)]).isCloseTo(logit, within(1e-5));
        }
        // identity keeps the function, whatever names and fields the configuration has
        Path grown = home.resolve("grown");
        grow(folder, grown);
        assertThat(loss(grown, folder.resolve("batch.safetensors"))).isCloseTo(loss, within(2e-5));
    }

    @Test
    void aGrownFolderKeepsWhatItsSourceSays() throws IOException {
        Path folder = CASES.resolve("02-grown-folder-loses-eos");
        Path grown = home.resolve("grown");
        assertThat(grow(folder, grown).leftOut()).containsExactly("batch.safetensors");
        for (String file : List.of("generation_config.json", "tokenizer_config.json", "special_tokens_map.json", "chat_template.jinja")) {
            assertThat(grown.resolve(file)).hasSameBinaryContentAs(folder.resolve(file));
        }
        JsonNode before = new ObjectMapper().readTree(Files.readString(folder.resolve("config.json")));
        JsonNode after = new ObjectMapper().readTree(Files.readString(grown.resolve("config.json")));
        before.fields().forEachRemaining(field -> {
            if (!field.getKey().equals("num_hidden_layers")) {
                assertThat(after.get(field.getKey())).as(field.getKey()).isEqualTo(field.getValue());
            }
        });
        assertThat(after.path("num_hidden_layers").asInt()).isEqualTo(6);
        assertThat(after).hasSameSizeAs(before);
    }

    @Test
    void whatRoundingDoesIsMeasured() {
        Path folder = CASES.resolve("04-bf16-exact-is-not");
        assertThat(grow(folder, home.resolve("same")).change().orElseThrow().largest()).isZero();
        // F16 has more digits, but the smallest numbers of BF16 lose theirs
        assertThat(grow(folder, home.resolve("f16"), TensorType.F16).change().orElseThrow().relative()).isLessThan(1e-5);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "10-nan-weight | tensor 'model.layers.1.mlp.up_proj.weight': element [0, 0] is NaN",
        "09-lfs-pointer | is a Git LFS pointer, not the file of 548105171 bytes",
        "14-small-refusals/b4-BertModel-no-cls | this is a base model without a head",
        "14-small-refusals/l13-LlamaModel-no-head | this is a base model without a head",
        "14-small-refusals/v2-in21k-no-head-no-prefix-pooler | this is a base model without a head",
        "14-small-refusals/v3-timm-names | is timm's name",
        "14-small-refusals/l15-quantization_config | the weights are quantized (gptq)",
        "14-small-refusals/d7-only-pytorch_model.bin.index.json | that is PyTorch's format",
    })
    void whatIsNoModelHereIsNamed(String name, String words) {
        Path folder = CASES.resolve(name);
        assertThatThrownBy(() -> loss(folder, folder.resolve("batch.safetensors"))).isInstanceOf(GrowthException.class)
                .hasMessageContaining(words).hasMessageNotContaining("\n");
        assertThatThrownBy(() -> grower.grow(new CheckpointGrowth(folder, home.resolve("grown"), "stack", ShapeChange.parse("layers=6"),
                List.of(), 1, Optional.empty()))).hasMessageContaining(words);
        assertThatThrownBy(() -> ModelFolder.read(folder, DataType.FLOAT)).hasMessageContaining(words);
        assertThat(home.resolve("grown")).doesNotExist();
    }
}
