package growth.formats.huggingface;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.formats.json.PrettyJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The special tokens of a {@code tokenizer.json}, by the roles that other software asks for: that file lists them without their roles, so
 * the usual names decide.
 *
 * @param added the file's added tokens that are no text, as it lists them
 * @param roles {@code bos_token}, {@code eos_token}, … → token
 * @param ids   token → id
 */
public record SpecialTokens(List<JsonNode> added, Map<String, String> roles, Map<String, Integer> ids) {
    /** No tokens. */
    public static final SpecialTokens NONE = new SpecialTokens(List.of(), Map.of(), Map.of());
    private static final String BOS = "bos_token";
    private static final String EOS = "eos_token";
    private static final String PAD = "pad_token";
    private static final String END_OF_TEXT = "<|endoftext|>";
    private static final Map<String, List<String>> NAMES = names();

    private static Map<String, List<String>> names() {
        Map<String, List<String>> names = new LinkedHashMap<>();
        names.put(BOS, List.of("<s>", "<bos>", "[BOS]", "<|begin_of_text|>", "<|startoftext|>", "<|bos|>"));
        names.put(EOS, List.of("</s>", "<eos>", "[EOS]", "<|end_of_text|>", END_OF_TEXT, "<|eos|>"));
        names.put("unk_token", List.of("<unk>", "[UNK]", "<|unk|>"));
        names.put("sep_token", List.of("[SEP]"));
        names.put(PAD, List.of("<pad>", "[PAD]", "<|pad|>", "<|padding|>"));
        names.put("cls_token", List.of("[CLS]"));
        names.put("mask_token", List.of("<mask>", "[MASK]", "<|mask|>"));
        return names;
    }

    /**
     * Finds the special tokens of a tokenizer.
     *
     * @param tokenizer contents of a {@code tokenizer.json}
     * @param family    GPT-2 ends and begins texts with the same token
     */
    public static SpecialTokens of(String tokenizer, Family family) {
        JsonNode root;
        try {
            root = new ObjectMapper().readTree(tokenizer);
        } catch (JsonProcessingException e) {
            return NONE;
        }
        Map<String, Integer> ids = new LinkedHashMap<>();
        List<JsonNode> added = new ArrayList<>();
        for (JsonNode token : root.path("added_tokens")) {
            if (token.path("special").asBoolean() && token.path("id").isInt()) {
                added.add(token);
                ids.put(token.path("content").asText(), token.path("id").asInt());
            }
        }
        Map<String, String> roles = new LinkedHashMap<>();
        NAMES.forEach((role, names) -> names.stream().filter(ids::containsKey).findFirst().ifPresent(token -> roles.put(role, token)));
        if (family == Family.GPT2 && END_OF_TEXT.equals(roles.get(EOS))) {
            roles.putIfAbsent(BOS, END_OF_TEXT);
        }
        return new SpecialTokens(added, roles, ids);
    }

    /** Puts the ids that {@code config.json} and {@code generation_config.json} have; null where there is no such token. */
    void putIds(ObjectNode fields, ModelShape shape) {
        for (String role : List.of(BOS, EOS, PAD)) {
            Optional<Integer> id = Optional.ofNullable(roles.get(role)).map(ids::get).filter(i -> i < shape.vocabulary());
            id.ifPresentOrElse(i -> fields.put(role + "_id", i), () -> fields.putNull(role + "_id"));
        }
    }

    /** Returns the text of a {@code tokenizer_config.json}, with which transformers and transformers.js load the tokenizer. */
    String tokenizerConfig(ModelShape shape) {
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        ObjectNode decoder = fields.putObject("added_tokens_decoder");
        for (JsonNode token : added) {
            ObjectNode entry = decoder.putObject(token.path("id").asText());
            entry.put("content", token.path("content").asText());
            for (String flag : List.of("lstrip", "normalized", "rstrip", "single_word", "special")) {
                entry.put(flag, token.path(flag).asBoolean());
            }
        }
        roles.forEach(fields::put);
        fields.put("clean_up_tokenization_spaces", false);
        fields.put("model_max_length", shape.context());
        return PrettyJson.of(fields.put("tokenizer_class", "PreTrainedTokenizerFast"));
    }

    /** Returns the text of a {@code generation_config.json}. */
    String generationConfig(ModelShape shape) {
        ObjectNode fields = JsonNodeFactory.instance.objectNode().put("_from_model_config", true);
        putIds(fields, shape);
        return PrettyJson.of(fields.put("use_cache", true));
    }
}
