package growth.runtime.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.api.GrowthException;
import growth.api.algebra.GrowthMap;
import growth.api.algebra.LayerMap;
import growth.api.algebra.ParameterInitializer;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.operator.GrowthOperator;
import growth.api.operator.GrowthPlan;
import growth.api.operator.GrowthRequest;
import growth.api.operator.LearningRatePolicy;
import growth.api.operator.OperatorCard;
import growth.api.operator.OptimizerStatePolicy;
import growth.api.operator.Preservation;
import growth.api.options.Card;
import growth.api.options.ShapeChange;
import growth.engine.cpu.CpuEngine;
import growth.formats.huggingface.HuggingFaceConfig;
import growth.formats.huggingface.ModelFolder;
import growth.formats.safetensors.SafetensorsArrays;
import growth.formats.safetensors.SafetensorsFile;
import growth.formats.safetensors.TensorType;
import growth.reference.SmallShapes;
import growth.runtime.fake.FakeCatalogue;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** What a grown folder has beside its parameters, and what rounding does to the promise of an exact growth. */
class GrownFolderTest {
    private static final double PRECISION = 1e-5;
    @TempDir
    private Path home;
    private final CheckpointGrowerComponent grower =
            new CheckpointGrowerComponent(new FakeCatalogue().with(new Copying()).with("cpu", new CpuEngine()));

    private Path save(ModelShape shape, Map<String, INDArray> more, String fields) throws IOException {
        Path folder = Files.createDirectories(home.resolve("small"));
        try (ModelState state = ParameterInitializer.initialize(shape, 3);
                FileChannel channel = FileChannel.open(folder.resolve("model.safetensors"), StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE)) {
            Map<String, INDArray> all = new LinkedHashMap<>(state.parameters());
            all.putAll(more);
            SafetensorsArrays.write(channel, all, Map.of());
        }
        ObjectMapper json = new ObjectMapper();
        ObjectNode config = (ObjectNode) json.readTree(HuggingFaceConfig.write(shape, TensorType.F32));
        config.setAll((ObjectNode) json.readTree(fields.replace('\'', '"')));
        Files.writeString(folder.resolve("config.json"), json.writeValueAsString(config));
        return folder;
    }

    private GrownCheckpoint grow(Path from, Path to, String shape, TensorType... type) {
        return grower.grow(new CheckpointGrowth(from, to, "copying", ShapeChange.parse(shape), List.of(), 1,
                type.length == 0 ? Optional.empty() : Optional.of(type[0])));
    }

    @Test
    void bertsPoolerAndNextSentenceHeadGiveTheAnswersTheyGave() throws IOException {
        Map<String, INDArray> outside = new LinkedHashMap<>();
        outside.put("bert.pooler.dense.weight", Nd4j.randn(DataType.FLOAT, 8, 8));
        outside.put("bert.pooler.dense.bias", Nd4j.randn(DataType.FLOAT, 8));
        outside.put("cls.seq_relationship.weight", Nd4j.randn(DataType.FLOAT, 2, 8));
        outside.put("cls.seq_relationship.bias", Nd4j.randn(DataType.FLOAT, 2));
        outside.put("bert.embeddings.position_ids", Nd4j.zeros(DataType.FLOAT, 1, 9));
        Path small = save(SmallShapes.of(Family.BERT), outside, "{'hidden_dropout_prob': 0.3, 'id2label': {'0': 'no', '1': 'yes'}}");
        Path large = home.resolve("large");

        GrownCheckpoint grown = grow(small, large, "layers=4,hidden=16,heads=4");

        assertThat(grown.carried()).contains("bert.pooler.dense.weight", "cls.seq_relationship.bias");
        assertThat(grown.leftOut()).containsExactly("bert.embeddings.position_ids");
        INDArray hidden = Nd4j.randn(DataType.FLOAT, 8, 1);
        // copyWidth repeats all indices, or each beside itself: the bias tells which
        try (SafetensorsFile file = SafetensorsFile.open(large.resolve("model.safetensors"))) {
            INDArray bias = SafetensorsArrays.read(file, "bert.pooler.dense.bias", DataType.FLOAT);
            int[] source = new int[16];
            for (int i = 0; i < 16; i++) {
                source[i] = indexOf(outside.get("bert.pooler.dense.bias"), bias.getFloat(i));
            }
            INDArray wide = Nd4j.create(DataType.FLOAT, 16, 1);
            for (int i = 0; i < 16; i++) {
                wide.putScalar(i, 0, hidden.getFloat(source[i], 0));
            }
            INDArray before = pooled(outside, hidden, 8);
            Map<String, INDArray> after = new LinkedHashMap<>();
            outside.keySet().stream().filter(name -> file.names().contains(name))
                    .forEach(name -> after.put(name, SafetensorsArrays.read(file, name, DataType.FLOAT)));
            INDArray wider = pooled(after, wide, 16);
            for (int i = 0; i < 16; i++) {
                assertThat(wider.getDouble(i, 0)).isCloseTo(before.getDouble(source[i], 0), within(PRECISION));
            }
            INDArray answer = outside.get("cls.seq_relationship.weight").mmul(before);
            INDArray answerAfter = after.get("cls.seq_relationship.weight").mmul(wider);
            assertThat(answerAfter.getDouble(0)).isCloseTo(answer.getDouble(0), within(PRECISION));
            assertThat(answerAfter.getDouble(1)).isCloseTo(answer.getDouble(1), within(PRECISION));
        }
        assertThat(large.resolve("config.json")).content().contains("\"hidden_dropout_prob\": 0.3", "\"yes\"");
    }

