package growth.formats.huggingface;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.formats.folder.AtomicFolder;
import growth.formats.safetensors.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A grown model's configuration is the old one's, but for what grew. */
class FolderExtrasTest {
    private static final String LLAMA = "'model_type': 'llama', 'hidden_size': 64, 'intermediate_size': 128, 'num_hidden_layers': 2,"
            + " 'num_attention_heads': 4, 'vocab_size': 100, 'rms_norm_eps': 1e-6";
    @TempDir
    Path temp;

    private FolderExtras extras(String fields) throws IOException {
        Files.writeString(temp.resolve("config.json"), ("{" + fields + "}").replace('\'', '"'));
        return FolderExtras.of(temp);
    }

    /** Returns the grown configuration, which describes the grown shape and differs from the old one in those fields. */
    private ObjectNode grown(FolderExtras extras, ModelShape to, String... changed) throws IOException {
        String text = extras.config(to, Optional.empty());
        Path other = Files.createDirectories(temp.resolve("grown"));
        assertThat(HuggingFaceConfig.read(Files.writeString(other.resolve("config.json"), text))).isEqualTo(to);
        ObjectNode grown = (ObjectNode) new ObjectMapper().readTree(text.replace("Infinity", "\"Infinity\""));
        JsonNode old = new ObjectMapper().readTree(new ObjectMapper().writeValueAsString(extras.config()));
        assertThat(grown.deepCopy().remove(List.of(changed))).isEqualTo(((ObjectNode) old).deepCopy()
                .remove(List.of(changed)));
        return grown;
    }

    @Test
    void nothingButTheGrownSizesChanges() throws IOException {
        FolderExtras extras = extras(LLAMA + ", 'bos_token_id': 1, 'eos_token_id': [2, 7], 'attention_dropout': 0.1, 'mine': {'a': [1]},"
                + " 'initializer_range': 0.05, 'time_step_limit': [0, Infinity], '_name_or_path': 'x', 'num_key_value_heads': null");
        ModelShape to = extras.shape().toBuilder().layers(6).hidden(128).heads(8).kvHeads(8).headSize(16).normEpsilon(2e-6).build();
        ObjectNode grown = grown(extras, to, "num_hidden_layers", "hidden_size", "num_attention_heads", "rms_norm_eps");
        assertThat(grown.path("num_hidden_layers").asInt()).isEqualTo(6);
        assertThat(grown.path("num_key_value_heads").isNull()).isTrue();
        assertThat(grown.has("head_dim")).isFalse();
    }

    @Test
    void whatFollowedFromOtherSizesIsWrittenOnceItDoesNot() throws IOException {
        FolderExtras extras = extras(LLAMA);
        ModelShape to = extras.shape().toBuilder().hidden(128).heads(8).kvHeads(4).headSize(32).build();
        ObjectNode grown = grown(extras, to, "hidden_size", "num_attention_heads", "num_key_value_heads", "head_dim");
        assertThat(grown.path("head_dim").asInt()).isEqualTo(32);
        assertThat(grown.path("num_key_value_heads").asInt()).isEqualTo(4);
    }

    @Test
    void aliasesKeepTheirNames() throws IOException {
        FolderExtras extras = extras("'model_type': 'gpt2', 'n_embd': 48, 'num_attention_heads': 4, 'num_hidden_layers': 2, 'n_ctx': 64,"
                + " 'max_position_embeddings': 64, 'vocab_size': 97, 'n_inner': null, 'hidden_size': 48");
        ModelShape to = extras.shape().toBuilder().layers(3).hidden(96).heads(8).headSize(12).intermediate(384).context(128).build();
        ObjectNode grown = grown(extras, to, "num_hidden_layers", "n_embd", "hidden_size", "num_attention_heads", "n_ctx",
                "max_position_embeddings");
        assertThat(grown.path("num_attention_heads").asInt()).isEqualTo(8);
        assertThat(grown.path("hidden_size").asInt()).isEqualTo(grown.path("n_embd").asInt()).isEqualTo(96);
        ModelShape narrow = to.toBuilder().intermediate(100).build();
        assertThat(grown(extras, narrow, "num_hidden_layers", "n_embd", "hidden_size", "num_attention_heads", "n_ctx",
                "max_position_embeddings", "n_inner").path("n_inner").asInt()).isEqualTo(100);
    }

    @Test
    void absentSizesAreWrittenOnceTheyAreNotTransformersDefault() throws IOException {
        FolderExtras extras = extras("'model_type': 'bert', 'hidden_size': 48, 'vocab_size': 10, 'embedding_size': 48");
        ModelShape to = extras.shape().toBuilder().layers(24).hidden(96).heads(12).headSize(8).build();
        ObjectNode grown = grown(extras, to, "num_hidden_layers", "hidden_size", "embedding_size");
        assertThat(grown.path("num_hidden_layers").asInt()).isEqualTo(24);
        assertThat(grown.path("embedding_size").asInt()).isEqualTo(96);
        assertThat(grown.has("num_attention_heads")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "'layer_types': ['full_attention', 'full_attention'] | layer_types | [\"full_attention\",\"full_attention\",\"full_attention\"]",
        "'my_layer_scales': [0.5, 0.25] | my_layer_scales | [0.5,0.5,0.25]",
        "'early_exit_layers': [0, 1] | early_exit_layers | [0,1]",
        "'eos_token_id': [2, 7] | eos_token_id | [2,7]",
    })
    void listsWithAnEntryPerLayerGrow(String field, String name, String expected) throws IOException {
        FolderExtras extras = extras(LLAMA + ", " + field);
        ObjectNode grown = grown(extras, extras.shape().toBuilder().layers(3).build(), "num_hidden_layers", name);
        assertThat(grown.path(name).toString()).isEqualTo(expected);
    }

