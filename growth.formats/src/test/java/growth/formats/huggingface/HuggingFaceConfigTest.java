package growth.formats.huggingface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.model.RopeScaling;
import growth.formats.safetensors.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HuggingFaceConfigTest {
    private static final String LLAMA = "'model_type': 'llama', 'hidden_size': 64, 'intermediate_size': 128, 'num_hidden_layers': 2,"
            + " 'num_attention_heads': 4, 'vocab_size': 100";

    @TempDir
    Path temp;

    private Path config(String fields) throws IOException {
        return Files.writeString(temp.resolve("config.json"), ("{\n" + fields + "\n}").replace('\'', '"'));
    }

    @Test
    void absentFieldsHaveTheDefaultsOfTransformers() throws IOException {
        ModelShape llama = HuggingFaceConfig.read(config(LLAMA));
        assertThat(llama).isEqualTo(ModelShape.builder(Family.LLAMA).layers(2).hidden(64).heads(4).kvHeads(4).headSize(16).intermediate(128)
                .vocabulary(100).context(2048).tied(false).normEpsilon(1e-6).ropeTheta(10000).build());
        ModelShape gpt2 = HuggingFaceConfig.read(config("'model_type': 'gpt2', 'n_embd': 48"));
        assertThat(gpt2).isEqualTo(ModelShape.builder(Family.GPT2).layers(12).hidden(48).heads(12).intermediate(192).vocabulary(50257)
                .context(1024).normEpsilon(1e-5).build());
        ModelShape bert = HuggingFaceConfig.read(config("'model_type': 'bert'"));
        assertThat(bert).isEqualTo(ModelShape.builder(Family.BERT).layers(12).hidden(768).heads(12).intermediate(3072).vocabulary(30522)
                .context(512).tokenTypes(2).build());
        assertThat(HuggingFaceConfig.read(config("'model_type': 'vit'")).image().orElseThrow().labels()).isEqualTo(2);
    }

    @Test
    void newerFilesSayEverythingAboutRotaryPositionsInOneField() throws IOException {
        String parameters = ", 'rope_parameters': {'rope_type': 'default', 'rope_theta': 500000.0}";
        assertThat(HuggingFaceConfig.read(config(LLAMA + parameters)).ropeTheta()).isEqualTo(500000);
        assertThat(HuggingFaceConfig.read(config(LLAMA + ", 'rope_theta': 20000, 'rope_scaling': null")).ropeTheta()).isEqualTo(20000);
    }

    /** As Llama 3.1 and 3.2 have them, in files of transformers 4 and 5. */
    @Test
    void scaledRotaryPositionsAreReadAndWritten() throws IOException {
        String llama3 = "'factor': 8.0, 'low_freq_factor': 1.0, 'high_freq_factor': 4.0, 'original_max_position_embeddings': 8192";
        ModelShape expected = HuggingFaceConfig.read(config(LLAMA)).toBuilder().ropeTheta(500000)
                .ropeScaling(new RopeScaling.Llama3(8, 1, 4, 8192)).build();
        for (String fields : new String[] {"'rope_theta': 500000.0, 'rope_scaling': {" + llama3 + ", 'rope_type': 'llama3'}",
            "'rope_theta': 500000.0, 'rope_scaling': {" + llama3 + ", 'type': 'llama3'}, 'rope_parameters': null",
            "'rope_parameters': {'rope_theta': 500000.0, " + llama3 + ", 'rope_type': 'llama3', 'partial_rotary_factor': 1.0}"}) {
            assertThat(HuggingFaceConfig.read(config(LLAMA + ", " + fields))).as(fields).isEqualTo(expected);
        }
        Path written = Files.writeString(temp.resolve("config.json"), HuggingFaceConfig.write(expected, TensorType.F32));
        assertThat(HuggingFaceConfig.read(written)).isEqualTo(expected);
        // without it, transformers takes max_position_embeddings
        String without = ", 'max_position_embeddings': 4096, 'rope_scaling': {'factor': 2, 'low_freq_factor': 1, 'high_freq_factor': 4,"
                + " 'rope_type': 'llama3'}";
        assertThat(HuggingFaceConfig.read(config(LLAMA + without)).ropeScaling()).contains(new RopeScaling.Llama3(2, 1, 4, 4096));
        ModelShape linear = HuggingFaceConfig.read(config(LLAMA + ", 'rope_parameters': {'rope_type': 'linear', 'factor': 4}"));
        assertThat(linear.ropeTheta()).isEqualTo(10000);
        assertThat(linear.ropeScaling()).contains(new RopeScaling.Linear(4));
        Files.writeString(written, HuggingFaceConfig.write(linear, TensorType.F32));
        assertThat(HuggingFaceConfig.read(written)).isEqualTo(linear);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "'rope_scaling': {'rope_type': 'llama3', 'factor': 8.0} | rope_scaling: low_freq_factor is missing; type llama3 needs it",
        "'rope_parameters': {'rope_type': 'linear'} | rope_parameters: factor is missing; type linear needs it",
        "'rope_parameters': {'type': 'linear', 'factor': '2'} | rope_parameters: factor must be a number",
        "'rope_scaling': {'type': 'linear', 'factor': 2, 'low_freq_factor': 1} | rope_scaling: 'low_freq_factor' is not supported for type",
        "'rope_scaling': {'type': 'linear', 'rope_type': 'llama3'} | rope_scaling: rope_type 'llama3' and type 'linear' differ",
        "'rope_scaling': {'type': 'linear', 'factor': 2}, 'rope_parameters': {'rope_type': 'default'} | rope_scaling: differs from",
        "'rope_scaling': 8 | rope_scaling: must be an object",
        "'rope_parameters': {'partial_rotary_factor': 0.5} | rope_parameters: 'partial_rotary_factor' is not supported for type default",
        "'rope_scaling': {'type': 'dynamic', 'factor': 2} | rope_scaling: type 'dynamic' is not supported; default, linear and llama3 are",
        "'rope_scaling': {'type': 'longrope'} | rope_scaling: type 'longrope' is not supported",
        "'rope_parameters': {'rope_theta': 'x'} | rope_parameters: rope_theta must be a number",
        "'rope_scaling': {'factor': 8.0} | rope_scaling: 'factor' is not supported for type default",
        "'rope_parameters': {'rope_type': 'yarn'} | rope_parameters: type 'yarn' is not supported",
        "'attention_bias': true | attention_bias: true is not supported; false is",
        "'mlp_bias': true | mlp_bias: true is not supported",
        "'hidden_act': 'gelu' | hidden_act: 'gelu' is not supported; silu is",
        "'quantization_config': {'bits': 4} | quantization_config: the weights are quantized, and only F32, F64, F16 and BF16",
        "'head_dim': 'wide' | head_dim: must be a whole number below 2^31, not \"wide\"",
        "'head_dim': 4294967296 | head_dim: must be a whole number below 2^31",
        "'rms_norm_eps': '1e-5' | rms_norm_eps: must be a number",
        "'tie_word_embeddings': 1 | tie_word_embeddings: must be true or false, not 1",
        "'partial_rotary_factor': 0.5 | partial_rotary_factor: 0.5 is not supported; only 1 is",
        "'attention_multiplier': 1.0 | attention_multiplier: 1.0 is not supported; only 0.25 is",
        "'logits_scaling': 8.0 | logits_scaling: 8.0 is not supported; only 1 is",
        "'final_logit_softcapping': 30.0 | final_logit_softcapping: 30.0 is not supported",
        "'residual_multiplier': 0.22 | residual_multiplier: 0.22 is not supported",
        "'embedding_multiplier': 12 | embedding_multiplier: 12 is not supported",
        "'sliding_window': 4096 | sliding_window: 4096 is not supported; every position sees all before it",
        "'layer_types': ['sliding_attention', 'full_attention'] | layer_types: [\"sliding_attention\",\"full_attention\"] is not",
        "'no_rope_layers': [1, 0] | no_rope_layers: [1,0] is not supported",
        "'num_local_experts': 8 | num_local_experts: 8 is not supported; only 1 is",
        "'head_dim': 0 | head_dim: must be at least 1, not 0",
        "'num_key_value_heads': 0 | num_key_value_heads: must be at least 1, not 0",
        "'n_head': 8 | n_head: 8 contradicts the 4",
        "'hidden_act': null | hidden_act: must not be null",
        "'rms_norm_eps': NaN | rms_norm_eps: must be a number, not NaN",
        "'rope_theta': Infinity | rope_theta: must be a number, not Infinity",
        "'quantization_config': {'quant_method': 'gptq', 'bits': 4} | quantization_config: the weights are quantized (gptq), and only",
    })
    void whatLlamaCannotDoIsRefusedWithFileAndLine(String field, String message) throws IOException {
        Path file = config(LLAMA + ",\n" + field);
        refused(file, file + ":3: " + message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "'model_type': 'mistral' | :2: model_type: 'mistral' is not supported; llama, gpt2, bert, vit are",
        "'hidden_size': 4 | : model_type is missing",
        "'model_type': 'llama' | : num_attention_heads is missing",
        "'model_type': 'gpt2', 'activation_function': 'relu' | :2: activation_function: 'relu' is not supported; gelu_new is",
        "'model_type': 'gpt2', 'scale_attn_by_inverse_layer_idx': true | :2: scale_attn_by_inverse_layer_idx: true is not supported",
        "'model_type': 'gpt2', 'tie_word_embeddings': false | :2: tie_word_embeddings: false is not supported",
        "'model_type': 'gpt2', 'n_embd': 1000000000 | : the sizes are too large",
        "'model_type': 'bert', 'position_embedding_type': 'relative_key' | :2: position_embedding_type: \"relative_key\" is not supported;",
        "'model_type': 'bert', 'is_decoder': true | :2: is_decoder: true is not supported",
        "'model_type': 'vit', 'qkv_bias': false | :2: qkv_bias: false is not supported; true is",
        "'model_type': 'vit', 'num_labels': 3, 'id2label': {'0': 'cat'} | :2: num_labels: is not the number of names in id2label, 1",
        "'model_type': 'vit', 'patch_size': 15 | : patch 15 does not divide image 224",
        "'model_type': 'bert', 'num_attention_heads': 7 | : heads 7 does not divide hidden 768",
        "'model_type': 'bert', 'model_type': 'bert' | :2: is not valid JSON: Duplicate field 'model_type'",
        "'model_type' 'bert' | :2: is not valid JSON",
    })
    void otherConfigurationsAreRefusedWithFileAndLine(String fields, String message) throws IOException {
        Path file = config(fields);
        refused(file, file + message);
    }

    @Test
    void gpt2IsReadUnderTheNamesThatTransformersMaps() throws IOException {
        ModelShape shape = HuggingFaceConfig.read(config("'model_type': 'gpt2', 'hidden_size': 48, 'num_attention_heads': 4,"
                + " 'num_hidden_layers': 2, 'max_position_embeddings': 64, 'vocab_size': 97"));
        assertThat(shape).isEqualTo(ModelShape.builder(Family.GPT2).layers(2).hidden(48).heads(4).intermediate(192).vocabulary(97)
                .context(64).normEpsilon(1e-5).build());
        String both = "'model_type': 'gpt2', 'n_embd': 48, 'n_head': 4, 'num_attention_heads': 4";
        assertThat(HuggingFaceConfig.read(config(both)).heads()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "gpt2 | 'n_head': 4, 'num_attention_heads': 6 | num_attention_heads: 6 contradicts n_head 4; they are two names of the same size",
        "gpt2 | 'n_layer': 4, 'num_hidden_layers': 6 | num_hidden_layers: 6 contradicts n_layer 4",
        "gpt2 | 'n_head': null | n_head: must be a whole number, not null",
        "gpt2 | 'num_attention_heads': 0 | num_attention_heads: must be at least 1, not 0",
        "gpt2 | 'num_heads': 4 | num_heads: 4 contradicts the 12 that gpt2 reads or assumes for the same thing",
        "gpt2 | 'layer_norm_eps': 1e-6 | layer_norm_eps: 1.0E-6 contradicts the 1.0E-5 that gpt2 reads",
        "gpt2 | 'hidden_act': 'relu' | hidden_act: \"relu\" is not supported; the activation of gpt2 is gelu_new",
        "gpt2 | 'reorder_and_upcast_attn': true | reorder_and_upcast_attn: true is not supported",
        "gpt2 | 'add_cross_attention': true | add_cross_attention: true is not supported",
        "gpt2 | 'head_dim': 32 | head_dim: 32 contradicts the 64",
        "gpt2 | 'rope_theta': 10000.0 | rope_theta: 10000.0 is not supported; gpt2 has learned positions",
        "gpt2 | 'num_key_value_heads': 1 | num_key_value_heads: 1 contradicts the 12",
        "gpt2 | 'multi_query': true | multi_query: true is not supported",
        "bert | 'n_head': 4 | n_head: 4 contradicts the 12 that bert reads or assumes",
        "bert | 'layer_norm_epsilon': 1e-5 | layer_norm_epsilon: 1.0E-5 contradicts the 1.0E-12",
        "bert | 'embedding_size': 128 | embedding_size: 128 is not supported; only 768 is",
        "bert | 'add_cross_attention': true | add_cross_attention: true is not supported",
        "bert | 'layer_norm_eps': null | layer_norm_eps: must not be null",
        "bert | 'hidden_act': 'gelu_new' | hidden_act: 'gelu_new' is not supported; gelu is",
        "bert | 'pruned_heads': {'1': [0]} | pruned_heads: {\"1\":[0]} is not supported",
        "vit | 'image_size': [224, 112] | image_size: [224,112] is not supported; height and width must be the same",
        "vit | 'image_size': [224] | image_size: must be one number of pixels or height and width",
        "vit | 'image_size': null | image_size: must not be null",
        "vit | 'is_decoder': true | is_decoder: true is not supported; only false is",
        "vit | 'num_heads': 3 | num_heads: 3 contradicts the 12",
        "vit | 'use_relative_position_bias': true | use_relative_position_bias: true is not supported",
    })
    void whatIsAmbiguousOrOfAnotherModelIsRefused(String family, String field, String message) throws IOException {
        Path file = config("'model_type': '" + family + "',\n" + field);
        refused(file, file + ":3: " + message);
    }

    @Test
    void valuesThatChangeNothingAreAccepted() throws IOException {
        ModelShape plain = HuggingFaceConfig.read(config(LLAMA));
        String neutral = ", 'partial_rotary_factor': 1.0, 'attention_multiplier': 0.25, 'logits_scaling': 1, 'sliding_window': 4096,"
                + " 'use_sliding_window': false, 'final_logit_softcapping': null, 'layer_types': ['full_attention', 'full_attention'],"
                + " 'num_local_experts': 0, 'n_head': 4, 'is_decoder': true, 'pruned_heads': {}, 'hidden_act': 'swish', 'head_dim': null,"
                + " 'num_key_value_heads': null, 'position_embedding_type': 'rope', 'time_step_limit': [0, Infinity], 'other': NaN";
        assertThat(HuggingFaceConfig.read(config(LLAMA + neutral))).isEqualTo(plain);
        String vit = "'model_type': 'vit', 'image_size': [32, 32], 'patch_size': [8, 8], 'hidden_act': 'gelu_python'";
        assertThat(HuggingFaceConfig.read(config(vit)).image().orElseThrow().patches()).isEqualTo(16);
        String gpt2 = "'model_type': 'gpt2', 'is_decoder': true, 'n_ctx': 1024, 'activation_function': 'gelu_fast',"
                + " 'scale_attn_weights': true";
        assertThat(HuggingFaceConfig.read(config(gpt2)).heads()).isEqualTo(12);
    }

    private static void refused(Path file, String message) {
        assertThatThrownBy(() -> HuggingFaceConfig.read(file)).isInstanceOf(GrowthException.class).hasMessageStartingWith(message)
                .satisfies(e -> assertThat(((GrowthException) e).kind()).isEqualTo(Kind.CHECKPOINT))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }

    @Test
    void writtenAsTransformersWritesIt() {
        ModelShape shape = ModelShape.builder(Family.LLAMA).layers(2).hidden(64).heads(4).kvHeads(2).intermediate(128).vocabulary(100)
                .context(32).tied(true).build();
        assertThat(HuggingFaceConfig.write(shape, TensorType.BF16)).isEqualTo("""
                {
                  "architectures": [
                    "LlamaForCausalLM"
                  ],
                  "attention_bias": false,
                  "attention_dropout": 0.0,
                  "bos_token_id": null,
                  "eos_token_id": null,
                  "head_dim": 16,
                  "hidden_act": "silu",
                  "hidden_size": 64,
                  "initializer_range": 0.02,
                  "intermediate_size": 128,
                  "max_position_embeddings": 32,
                  "mlp_bias": false,
                  "model_type": "llama",
                  "num_attention_heads": 4,
                  "num_hidden_layers": 2,
                  "num_key_value_heads": 2,
                  "pad_token_id": null,
                  "pretraining_tp": 1,
                  "rms_norm_eps": 1e-05,
                  "rope_scaling": null,
                  "rope_theta": 10000.0,
                  "tie_word_embeddings": true,
                  "torch_dtype": "bfloat16",
                  "use_cache": true,
                  "vocab_size": 100
                }
                """);
    }

    @Test
    void innerSizeOfGpt2IsNullOnlyIfItIsFourTimesHidden() throws IOException {
        ModelShape shape = ModelShape.builder(Family.GPT2).layers(1).hidden(8).heads(2).intermediate(24).vocabulary(10).context(4).build();
        String other = HuggingFaceConfig.write(shape, TensorType.F32);
        assertThat(other).contains("\"n_inner\": 24");
        assertThat(HuggingFaceConfig.read(Files.writeString(temp.resolve("config.json"), other))).isEqualTo(shape);
        String usual = HuggingFaceConfig.write(shape.toBuilder().intermediate(32).build(), TensorType.F32);
        assertThat(usual).contains("\"n_inner\": null");
    }
}
