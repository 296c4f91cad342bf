package growth.runtime.sample;

import java.util.Arrays;

/** A text that grows token by token, behind a prefix that stays. */
final class GrowingText {
    private final int[] prefix;
    private final ContextWindow window;
    private int[] ids;
    private int length;

    /**
     * @param context tokens that the model takes
     * @param prefix  what stands before the text, fewer than the context
     * @param prompt  how it begins
     */
    GrowingText(int context, int[] prefix, int[] prompt) {
        this.prefix = prefix;
        window = new ContextWindow(context, prefix.length);
        ids = prompt.clone();
        length = prompt.length;
    }

    /** Adds a token. */
    void add(int id) {
        if (length == ids.length) {
            ids = Arrays.copyOf(ids, Math.max(16, 2 * length));
        }
        ids[length++] = id;
    }

    /** Returns the number of tokens without the prefix. */
    int length() {
        return length;
    }

    /** Returns the first token that the model sees now. */
    int start() {
        return window.start(length);
    }

    /** Returns the tokens that the model sees now, with the prefix. */
    int[] seen() {
        int start = start();
        int[] seen = Arrays.copyOf(prefix, prefix.length + length - start);
        System.arraycopy(ids, start, seen, prefix.length, length - start);
        return seen;
    }

    /** Returns the tokens from one on. */
    int[] from(int first) {
        return Arrays.copyOfRange(ids, first, length);
    }
}
