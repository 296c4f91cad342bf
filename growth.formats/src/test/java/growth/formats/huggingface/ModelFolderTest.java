package growth.formats.huggingface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.model.Family;
import growth.api.model.ImageShape;
import growth.api.model.ModelShape;
import growth.api.model.ModelShapeBuilder;
import growth.api.model.ModelState;
import growth.api.model.ParameterLayout;
import growth.formats.folder.AtomicFolder;
import growth.formats.safetensors.SafetensorsArrays;
import growth.formats.safetensors.SafetensorsFile;
import growth.formats.safetensors.TensorType;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Folders as they are found in the wild, and folders that are not what they say. */
class ModelFolderTest {
    @TempDir
    Path temp;

    private static ModelShapeBuilder small(Family family) {
        return ModelShape.builder(family).layers(2).hidden(8).heads(2).intermediate(12).vocabulary(10).context(6);
    }

    private static Map<String, INDArray> random(ModelShape shape) {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        ParameterLayout.of(shape).parameters().forEach(p -> arrays.put(p.name(), Nd4j.randn(DataType.FLOAT, p.shape(shape))));
        return arrays;
    }

    private static Map<String, INDArray> renamed(Map<String, INDArray> arrays, String from, String to) {
        Map<String, INDArray> changed = new LinkedHashMap<>();
        arrays.forEach((name, array) -> changed.put(name.replaceFirst(from, to), array));
        return changed;
    }

    private Path folder(ModelShape shape, Map<String, INDArray> arrays) throws IOException {
        Path folder = Files.createDirectories(temp.resolve("model"));
        Files.writeString(folder.resolve("config.json"), HuggingFaceConfig.write(shape, TensorType.F32));
        write(folder.resolve("model.safetensors"), arrays);
        return folder;
    }

    private static void write(Path file, Map<String, INDArray> arrays) throws IOException {
        try (var channel = Channels.newChannel(Files.newOutputStream(file))) {
            SafetensorsArrays.write(channel, arrays, Map.of());
        }
    }

    private static void holds(Path folder, Map<String, INDArray> expected) {
        try (ModelState state = ModelFolder.read(folder, DataType.FLOAT)) {
            assertThat(state.parameters().keySet()).isEqualTo(expected.keySet());
            expected.forEach((name, array) -> assertThat(state.parameters().get(name)).as(name).isEqualTo(array));
        }
    }

    private static void refused(Path folder, String message) {
        assertThatThrownBy(() -> ModelFolder.read(folder, DataType.FLOAT)).isInstanceOf(GrowthException.class)
                .hasMessageStartingWith(folder.toString()).hasMessageContaining(message)
                .satisfies(e -> assertThat(((GrowthException) e).kind()).isEqualTo(Kind.CHECKPOINT))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }

    @Test
    void gpt2WithoutPrefixAndWithMaskBuffers() throws IOException {
        ModelShape shape = small(Family.GPT2).build();
        Map<String, INDArray> arrays = random(shape);
        Map<String, INDArray> file = renamed(arrays, "^transformer\\.", "");
        file.put("h.0.attn.bias", Nd4j.ones(DataType.FLOAT, 1, 1, 6, 6));
        file.put("h.1.attn.masked_bias", Nd4j.scalar(-1e4f));
        holds(folder(shape, file), arrays);
    }

    @Test
    void bertWithNormsOfOldNamesAPoolerAndASharedDecoder() throws IOException {
        ModelShape shape = small(Family.BERT).build();
        Map<String, INDArray> arrays = random(shape);
        Map<String, INDArray> file = renamed(arrays, "LayerNorm\\.weight$", "LayerNorm.gamma");
        file = renamed(file, "LayerNorm\\.bias$", "LayerNorm.beta");
        file.put("bert.embeddings.position_ids", Nd4j.zeros(DataType.FLOAT, 1, 6));
        file.put("bert.pooler.dense.weight", Nd4j.zeros(DataType.FLOAT, 8, 8));
        file.put("cls.seq_relationship.bias", Nd4j.zeros(DataType.FLOAT, 2));
        file.put("cls.predictions.decoder.weight", arrays.get("bert.embeddings.word_embeddings.weight"));
        file.put("cls.predictions.decoder.bias", file.remove("cls.predictions.bias"));
        holds(folder(shape, file), arrays);
    }

