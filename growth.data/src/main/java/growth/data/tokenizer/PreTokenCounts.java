package growth.data.tokenizer;

import java.util.HashMap;
import java.util.Map;
import java.util.function.ObjLongConsumer;

/**
 * Counts how often each pre-token occurs. To stay within memory on any corpus, the rarest are forgotten when there are too many different
 * ones (lossy counting, Manku and Motwani 2002); what a vocabulary is made of occurs far more often.
 */
final class PreTokenCounts {
    /** Different pre-tokens that are kept; about 100 bytes each. */
    static final int LIMIT = 1 << 22;

    private final int limit;
    private final Map<String, long[]> counts = new HashMap<>();

    PreTokenCounts(int limit) {
        this.limit = limit;
    }

    /** Counts what the text consists of. */
    void add(String text) {
        PreTokenizer.split(text, token -> counts.computeIfAbsent(token, t -> new long[1])[0]++);
        for (long rare = 1; counts.size() > limit; rare *= 2) {
            long threshold = rare;
            counts.values().removeIf(count -> count[0] <= threshold);
        }
    }

    /** Returns the number of different pre-tokens. */
    int size() {
        return counts.size();
    }

    void forEach(ObjLongConsumer<String> sink) {
        counts.forEach((token, count) -> sink.accept(token, count[0]));
    }
}
