package growth.formats.huggingface;

import growth.api.model.ModelShape;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The names that files of one family give to parameters, beside those of the layout: the same without the base model's prefix, older names
 * of norms, second names of shared tensors, and tensors that are no parameters of the model at all.
 *
 * @param prefix  the base model's prefix, missing in files that were saved from the base model
 * @param ignored names of buffers, which transformers computes anew
 * @param outside names of parameters that stand in the file but have no part in the logits, such as a pooler
 * @param shared  second name → parameter whose values it repeats
 */
record TensorNames(String prefix, Pattern ignored, Pattern outside, Map<String, String> shared) {
    private static final Pattern NONE = Pattern.compile("(?!)");
    private static final Pattern OLD_GAIN = Pattern.compile("LayerNorm\\.gamma$");
    private static final Pattern OLD_BIAS = Pattern.compile("LayerNorm\\.beta$");

    static TensorNames of(ModelShape shape) {
        return switch (shape.family()) {
            case LLAMA -> new TensorNames("model.", Pattern.compile(".*rotary_emb\\.(original_)?(inv_freq|(cos|sin)_cached)"), NONE,
                    shape.tied() ? Map.of("lm_head.weight", "model.embed_tokens.weight") : Map.of());
            case GPT2 -> new TensorNames("transformer.", Pattern.compile(".*\\.attn\\.(masked_)?bias"), NONE,
                    Map.of("lm_head.weight", "transformer.wte.weight"));
            case BERT -> new TensorNames("bert.",
                    Pattern.compile(".*embeddings\\.(position_ids|token_type_ids)"),
                    Pattern.compile("(bert\\.)?pooler\\..*|cls\\.seq_relationship\\..*"), bertShared());
            case VIT -> new TensorNames("vit.", NONE, Pattern.compile("(vit\\.)?(pooler\\..*|embeddings\\.mask_token)"), Map.of());
        };
    }

    private static Map<String, String> bertShared() {
        Map<String, String> shared = new LinkedHashMap<>();
        shared.put("cls.predictions.decoder.weight", "bert.embeddings.word_embeddings.weight");
        shared.put("cls.predictions.decoder.bias", "cls.predictions.bias");
        return shared;
    }

    /** Returns whether a tensor of that name is no parameter of the model and may be left unread. */
    boolean ignores(String name) {
        return ignored.matcher(name).matches();
    }

    /** Returns whether a tensor of that name is a parameter that the logits do not depend on. */
    boolean outside(String name) {
        return outside.matcher(name).matches();
    }

    /** Returns the current name, with the base model's prefix, of a parameter outside the model. */
    String outsideName(String name) {
        return name.startsWith("pooler.") || name.startsWith("embeddings.") ? prefix + name : name;
    }

    /** Returns the current name of a tensor whose file may be older. */
    String modern(String name) {
        return OLD_BIAS.matcher(OLD_GAIN.matcher(name).replaceFirst("LayerNorm.weight")).replaceFirst("LayerNorm.bias");
    }
}
