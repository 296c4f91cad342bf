package growth.formats.huggingface;

import growth.api.model.Family;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Explains weights whose tensor names do not fit their configuration: those of other software or of another model. */
final class ForeignTensors {
    private static final List<Named> KNOWN = List.of(
            named(".*lora_[AB].*|base_model\\.model\\..*", "belongs to an adapter (LoRA); merge it with its base model in Python (peft's"
                    + " merge_and_unload) and save_pretrained the result"),
            named(".*\\.(qweight|qzeros|scales|g_idx|SCB|weight_scale(_inv)?|absmax|quant_map|weight_format|weight_packed)"
                    + "|.*\\.weight\\.(absmax|quant_.*|nested_.*)",
                    "belongs to quantized weights; take the original model, or dequantize it first"),
            named("blocks\\.\\d+\\..*|patch_embed\\..*|pos_embed|norm_pre\\..*", "is timm's name; convert the model to transformers'"
                    + " ViTForImageClassification and save_pretrained it"),
            named("tok_embeddings\\..*|layers\\.\\d+\\.attention\\.w[qkvo]\\..*|layers\\.\\d+\\.feed_forward\\..*", "is Meta's name;"
                    + " convert the model with transformers' convert_llama_weights_to_hf"),
            named("blk\\.\\d+\\..*|token_embd\\..*", "is llama.cpp's name; take the Hugging Face folder it was made from"),
            named("_orig_mod\\..*", "has the prefix of torch.compile; take '_orig_mod.' off the names and save again"),
            named("module\\..*", "has the prefix of PyTorch's DataParallel; take 'module.' off the names and save again"),
            named(".*\\.[qk]_norm\\..*|.*\\.[qk]_layernorm\\..*", "is a norm of queries or keys, which this family's model does not have"),
            named(".*\\.self_attn\\.[qkvo]_proj\\.bias|.*\\.mlp\\.\\w+_proj\\.bias", "is a bias, which llama's layers do not have here"),
            named(".*\\.experts\\..*|.*\\.block_sparse_moe\\..*", "belongs to a mixture of experts, which this family's model is not"),
            named(".*crossattention.*|.*ln_cross_attn.*", "belongs to cross-attention, which this model does not have"),
            named("(score|classifier|qa_outputs|multiple_choice_head|regression_head|decoder)\\..*", "is the head of another task; save the"
                    + " model once through transformers' class for this one, which the configuration's family needs:"));

    private record Named(Pattern names, String explanation) {
    }

    private ForeignTensors() {
    }

    private static Named named(String names, String explanation) {
        return new Named(Pattern.compile(names), explanation);
    }

    /** Explains a tensor that belongs to no parameter, and what to do. */
    static String unknown(Family family, String tensor, Set<String> all) {
        // other names of the file may tell more than the first one that is not known
        Optional<Named> known = KNOWN.stream().filter(k -> k.names().matcher(tensor).matches()).findFirst()
                .or(() -> KNOWN.stream().filter(k -> all.stream().anyMatch(name -> k.names().matcher(name).matches())).findFirst());
        return known.map(k -> k.explanation() + (k.explanation().endsWith(":") ? " " + architecture(family) : ""))
                .orElse("belongs to no parameter of the model that the configuration describes");
    }

    /**
     * Explains a missing parameter: a base model has no head, and is saved without the prefix.
     *
     * @param prefix what the names of a model with a head begin with
     */
    static String missing(Family family, String prefix, String parameter, Set<String> all) {
        boolean head = parameter.startsWith("cls.") || parameter.startsWith("classifier.") || parameter.equals("lm_head.weight");
        if (!head) {
            return "";
        }
        boolean base = all.stream().noneMatch(name -> name.startsWith(prefix));
        return (family == Family.LLAMA ? "; a model without it says tie_word_embeddings true" : "")
                + (base ? "; this is a base model without a head: save it once through transformers' " + architecture(family)
                        + ", which adds one, to be trained" : "");
    }

    private static String architecture(Family family) {
        return HuggingFaceConfig.architecture(family);
    }
}
