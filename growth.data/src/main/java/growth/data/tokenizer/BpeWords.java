package growth.data.tokenizer;

import growth.data.tokenizer.PairQueue.Pair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The different words of the corpus as token ids, and how often each occurs. */
final class BpeWords {
    private final List<int[]> words = new ArrayList<>();
    private long[] counts = new long[1024];

    void add(int[] ids, long count) {
        if (words.size() == counts.length) {
            counts = Arrays.copyOf(counts, 2 * counts.length);
        }
        counts[words.size()] = count;
        words.add(ids);
    }

    /** Returns all pairs of neighbours. */
    PairQueue pairs() {
        PairQueue pairs = new PairQueue();
        for (int word = 0; word < words.size(); word++) {
            int[] ids = words.get(word);
            for (int i = 1; i < ids.length; i++) {
                pairs.appear(ids[i - 1], ids[i], word, counts[word]);
            }
        }
        pairs.update();
        return pairs;
    }

    /** Puts the token in the place of the pair everywhere, and brings the counts of the neighbouring pairs up to date. */
    void merge(Pair pair, int token, PairQueue pairs) {
        for (int word : pair.words()) {
            words.set(word, merged(word, pair, token, pairs));
        }
        pairs.update();
    }

    private int[] merged(int word, Pair pair, int token, PairQueue pairs) {
        int[] ids = words.get(word);
        long count = counts[word];
        int[] result = null;
        int length = 0;
        for (int i = 0; i < ids.length; i++) {
            boolean match = i + 1 < ids.length && ids[i] == pair.left() && ids[i + 1] == pair.right();
            if (match) {
                if (result == null) {
                    result = Arrays.copyOf(ids, ids.length - 1);
                }
                pair.disappear(count);
                if (length > 0) {
                    pairs.disappear(result[length - 1], pair.left(), count);
                    pairs.appear(result[length - 1], token, word, count);
                }
                if (i + 2 < ids.length) {
                    pairs.disappear(pair.right(), ids[i + 2], count);
                    pairs.appear(token, ids[i + 2], word, count);
                }
                i++;
            }
            if (result != null) {
                result[length] = match ? token : ids[i];
            }
            length++;
        }
        return result == null ? ids : Arrays.copyOf(result, length);
    }
}
