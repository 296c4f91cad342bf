package growth.runtime.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import growth.api.GrowthException;
import growth.api.data.Batch;
import growth.api.model.Axis;
import growth.api.model.Family;
import growth.api.model.GateSite;
import growth.api.model.Gates;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.View;
import growth.engine.cpu.CpuEngine;
import growth.formats.huggingface.ModelFolder;
import growth.formats.safetensors.SafetensorsArrays;
import growth.formats.safetensors.SafetensorsFile;
import growth.formats.safetensors.TensorType;
import growth.reference.RandomModels;
import growth.reference.ReferenceModel;
import growth.reference.SmallShapes;
import growth.runtime.engine.EngineChoice;
import growth.runtime.fake.FakeCatalogue;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ModelExportTest {
    private static final String EMBEDDING = "model.embed_tokens.weight";
    private static final String HEAD = "lm_head.weight";
    private final CheckpointExporterComponent exporter = new CheckpointExporterComponent();

    @TempDir
    private Path home;

    private static ModelState model(Family family) {
        return RandomModels.model(SmallShapes.of(family), 3).map(array -> array.castTo(DataType.FLOAT));
    }

    private Path saved(ModelState state) {
        Path folder = home.resolve("model");
        ModelFolder.save(folder, state);
        return folder;
    }

    private ExportedModel export(Path from, String to, ExportFormat format, ModelExport.Weights weights) {
        return exporter.export(new ModelExport(from, home.resolve(to), format, Optional.empty(), weights));
    }

    private static ModelExport.Weights weights(TensorType type, Long largest, Boolean tied) {
        return new ModelExport.Weights(Optional.ofNullable(type), Optional.ofNullable(largest), Optional.ofNullable(tied));
    }

    private static void requireSame(Path folder, ModelState expected) {
        try (ModelState read = ModelFolder.read(folder, DataType.FLOAT)) {
            assertThat(read.shape()).isEqualTo(expected.shape());
            assertThat(read.parameters()).isEqualTo(expected.parameters());
        }
    }

    @Test
    void aGraphAnswersAsTheEngine() throws IOException {
        ModelState state = model(Family.LLAMA);
        Path folder = saved(state);
        ExportedModel exported = export(folder, "deep/model.fb", ExportFormat.SAMEDIFF, ModelExport.Weights.AS_THEY_ARE);
        assertThat(exported.files()).containsExactly("model.fb");
        assertThat(Files.list(home.resolve("deep"))).containsExactly(home.resolve("deep/model.fb"));
        Batch.Tokens batch = RandomModels.batch(state.shape(), 2, 7, 5);
        FakeCatalogue catalogue = new FakeCatalogue().with("cpu", new CpuEngine());
        INDArray answered = new ModelSession(catalogue, EngineChoice.DEFAULT, folder, Optional.empty())
                .with(2, session -> session.logits(batch, View.full().withSequence(7)).dup('c'));
        INDArray logits = SameDiff.load(home.resolve("deep/model.fb").toFile(), true)
                .outputSingle(Map.of("input_ids", Nd4j.createFromArray(batch.inputs()).reshape(2, 7)), "logits");
        assertThat(logits.sub(answered.reshape(logits.shape())).amaxNumber().doubleValue())
                .isLessThan(2e-5 * answered.amaxNumber().doubleValue());
        assertThatThrownBy(() -> export(folder, "deep/model.fb", ExportFormat.SAMEDIFF, ModelExport.Weights.AS_THEY_ARE))
                .hasMessageContaining("already exists; choose another file");
    }

    /** As older versions of transformers wrote it, in several files, with files of other software beside. */
    @Test
    void anyFolderBecomesACanonicalOne() throws IOException {
        ModelState state = model(Family.BERT);
        Path folder = saved(state);
        Map<String, INDArray> old = new LinkedHashMap<>();
        state.parameters().forEach((name, values) -> old.put(name.replaceFirst("^bert\\.", "")
                .replace("LayerNorm.weight", "LayerNorm.gamma").replace("LayerNorm.bias", "LayerNorm.beta"), values));
        old.put("embeddings.position_ids", Nd4j.arange(9).castTo(DataType.FLOAT).reshape(1, 9));
        old.put("pooler.dense.weight", Nd4j.ones(DataType.FLOAT, 8, 8));
        try (var channel = Channels.newChannel(Files.newOutputStream(folder.resolve("model.safetensors")))) {
            SafetensorsArrays.write(channel, old, Map.of());
        }
        Files.writeString(folder.resolve("config.json"), "{\"model_type\": \"bert\", \"num_hidden_layers\": 2, \"hidden_size\": 8, "
                + "\"num_attention_heads\": 2, \"intermediate_size\": 6, \"vocab_size\": 11, \"max_position_embeddings\": 9, \"note\": 1}");
        Files.writeString(folder.resolve("pytorch_model.bin"), "old");
        Files.writeString(folder.resolve("tokenizer.json"), "{}");
        Files.writeString(folder.resolve("README.md"), "# A model");

        ExportedModel exported = export(folder, "new", ExportFormat.HF, weights(null, 1000L, null));

        assertThat(exported.leftOut()).containsExactly("embeddings.position_ids", "pytorch_model.bin");
        assertThat(exported.files()).hasSizeGreaterThan(2).startsWith("model-00001-of-0000" + exported.files().size() + ".safetensors");
        Path made = home.resolve("new");
        requireSame(made, state);
        assertThat(made.resolve("config.json")).content().contains("\"note\": 1", "\"type_vocab_size\": 2", "\"hidden_act\": \"gelu\"",
                "\"torch_dtype\": \"float32\"", "\"architectures\"", "\"tie_word_embeddings\": true").doesNotContain("dropout", "token_id");
        assertThat(made.resolve("model.safetensors.index.json")).content().contains("\"bert.pooler.dense.weight\"", "\"total_size\": "
                + exported.bytes()).doesNotContain("position_ids");
        for (String file : exported.files()) {
            try (SafetensorsFile shard = SafetensorsFile.open(made.resolve(file))) {
                long bytes = shard.names().stream().mapToLong(name -> shard.tensor(name).bytes()).sum();
                assertThat(bytes <= 1000 || shard.names().size() == 1).as(file + ": " + bytes).isTrue();
            }
        }
        assertThat(made.resolve("tokenizer.json")).content().isEqualTo("{}");
        assertThat(made.resolve("README.md")).exists();
        assertThat(made.resolve("pytorch_model.bin")).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource(value = TensorType.class, names = {"F32", "BF16", "F16"})
    void weightsAreRoundedToOneType(TensorType type) {
        ModelState state = model(Family.GPT2);
        export(saved(state), "new", ExportFormat.HF, weights(type, null, null));
        assertThat(home.resolve("new/config.json")).content()
                .contains(Map.of(TensorType.F32, "float32", TensorType.BF16, "bfloat16", TensorType.F16, "float16").get(type));
        double rounding = Map.of(TensorType.F32, 0.0, TensorType.BF16, 0x1p-8, TensorType.F16, 0x1p-10).get(type);
        try (SafetensorsFile file = SafetensorsFile.open(home.resolve("new/model.safetensors"));
                ModelState read = ModelFolder.read(home.resolve("new"), DataType.FLOAT)) {
            assertThat(file.names()).allMatch(name -> file.tensor(name).type() == type);
            read.parameters().forEach((name, values) -> {
                INDArray exact = state.parameters().get(name);
                assertThat(values.sub(exact).amaxNumber().doubleValue()).isLessThanOrEqualTo(rounding * exact.amaxNumber().doubleValue());
            });
        }
    }

    @Test
    void headsAreTiedAndUntied() {
        ModelShape tied = SmallShapes.of(Family.LLAMA).toBuilder().tied(true).build();
        ModelState state = RandomModels.model(tied, 3).map(array -> array.castTo(DataType.FLOAT));
        Path folder = saved(state);
        export(folder, "untied", ExportFormat.HF, weights(null, null, false));
        try (ModelState untied = ModelFolder.read(home.resolve("untied"), DataType.FLOAT)) {
            assertThat(untied.shape().tied()).isFalse();
            assertThat(untied.parameters().get(HEAD)).isEqualTo(state.parameters().get(EMBEDDING));
        }
        export(home.resolve("untied"), "tied", ExportFormat.HF, weights(null, null, true));
        requireSame(home.resolve("tied"), state);

        ModelFolder.save(home.resolve("other"), model(Family.LLAMA));
        assertThatThrownBy(() -> export(home.resolve("other"), "wrong", ExportFormat.HF, weights(null, null, true)))
                .isInstanceOf(GrowthException.class).hasMessageContaining("differs from 'model.embed_tokens.weight', so the two cannot be");
        assertThat(home.resolve("wrong")).doesNotExist();
    }

    @Test
    void numpyFilesHoldTheTensors() throws IOException, InterruptedException {
        ModelState state = model(Family.VIT);
        ExportedModel exported = export(saved(state), "arrays", ExportFormat.NPY, ModelExport.Weights.AS_THEY_ARE);
        Path arrays = home.resolve("arrays");
        assertThat(exported.files()).hasSize(state.parameters().size());
        state.parameters().forEach((name, values) ->
                assertThat(Nd4j.createFromNpyFile(arrays.resolve(name + ".npy").toFile())).as(name).isEqualTo(values));
        assertThat(arrays.resolve("manifest.json")).content().contains("\"tied_head\": false", "\"dtype\": \"<f4\"",
                "\"name\": \"vit.embeddings.cls_token\"");

        Path program = Files.writeString(home.resolve("read.py"), "import json, sys, numpy\nd = sys.argv[1] + '/'\n"
                + "for t in json.load(open(d + 'manifest.json'))['tensors']:\n"
                + "    a = numpy.load(d + t['file'], mmap_mode='r')\n"
                + "    assert a.dtype == t['dtype'] and list(a.shape) == t['shape'] and a.flags.c_contiguous, t\n"
                + "    print(t['name'], repr(float(a.sum(dtype='f8'))))\n");
        Path said = home.resolve("said.txt");
        assumeTrue(numpy(), "there is no Python with NumPy");
        Process python = new ProcessBuilder("python3", program.toString(), arrays.toString()).redirectErrorStream(true)
                .redirectOutput(said.toFile()).start();
        assertThat(python.waitFor(1, TimeUnit.MINUTES)).isTrue();
        List<String> lines = Files.readAllLines(said);
        assertThat(python.exitValue()).as(lines.toString()).isZero();
        assertThat(lines).hasSameSizeAs(exported.files());
        for (String line : lines) {
            String[] words = line.split(" ");
            double sum = state.parameters().get(words[0]).castTo(DataType.DOUBLE).sumNumber().doubleValue();
            assertThat(Double.parseDouble(words[1])).isCloseTo(sum, within(1e-9));
        }
    }

    private static boolean numpy() throws InterruptedException {
        try {
            return new ProcessBuilder("python3", "-c", "import numpy").redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void gatesAreWarnedOfWhereTheFormatHasNone() {
        ModelState state = model(Family.LLAMA);
        Gates gates = Gates.none().with(new GateSite(Axis.LAYERS, 1), new float[] {0.25f});
        Path checkpoint = ModelSessionTest.checkpoint(home.resolve("run"), state.withGates(gates));
        assertThat(export(checkpoint, "hf", ExportFormat.HF, ModelExport.Weights.AS_THEY_ARE).warnings()).singleElement().asString()
                .contains("not yet open at 1 place", "--format samediff");
        assertThat(export(checkpoint, "gated.fb", ExportFormat.SAMEDIFF, ModelExport.Weights.AS_THEY_ARE).warnings()).isEmpty();
        SameDiff gated = SameDiff.load(home.resolve("gated.fb").toFile(), true);
        assertThat(Stream.of("hidden_states.1", "hidden_states.2")).allMatch(gated::hasVariable);
        Batch.Tokens batch = RandomModels.batch(state.shape(), 1, 5, 5);
        double expected = ReferenceModel.of(state).logits(batch, View.full(), gates)[17];
        INDArray logits = gated.outputSingle(Map.of("input_ids", Nd4j.createFromArray(batch.inputs()).reshape(1, 5)), "logits");
        assertThat(logits.reshape(-1).getDouble(17)).isCloseTo(expected, within(1e-5));
    }
}