    @Test
    void anotherTypeIsWrittenUnderTheNamesThatStandThere() throws IOException {
        FolderExtras extras = extras(LLAMA + ", 'dtype': 'bfloat16'");
        assertThat(extras.config(extras.shape(), Optional.of(TensorType.F32))).contains("\"dtype\": \"float32\"").doesNotContain("torch");
        assertThat(extras.config(extras.shape(), Optional.empty())).contains("\"dtype\": \"bfloat16\"");
    }

    @Test
    void labelsHaveTheNamesOfTheData() throws IOException {
        FolderExtras extras = extras("'model_type': 'vit', 'image_size': 32, 'patch_size': 8, 'num_labels': 2, 'hidden_dropout_prob': 0.1")
                .withLabels(List.of("cat", "dog"), List.of(0.1, 0.2, 0.3), List.of(0.5, 0.5, 0.5));
        ObjectNode grown = grown(extras, extras.shape().toBuilder().layers(14).build(), "num_hidden_layers");
        assertThat(grown.path("id2label").path("1").asText()).isEqualTo("dog");
        assertThat(grown.path("label2id").path("dog").asInt()).isEqualTo(1);
        JsonNode preprocessor = new ObjectMapper().readTree(extras.files().get("preprocessor_config.json"));
        assertThat(preprocessor.path("image_mean").get(2).asDouble()).isEqualTo(0.3);
        assertThat(preprocessor.path("crop_size").path("height").asInt()).isEqualTo(32);
    }

    @Test
    void specialTokensGetTheirRolesByTheirNames() throws IOException {
        String tokenizer = "{\"added_tokens\": [{\"id\": 0, \"content\": \"<s>\", \"special\": true}, {\"id\": 2, \"content\": \"</s>\","
                + " \"special\": true}, {\"id\": 9, \"content\": \"<extra>\", \"special\": false}, {\"id\": 4000, \"content\":"
                + " \"<pad>\", \"special\": true}]}";
        Files.writeString(temp.resolve("special_tokens_map.json"), "{}");
        FolderExtras extras = extras(LLAMA).withTokenizer(SpecialTokens.of(tokenizer, Family.LLAMA));
        assertThat(extras.config().path("bos_token_id").asInt(-1)).isZero();
        assertThat(extras.config().path("eos_token_id").asInt()).isEqualTo(2);
        assertThat(extras.config().path("pad_token_id").isNull()).as("the model has no such id").isTrue();
        JsonNode config = new ObjectMapper().readTree(extras.files().get("tokenizer_config.json"));
        assertThat(config.path("eos_token").asText()).isEqualTo("</s>");
        assertThat(config.path("added_tokens_decoder").size()).isEqualTo(3);
        assertThat(new ObjectMapper().readTree(extras.files().get("generation_config.json")).path("eos_token_id").asInt()).isEqualTo(2);
        assertThat(extras.files()).doesNotContainKey("special_tokens_map.json");
        String gpt2 = "{\"added_tokens\": [{\"id\": 7, \"content\": \"<|endoftext|>\", \"special\": true}]}";
        assertThat(SpecialTokens.of(gpt2, Family.GPT2).roles()).containsEntry("bos_token", "<|endoftext|>")
                .containsEntry("eos_token", "<|endoftext|>");
        assertThat(SpecialTokens.of(gpt2, Family.LLAMA).roles()).doesNotContainKey("bos_token");
    }

    @Test
    void filesForOtherSoftwareComeAlongAndOtherWeightsDoNot() throws IOException {
        for (String name : new String[] {"generation_config.json", "merges.txt", "chat_template.jinja", "LICENSE", "pytorch_model.bin",
            "model.safetensors", "optimizer.safetensors", "state.json", "README.md", "model.gguf", "tf_model.h5", ".gitattributes"}) {
            Files.writeString(temp.resolve(name), name);
        }
        Files.createDirectory(temp.resolve("onnx"));
        Files.writeString(temp.resolve("tokenizer_config.json"), "{\"model_max_length\": 2048, \"x\": 1}");
        FolderExtras extras = extras(LLAMA);
        assertThat(extras.files().keySet()).containsExactly("LICENSE", "chat_template.jinja", "generation_config.json", "merges.txt",
                "tokenizer_config.json");
        assertThat(extras.leftOut()).containsExactly("README.md", "model.gguf", "onnx/", "optimizer.safetensors", "pytorch_model.bin",
                "state.json", "tf_model.h5");
        Path target = temp.resolve("target");
        try (AtomicFolder folder = AtomicFolder.begin(target)) {
            extras.write(folder, extras.shape().toBuilder().context(4096).build());
            folder.commit();
        }
        assertThat(target.resolve("merges.txt")).hasContent("merges.txt");
        assertThat(new ObjectMapper().readTree(target.resolve("tokenizer_config.json").toFile()).path("model_max_length").asInt())
                .isEqualTo(4096);
    }
}
