package growth.api.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The architectures: names, tensor names and layouts are those of Hugging Face's models of the same {@code model_type}. */
public enum Family {
    /** LlamaForCausalLM: pre-RMSNorm, RoPE, grouped-query attention, SwiGLU, no biases. */
    LLAMA,
    /** GPT2LMHeadModel: pre-LayerNorm, learned positions, GELU (tanh), biases, Conv1D weight layout, tied head. */
    GPT2,
    /** BertForMaskedLM: post-LayerNorm, learned positions and token types, GELU (erf), tied masked-language-model head. */
    BERT,
    /** ViTForImageClassification: patches, class token, learned positions, pre-LayerNorm, GELU (erf). */
    VIT;

    /** Returns the name in run files and Hugging Face's {@code model_type}: {@code llama}, {@code gpt2}, {@code bert}, {@code vit}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns whether a position attends to earlier positions only. */
    public boolean causal() {
        return this == LLAMA || this == GPT2;
    }

    /** Returns whether the norms stand before attention and MLP (pre-norm), so that a silent layer is the identity. */
    public boolean preNorm() {
        return this != BERT;
    }

    /** Returns whether norms are RMSNorm; otherwise they are LayerNorm. */
    public boolean rmsNorm() {
        return this == LLAMA;
    }

    /** Returns the family of that id, if there is one. */
    public static Optional<Family> of(String id) {
        return Arrays.stream(values()).filter(f -> f.id().equals(id)).findFirst();
    }
}
