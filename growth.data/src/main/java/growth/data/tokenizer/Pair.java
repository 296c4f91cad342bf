package growth.data.tokenizer;

import java.util.Arrays;

/** Two neighbouring tokens: how often they occur, and in which words. */
final class Pair {
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

    /** @return occurrences in the corpus */
    long count() {
        return count;
    }

    /** @return every word that holds the pair, and some that held it once */
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
