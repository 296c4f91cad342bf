package growth.data.tokenizer;

import static growth.api.GrowthException.Kind.DATA;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.api.GrowthException;
import growth.formats.json.PrettyJson;

/** Hugging Face's {@code tokenizer.json}, as far as it is written and looked into here. */
final class TokenizerJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private TokenizerJson() {
    }

    /**
     * @param model        the vocabulary
     * @param preTokenised whether merges stay within GPT-2's pre-tokens
     * @return the file's contents
     */
    static String of(BpeModel model, boolean preTokenised) {
        ObjectNode root = JSON.createObjectNode();
        root.put("version", "1.0");
        root.putNull("truncation");
        root.putNull("padding");
        root.putArray("added_tokens");
        root.putNull("normalizer");
        root.set("pre_tokenizer", byteLevel(preTokenised));
        root.putNull("post_processor");
        root.set("decoder", byteLevel(preTokenised));
        ObjectNode bpe = root.putObject("model");
        bpe.put("type", "BPE");
        bpe.putNull("dropout");
        bpe.putNull("unk_token");
        bpe.putNull("continuing_subword_prefix");
        bpe.putNull("end_of_word_suffix");
        bpe.put("fuse_unk", false);
        bpe.put("byte_fallback", false);
        ObjectNode vocabulary = bpe.putObject("vocab");
        model.vocabulary().forEach(vocabulary::put);
        var merges = bpe.putArray("merges");
        // One text per merge is understood by every version of the library; no token of the alphabet holds a space.
        model.merges().forEach(merge -> merges.add(merge.left() + " " + merge.right()));
        return PrettyJson.of(root);
    }

    private static ObjectNode byteLevel(boolean preTokenised) {
        ObjectNode node = JSON.createObjectNode();
        node.put("type", "ByteLevel");
        node.put("add_prefix_space", false);
        node.put("trim_offsets", true);
        node.put("use_regex", preTokenised);
        return node;
    }

    /**
     * @param root the contents of a tokenizer.json
     * @return one more than the largest id, added tokens included
     * @throws GrowthException (DATA) if it is none
     */
    static int vocabulary(JsonNode root) {
        JsonNode vocabulary = root.path("model").path("vocab");
        int size = vocabulary.isArray() ? vocabulary.size() : 0;
        if (vocabulary.isObject()) {
            for (JsonNode id : vocabulary) {
                size = Math.max(size, id.asInt(-1) + 1);
            }
        }
        for (JsonNode added : root.path("added_tokens")) {
            size = Math.max(size, added.path("id").asInt(-1) + 1);
        }
        if (size == 0) {
            throw new GrowthException(DATA, "is no Hugging Face tokenizer.json: it has no model with a vocabulary");
        }
        return size;
    }

    /** @throws GrowthException (DATA) if it is not JSON */
    static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            JsonLocation location = e.getLocation();
            String where = location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
            throw new GrowthException(DATA, "is no Hugging Face tokenizer.json: it is not JSON" + where, e);
        }
    }
}