    private static int indexOf(INDArray values, float value) {
        for (int i = 0; i < values.length(); i++) {
            if (values.getFloat(i) == value) {
                return i;
            }
        }
        throw new AssertionError(value + " is not among " + values);
    }

    private static INDArray pooled(Map<String, INDArray> tensors, INDArray hidden, int width) {
        return Transforms.tanh(tensors.get("bert.pooler.dense.weight").mmul(hidden)
                .add(tensors.get("bert.pooler.dense.bias").reshape(width, 1)));
    }

    @Test
    void tensorsOfSizesOfTheirOwnAreLeftOutWhenTheWidthGrows() throws IOException {
        Map<String, INDArray> outside = Map.of("vit.pooler.dense.weight", Nd4j.randn(DataType.FLOAT, 5, 8), "vit.embeddings.mask_token",
                Nd4j.randn(DataType.FLOAT, 1, 1, 8));
        Path small = save(SmallShapes.of(Family.VIT), outside, "{'pooler_output_size': 5}");
        assertThat(grow(small, home.resolve("deep"), "layers=4").leftOut()).isEmpty();
        GrownCheckpoint wide = grow(small, home.resolve("wide"), "hidden=16,heads=4");
        assertThat(wide.leftOut()).containsExactly("vit.pooler.dense.weight");
        assertThat(wide.carried()).containsExactly("vit.embeddings.mask_token");
        try (ModelState read = ModelFolder.read(home.resolve("wide"), DataType.FLOAT)) {
            assertThat(read.shape().hidden()).isEqualTo(16);
        }
    }

    @ParameterizedTest
    @CsvSource({"LLAMA", "GPT2", "BERT", "VIT"})
    void whatRoundingDoesIsMeasuredOnTheFiles(Family family) throws IOException {
        Path small = save(SmallShapes.of(family), Map.of(), "{}");
        String shape = family == Family.LLAMA ? "hidden=16,heads=8,kv-heads=4,intermediate=12" : "hidden=16,heads=4,intermediate=12";
        GrownCheckpoint exact = grow(small, home.resolve("f32"), shape);
        GrownCheckpoint rounded = grow(small, home.resolve("bf16"), shape, TensorType.BF16);
        assertThat(exact.notMeasured()).isEmpty();
        assertThat(exact.change().orElseThrow().relative()).isLessThan(1e-5);
        assertThat(rounded.change().orElseThrow().relative()).isBetween(1e-4, 1e-1);
        assertThat(home.resolve("bf16/config.json")).content().contains("\"torch_dtype\": \"bfloat16\"");
        assertThat(home.resolve("f32/config.json")).content().contains("\"torch_dtype\": \"float32\"");
    }

    @Test
    void aWeightThatWouldOverflowIsRefusedAndNothingIsWritten() throws IOException {
        Path small = home.resolve("small");
        try (ModelState state = ParameterInitializer.initialize(SmallShapes.of(Family.GPT2), 3)) {
            state.parameters().get("transformer.h.1.mlp.c_fc.weight").putScalar(2, 1, 70000f);
            ModelFolder.save(small, state);
        }
        assertThatThrownBy(() -> grow(small, home.resolve("large"), "layers=4", TensorType.F16)).isInstanceOf(GrowthException.class)
                .hasMessage("tensor 'transformer.h.1.mlp.c_fc.weight': element [2, 1] is 70000.0, which F16 cannot hold;"
                        + " write BF16 or F32 instead");
        assertThat(home.resolve("large")).doesNotExist();
        grow(small, home.resolve("large"), "layers=4", TensorType.BF16);
    }

    @Test
    void aWeightThatIsNoNumberIsNotGrown() throws IOException {
        Path small = home.resolve("small");
        try (ModelState state = ParameterInitializer.initialize(SmallShapes.of(Family.GPT2), 3)) {
            state.parameters().get("transformer.ln_f.bias").putScalar(4, Float.NaN);
            ModelFolder.save(small, state);
        }
        assertThatThrownBy(() -> grow(small, home.resolve("large"), "layers=4"))
                .hasMessageContaining("model.safetensors: tensor 'transformer.ln_f.bias': element [4] is NaN");
        assertThat(home.resolve("large")).doesNotExist();
    }

    /** Copies in width and stacks in depth. */
    private static final class Copying implements GrowthOperator {
        @Override
        public OperatorCard card() {
            return new OperatorCard(new Card("copying", "Copies.", "a test"), "W' = R W M", Preservation.EXACT, "none",
                    Set.of(Family.values()), OptimizerStatePolicy.RESET, LearningRatePolicy.RESTART, "anything but tests");
        }

        @Override
        public GrowthPlan plan(GrowthRequest request) {
            int from = request.from().layers();
            return GrowthPlan.of(GrowthMap.between(request.from(), request.to()).copyWidth()
                    .layers(LayerMap.stack(from, request.to().layers())).build("copying"), Preservation.EXACT);
        }
    }
}
