package growth.formats.huggingface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.algebra.ParameterInitializer;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.formats.safetensors.SafetensorsArrays;
import growth.formats.safetensors.TensorType;
import growth.reference.SmallShapes;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What is no model folder is named for what it is, with what to do. */
class ForeignFolderTest {
    private static final String LFS = "version https://git-lfs.github.com/spec/v1\noid sha256:aa\nsize 548105171\n";
    @TempDir
    Path folder;

    private void config(ModelShape shape) throws IOException {
        Files.writeString(folder.resolve("config.json"), HuggingFaceConfig.write(shape, TensorType.F32));
    }

    private void weights(Map<String, INDArray> arrays, String file) throws IOException {
        try (var channel = Channels.newChannel(Files.newOutputStream(folder.resolve(file)))) {
            SafetensorsArrays.write(channel, arrays, Map.of());
        }
    }

    private static Map<String, INDArray> parameters(ModelShape shape) {
        return new LinkedHashMap<>(ParameterInitializer.initialize(shape, 1).parameters());
    }

    private void refused(Path path, String... words) {
        assertThatThrownBy(() -> ModelFolder.read(path, DataType.FLOAT).close()).isInstanceOf(GrowthException.class)
                .hasMessageContainingAll(words).hasMessageNotContaining("\n")
                .satisfies(e -> assertThat(((GrowthException) e).kind()).isEqualTo(Kind.CHECKPOINT));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "pytorch_model.bin | that is PyTorch's format", "pytorch_model.bin.index.json | that is PyTorch's format",
        "pytorch_model-00001-of-00002.bin | that is PyTorch's format", "llama.Q4_K_M.gguf | that is llama.cpp's format",
        "consolidated.00.pth | that is Meta's or plain PyTorch's format", "tf_model.h5 | that is TensorFlow's format",
        "flax_model.msgpack | that is Flax's format", "bert_model.ckpt.index | that is TensorFlow's format",
        "model.onnx | that is an ONNX graph", "adapter_model.safetensors | that is an adapter (LoRA)", "weights.pt | another software's",
        "model-00001-of-00002.safetensors | the parts of a model need their model.safetensors.index.json",
        "vit.safetensors | if that is the model, call it model.safetensors", "README.md | a model folder holds config.json",
    })
    void foldersWithoutWeights(String file, String words) throws IOException {
        config(SmallShapes.of(Family.LLAMA));
        Files.createFile(folder.resolve(file));
        refused(folder, folder + ": has no model.safetensors", words);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"adapter_config.json | is an adapter (LoRA)", "params.json | Meta's",
        "model.gguf | llama.cpp's format", "vocab.txt | a model folder holds config.json and model.safetensors"})
    void foldersWithoutConfiguration(String file, String words) throws IOException {
        Files.createFile(folder.resolve(file));
        refused(folder, folder + ": has no config.json", words);
    }

    @Test
    void pathsThatAreNoFolder() throws IOException {
        refused(folder.resolve("none"), "there is no such folder");
        Path weights = Files.createFile(folder.resolve("model.safetensors"));
        refused(weights, "is a file, not a folder; name the folder it lies in, " + folder);
        refused(Files.createFile(folder.resolve("tiny.Q8_0.gguf")), "is a file, not a folder; it is llama.cpp's format");
        refused(Files.writeString(folder.resolve("x"), LFS), "is a file, not a folder; it is a Git LFS pointer");
        Path inner = Files.createDirectories(folder.resolve("outer/model"));
        Files.writeString(inner.resolve("config.json"), "{}");
        refused(folder.resolve("outer"), "has no config.json; the model is in " + inner);
    }

    @Test
    void gitLfsPointersAndOtherFilesUnderAWrongName() throws IOException {
        config(SmallShapes.of(Family.LLAMA));
        Path weights = folder.resolve("model.safetensors");
        Files.writeString(weights, LFS);
        refused(folder, weights + ": is a Git LFS pointer, not the file of 548105171 bytes that it stands for", "git lfs pull");
        Files.write(weights, "PK\3\4aaaaaaaaaaaaaaaaaa".getBytes(StandardCharsets.ISO_8859_1));
        refused(folder, weights + ": is a PyTorch file under another name");
        Files.writeString(weights, "GGUF\3\0\0\0aaaaaaaaaaaaaaa");
        refused(folder, weights + ": is a GGUF file");
        Files.writeString(weights, "<!DOCTYPE html><html>Sign in</html>");
        refused(folder, weights + ": is a web page, not the file");
        Files.writeString(folder.resolve("config.json"), LFS);
        refused(folder, folder.resolve("config.json") + ": is a Git LFS pointer");
    }

    @Test
    void linksIntoACacheAreFollowedAndBrokenOnesNamed() throws IOException {
        ModelShape shape = SmallShapes.of(Family.GPT2);
        Path snapshot = Files.createDirectories(folder.resolve("models--x--y/snapshots/abc"));
        Path blobs = Files.createDirectories(folder.resolve("models--x--y/blobs"));
        Map<String, INDArray> all = parameters(shape);
        try (var channel = Channels.newChannel(Files.newOutputStream(blobs.resolve("1")))) {
            SafetensorsArrays.write(channel, all, Map.of());
        }
        Files.writeString(blobs.resolve("2"), HuggingFaceConfig.write(shape, TensorType.F32));
        Files.createSymbolicLink(snapshot.resolve("model.safetensors"), Path.of("../../blobs/1"));
        Files.createSymbolicLink(snapshot.resolve("config.json"), Path.of("../../blobs/2"));
        try (ModelState state = ModelFolder.read(snapshot, DataType.FLOAT)) {
            assertThat(state.shape()).isEqualTo(shape);
        }
        Files.delete(blobs.resolve("1"));
        refused(snapshot, "its model.safetensors is a link to ../../blobs/1, which is missing: the download is not complete");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "VIT | blocks.0.attn.qkv.weight | is timm's name", "LLAMA | layers.0.attention.wq.weight | is Meta's name",
        "LLAMA | model.layers.0.self_attn.q_proj.qweight | belongs to quantized weights",
        "LLAMA | model.layers.0.mlp.up_proj.weight_scale_inv | belongs to quantized weights",
        "LLAMA | base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight | belongs to an adapter",
        "GPT2 | _orig_mod.transformer.wte.weight | has the prefix of torch.compile", "LLAMA | score.weight | is the head of another task",
        "BERT | classifier.weight | is the head of another task; save the model once through transformers' class for this one",
        "LLAMA | model.layers.0.self_attn.q_proj.bias | is a bias", "LLAMA | model.layers.0.self_attn.q_norm.weight | is a norm of queries",
        "GPT2 | transformer.h.0.crossattention.c_attn.weight | belongs to cross-attention",
        "LLAMA | something.else | belongs to no parameter of the model",
    })
    void tensorsOfOtherSoftwareAndOtherModels(Family family, String tensor, String words) throws IOException {
        ModelShape shape = SmallShapes.of(family);
        config(shape);
        Map<String, INDArray> all = parameters(shape);
        all.put(tensor, Nd4j.zeros(DataType.FLOAT, 2, 2));
        weights(all, "model.safetensors");
        refused(folder, "tensor '" + tensor + "': " + words);
    }

    @ParameterizedTest
    @CsvSource({"BERT, cls\\..*, BertForMaskedLM", "VIT, classifier\\..*, ViTForImageClassification",
        "LLAMA, lm_head\\..*, LlamaForCausalLM"})
    void baseModelsHaveNoHead(Family family, String head, String architecture) throws IOException {
        ModelShape shape = SmallShapes.of(family);
        config(shape);
        Map<String, INDArray> base = new LinkedHashMap<>();
        parameters(shape).forEach((name, array) -> {
            if (!name.matches(head)) {
                base.put(name.replaceFirst("^(model|bert|vit)\\.", ""), array);
            }
        });
        weights(base, "model.safetensors");
        refused(folder, "is missing", "this is a base model without a head: save it once through transformers' " + architecture);
    }

    @Test
    void anIndexMayNameTensorsThatAreNotThereButNoFileThatIsMissing() throws IOException {
        ModelShape shape = SmallShapes.of(Family.GPT2);
        config(shape);
        weights(parameters(shape), "all.safetensors");
        String index = "{\"weight_map\": {\"lm_head.weight\": \"all.safetensors\", \"transformer.wte.weight\": \"%s.safetensors\"}}";
        Path file = folder.resolve("model.safetensors.index.json");
        Files.writeString(file, index.formatted("all"));
        try (ModelState state = ModelFolder.read(folder, DataType.FLOAT)) {
            assertThat(state.shape()).isEqualTo(shape);
        }
        Files.writeString(file, index.formatted("other"));
        refused(folder, file + ":1: weight_map: other.safetensors, which holds tensor 'transformer.wte.weight', is missing");
    }
}
