package growth.data.tokens;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import growth.formats.json.PrettyJson;
import java.util.List;
import java.util.Optional;

/**
 * What a token file was made from; it stands beside it and is written after it, so a file with a manifest is complete.
 *
 * @param format    version of the layout
 * @param tokens    ids in the file
 * @param width     of each id
 * @param tokenizer fingerprint of the tokenizer
 * @param documents what was tokenised, in order
 */
record TokenManifest(int format, long tokens, TokenWidth width, String tokenizer, List<Source> documents) {
    static final int FORMAT = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * One document.
     *
     * @param name   its name when it was tokenised
     * @param sha256 its hash
     */
    record Source(String name, String sha256) {
    }

    /** @return empty if the text is no manifest of this format */
    static Optional<TokenManifest> parse(String text) {
        try {
            return Optional.of(JSON.readValue(text, TokenManifest.class)).filter(m -> m.format() == FORMAT && m.width() != null);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    String json() {
        return PrettyJson.of(JSON.valueToTree(this));
    }
}
