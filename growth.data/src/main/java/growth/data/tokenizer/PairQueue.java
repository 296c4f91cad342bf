package growth.data.tokenizer;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * All pairs, the most frequent first. A pair's entry in the heap keeps the count it was put in with; one that has become wrong is put in
 * again with the right count when it comes up, which is cheaper than moving entries about.
 */
final class PairQueue {
    private static final Comparator<Entry> MOST_FREQUENT = Comparator.comparingLong(Entry::count).reversed()
            .thenComparingInt(e -> e.pair().left())
            .thenComparingInt(e -> e.pair().right());

    private final Map<Long, Pair> pairs = new HashMap<>();
    private final PriorityQueue<Entry> heap = new PriorityQueue<>(MOST_FREQUENT);
    private final Set<Pair> risen = new LinkedHashSet<>();

    private record Entry(Pair pair, long count) {
    }

    /** The pair is found in a word once more; {@link #update} makes it count. */
    void appear(int left, int right, int word, long times) {
        Pair pair = pairs.computeIfAbsent(key(left, right), k -> new Pair(left, right));
        pair.appear(word, times);
        risen.add(pair);
    }

    /** The pair is gone from one place of a word. */
    void disappear(int left, int right, long times) {
        pairs.get(key(left, right)).disappear(times);
    }

    /** Takes the pairs that have become more frequent into the order. */
    void update() {
        risen.forEach(pair -> heap.add(new Entry(pair, pair.count())));
        risen.clear();
    }

    /** Returns the most frequent pair, the one of smaller ids among equals; null if there is none. */
    Pair poll() {
        for (Entry top = heap.poll(); top != null; top = heap.poll()) {
            if (top.count() == top.pair().count()) {
                return top.pair();
            }
            if (top.pair().count() > 0) {
                heap.add(new Entry(top.pair(), top.pair().count()));
            }
        }
        return null;
    }

    private static long key(int left, int right) {
        return (long) left << Integer.SIZE | right;
    }

    /** Two neighbouring tokens: how often they occur, and in which words. */
    static final class Pair {
        private final int left;
        private final int right;
        private long count;
        private int[] words = new int[2];
        private int wordCount;

        Pair(int left, int right) {
            this.left = left;
            this.right = right;
        }

        int left() {
            return left;
        }

        int right() {
            return right;
        }

        /** Returns how often the pair occurs in the corpus. */
        long count() {
            return count;
        }

        /** Returns every word that contains the pair, and some that once did. */
        int[] words() {
            return Arrays.copyOf(words, wordCount);
        }

        /** The pair is found in a word once more. */
        void appear(int word, long times) {
            count += times;
            if (wordCount > 0 && words[wordCount - 1] == word) {
                return;
            }
            if (wordCount == words.length) {
                words = Arrays.copyOf(words, 2 * wordCount);
            }
            words[wordCount++] = word;
        }

        /** One place less. */
        void disappear(long times) {
            count -= times;
        }
    }
}
