package growth.data.tokenizer;

import static growth.api.GrowthException.Kind.CHECKPOINT;
import static growth.api.GrowthException.Kind.DATA;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.api.GrowthException;
import growth.formats.folder.IoReason;
import growth.formats.folder.WholeFile;
import growth.formats.json.PrettyJson;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.StreamSupport;

/** Reads and writes the parts of Hugging Face's {@code tokenizer.json} that are needed here. */
final class TokenizerJson {
    /** The token that stands for a masked one in vocabularies of our own. */
    static final String MASK = "[MASK]";
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Names of the mask token: BERT's and RoBERTa's. */
    private static final List<String> MASKS = List.of(MASK, "<mask>");
    /** Far above the largest vocabularies, of some hundred thousand; tables by id have an entry for each. */
    private static final int LARGEST_ID = (1 << 24) - 1;

    private TokenizerJson() {
    }

    /**
     * Returns the file's contents.
     *
     * @param model        the vocabulary
     * @param preTokenised whether merges stay within GPT-2's pre-tokens
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

    /**
     * Adds an id for {@value #MASK} behind all others.
     *
     * @param json the contents of a tokenizer.json
     */
    static String withMask(String json) {
        JsonNode root = parse(json);
        ObjectNode token = ((ArrayNode) root.path("added_tokens")).addObject();
        token.put("id", vocabulary(root));
        token.put("content", MASK);
        token.put("single_word", false);
        token.put("lstrip", false);
        token.put("rstrip", false);
        token.put("normalized", false);
        token.put("special", true);
        return PrettyJson.of(root);
    }

    /** Returns the id of the added token that stands for masked tokens, if there is one. */
    static OptionalInt mask(JsonNode root) {
        return StreamSupport.stream(root.path("added_tokens").spliterator(), false)
                .filter(token -> MASKS.contains(token.path("content").asText()))
                .mapToInt(token -> token.path("id").asInt()).findFirst();
    }

    /** Returns the ids of added tokens that are not text. */
    static BitSet specials(JsonNode root) {
        BitSet specials = new BitSet();
        for (JsonNode token : root.path("added_tokens")) {
            if (token.path("special").asBoolean() && id(token.path("id")) >= 0) {
                specials.set(id(token.path("id")));
            }
        }
        return specials;
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
     * Returns one more than the largest id, added tokens included.
     *
     * @param root the contents of a tokenizer.json
     * @throws GrowthException (DATA) if it is none
     */
    static int vocabulary(JsonNode root) {
        JsonNode vocabulary = root.path("model").path("vocab");
        int size = vocabulary.isArray() ? vocabulary.size() : 0;
        if (vocabulary.isObject()) {
            for (JsonNode id : vocabulary) {
                size = Math.max(size, id(id) + 1);
            }
        }
        for (JsonNode added : root.path("added_tokens")) {
            size = Math.max(size, id(added.path("id")) + 1);
        }
        if (size == 0) {
            throw new GrowthException(DATA, "is no Hugging Face tokenizer.json: it has no model with a vocabulary");
        }
        return size;
    }

    /**
     * Returns an id; -1 if it is none.
     *
     * @throws GrowthException (DATA) if it is larger than any vocabulary
     */
    private static int id(JsonNode id) {
        if (id.isIntegralNumber() && (!id.canConvertToInt() || id.intValue() > LARGEST_ID)) {
            throw new GrowthException(DATA, "is no Hugging Face tokenizer.json: the id " + id.asText() + " is larger than any vocabulary");
        }
        return id.asInt(-1);
    }

    /** Parses the contents of a tokenizer.json; refuses what is not JSON (DATA). */
    static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            JsonLocation location = e.getLocation();
            String where = location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
            throw new GrowthException(DATA, "is no Hugging Face tokenizer.json: it is not JSON" + where, e);
        }
    }

    /** Reads a tokenizer.json; refuses one (DATA) that cannot be read. */
    static String read(Path file) {
        try {
            return WholeFile.text(file, WholeFile.LARGEST);
        } catch (CharacterCodingException e) {
            throw new GrowthException(DATA, file + ": is no Hugging Face tokenizer.json: it is not UTF-8", e);
        } catch (IOException e) {
            throw IoReason.unreadable(DATA, file, e);
        }
    }

    /** Writes a tokenizer.json, or fails (CHECKPOINT). */
    static void write(Path file, String json) {
        try {
            Files.writeString(file, json);
        } catch (IOException e) {
            throw IoReason.unwritable(CHECKPOINT, file, e);
        }
    }
}