    @Test
    void vitWithAPooler() throws IOException {
        ModelShape shape = ModelShape.builder(Family.VIT).layers(1).hidden(8).heads(2).intermediate(12)
                .image(new ImageShape(4, 2, 3, 5)).build();
        Map<String, INDArray> arrays = random(shape);
        Map<String, INDArray> file = new LinkedHashMap<>(arrays);
        file.put("vit.pooler.dense.weight", Nd4j.zeros(DataType.FLOAT, 8, 8));
        holds(folder(shape, file), arrays);
    }

    @Test
    void llamaWithFrequenciesAndARepeatedTiedHead() throws IOException {
        ModelShape shape = small(Family.LLAMA).tied(true).build();
        Map<String, INDArray> arrays = random(shape);
        Map<String, INDArray> file = new LinkedHashMap<>(arrays);
        file.put("model.layers.0.self_attn.rotary_emb.inv_freq", Nd4j.ones(DataType.FLOAT, 2));
        file.put("lm_head.weight", arrays.get("model.embed_tokens.weight"));
        holds(folder(shape, file), arrays);

        file.put("lm_head.weight", arrays.get("model.embed_tokens.weight").add(1));
        refused(folder(shape, file), "tensor 'lm_head.weight': differs from 'model.embed_tokens.weight', although");
    }

    @Test
    void aTiedHeadIsNotWritten() {
        ModelShape shape = small(Family.LLAMA).tied(true).build();
        Path folder = temp.resolve("tied");
        ModelFolder.save(folder, ModelState.of(shape, random(shape)));
        try (SafetensorsFile file = SafetensorsFile.open(folder.resolve("model.safetensors"))) {
            assertThat(file.names()).doesNotContain("lm_head.weight").contains("model.embed_tokens.weight");
        }
        assertThat(ModelFolder.shape(folder)).isEqualTo(shape);
    }

    @Test
    void anUntiedModelNeedsItsHead() throws IOException {
        ModelShape shape = small(Family.LLAMA).build();
        Map<String, INDArray> arrays = random(shape);
        arrays.remove("lm_head.weight");
        refused(folder(shape, arrays), "tensor 'lm_head.weight' is missing; a model without it says tie_word_embeddings true");
    }

    @Test
    void shardsAreReadThroughTheirIndex() throws IOException {
        ModelShape shape = small(Family.LLAMA).build();
        Map<String, INDArray> arrays = random(shape);
        Path folder = folder(shape, arrays);
        Files.delete(folder.resolve("model.safetensors"));
        Map<String, INDArray> first = new LinkedHashMap<>(arrays);
        Map<String, INDArray> second = new LinkedHashMap<>();
        second.put("lm_head.weight", first.remove("lm_head.weight"));
        write(folder.resolve("model-00001-of-00002.safetensors"), first);
        write(folder.resolve("model-00002-of-00002.safetensors"), second);
        StringBuilder index = new StringBuilder("{\"metadata\": {\"total_size\": 1}, \"weight_map\": {");
        first.keySet().forEach(name -> index.append('"').append(name).append("\": \"model-00001-of-00002.safetensors\", "));
        index.append("\"lm_head.weight\": \"model-00002-of-00002.safetensors\"}}");
        Path indexFile = Files.writeString(folder.resolve("model.safetensors.index.json"), index);
        holds(folder, arrays);

        Files.writeString(indexFile, index.toString().replace("-00002-of-00002", "-00001-of-00002"));
        refused(folder, "tensor 'lm_head.weight' is missing; a model without it says tie_word_embeddings true");
        for (String hostile : new String[] {"../model.safetensors", "/etc/model.safetensors", "config.json", "..", ""}) {
            Files.writeString(indexFile, "{\"weight_map\": {\"x\": \"" + hostile + "\"}}");
            refused(folder, "weight_map: \"" + hostile + "\" is no name of a safetensors file in the folder");
        }
        Files.writeString(indexFile, "{\"weight_map\": 1}");
        refused(folder, "weight_map: must be an object");
    }

