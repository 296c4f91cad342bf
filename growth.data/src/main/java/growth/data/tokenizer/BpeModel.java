package growth.data.tokenizer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A byte-level BPE vocabulary (Sennrich et al. 2016): token → id, and the merges in the order in which they are applied. Tokens are
 * written in the alphabet of {@link ByteLevel}.
 *
 * @param vocabulary token → id, ids from 0 without holes, in their order
 * @param merges     pairs of tokens
 */
record BpeModel(Map<String, Integer> vocabulary, List<Merge> merges) {
    BpeModel {
        merges = List.copyOf(merges);
    }

    /** Two tokens that become one. */
    record Merge(String left, String right) {
    }

    /** Returns a vocabulary of bytes alone, whose ids are the bytes' values. */
    static BpeModel bytes() {
        Map<String, Integer> vocabulary = new LinkedHashMap<>();
        for (int value = 0; value < ByteLevel.BYTES; value++) {
            vocabulary.put(String.valueOf(ByteLevel.character(value)), value);
        }
        return new BpeModel(vocabulary, List.of());
    }
}