    @Test
    void anotherModelThanTheConfigurationSaysIsRefused() throws IOException {
        ModelShape shape = small(Family.LLAMA).build();
        Map<String, INDArray> arrays = random(shape);
        refused(folder(shape.toBuilder().intermediate(16).build(), arrays),
                "tensor 'model.layers.0.mlp.gate_proj.weight': is [12, 8], but the configuration says [16, 8]");
        refused(folder(shape.toBuilder().layers(1).build(), arrays), "tensor 'model.layers.1.");
        refused(folder(shape.toBuilder().layers(3).build(), arrays), "tensor 'model.layers.2.input_layernorm.weight' is missing");
        refused(folder(shape.toBuilder().layers(60_000).build(), arrays),
                "the configuration says 60000 layers, but the weights are only");
        Path endless = folder(shape, arrays);
        Path config = endless.resolve("config.json");
        String layers = "\"num_hidden_layers\": ";
        String text = Files.readString(config);
        assertThat(text).contains(layers + shape.layers());
        Files.writeString(config, text.replace(layers + shape.layers(), layers + 2_000_000_000));
        refused(endless, "layers must be at most 65536, not 2000000000");
        Map<String, INDArray> twice = new LinkedHashMap<>(arrays);
        twice.put("norm.weight", arrays.get("model.norm.weight"));
        refused(folder(shape, twice), "tensor 'norm.weight': is the same parameter as 'model.norm.weight'");
        Map<String, INDArray> biased = new LinkedHashMap<>(arrays);
        biased.put("model.layers.0.self_attn.q_proj.bias", Nd4j.zeros(DataType.FLOAT, 8));
        refused(folder(shape, biased), "tensor 'model.layers.0.self_attn.q_proj.bias': is a bias, which llama's layers do not have here");
    }

    @Test
    void foldersWithoutAModelAreRefused() throws IOException {
        refused(temp.resolve("none"), "there is no such folder; a model folder holds config.json and model.safetensors");
        refused(temp, "has no config.json");
        Path folder = folder(small(Family.LLAMA).build(), Map.of());
        Files.delete(folder.resolve("model.safetensors"));
        refused(folder, "has no model.safetensors");
        Files.createFile(folder.resolve("pytorch_model.bin"));
        refused(folder, "has no model.safetensors, but pytorch_model.bin: that is PyTorch's format");
    }

    @Test
    void roundedWeightsAreReadBackIntoEitherType() {
        ModelShape shape = small(Family.GPT2).build();
        Map<String, INDArray> arrays = random(shape);
        Path folder = temp.resolve("half");
        try (AtomicFolder target = AtomicFolder.begin(folder)) {
            ModelFolder.write(target, ModelState.of(shape, arrays), TensorType.BF16);
            target.commit();
        }
        try (ModelState state = ModelFolder.read(folder, DataType.DOUBLE)) {
            arrays.forEach((name, array) -> {
                INDArray read = state.parameters().get(name);
                assertThat(read.dataType()).isEqualTo(DataType.DOUBLE);
                // bfloat16 keeps 8 bits: half a unit in the last place is a relative error of 2^-9
                double error = read.sub(array.castTo(DataType.DOUBLE)).div(array.castTo(DataType.DOUBLE)).amaxNumber().doubleValue();
                assertThat(error).as(name).isBetween(1e-6, Math.pow(2, -8));
            });
        }
    }
}
