package growth.data.corpus;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import java.nio.CharBuffer;
import java.util.function.Consumer;

/**
 * Cuts a stream of characters into chunks where tokenizers cut too, so that tokenising the chunks gives what tokenising the whole would
 * give.
 *
 * <p>It cuts where that is exact ({@link WhiteSpace#isSafeCut}). In a text without such places it cuts before any white space after
 * something else, which is still exact for GPT-2's pre-tokenisation: that never joins the two, and looks ahead only within white space.
 * Text without white space is cut anywhere between two code points once a chunk has grown to {@value #LONGEST} characters.
 */
final class Chunker {
    /** Characters at which a chunk is cut at the next opportunity. */
    static final int USUAL = 1 << 16;
    /** Characters at which a chunk is cut without one. */
    static final int LONGEST = 1 << 20;

    private final Consumer<String> sink;
    private final int usual;
    private final int longest;
    private final StringBuilder pending = new StringBuilder();
    private int tryAt;

    Chunker(Consumer<String> sink, int usual, int longest) {
        this.sink = sink;
        this.usual = usual;
        this.longest = longest;
        this.tryAt = usual;
    }

    /** Takes more characters. */
    void add(CharBuffer characters) {
        pending.append(characters);
        while (pending.length() >= tryAt) {
            int cut = cut();
            if (cut > 0) {
                emit(cut);
                tryAt = usual;
            } else {
                tryAt = Math.min(tryAt * 2, longest);
            }
        }
    }

    /** Delivers what is left. */
    void finish() {
        if (!pending.isEmpty()) {
            emit(pending.length());
        }
    }

    /** Reading, counting and tokenising all go chunk by chunk: here they end when somebody has given them up. */
    private void emit(int length) {
        if (Thread.currentThread().isInterrupted()) {
            throw new GrowthException(Kind.DATA, "the reading of the text was interrupted");
        }
        sink.accept(pending.substring(0, length));
        pending.delete(0, length);
    }

    /** Returns the length of the next chunk; 0 if more characters are needed to tell. */
    private int cut() {
        int length = Math.min(pending.length(), longest);
        int fallback = 0;
        for (int i = length - 1; i > 0; i--) {
            if (WhiteSpace.isSafeCut(pending, i)) {
                return i;
            }
            if (fallback == 0 && WhiteSpace.is(pending.charAt(i)) && !WhiteSpace.is(pending.charAt(i - 1))) {
                fallback = i;
            }
        }
        if (fallback > 0 || pending.length() < longest) {
            return fallback;
        }
        return Character.isHighSurrogate(pending.charAt(length - 1)) ? length - 1 : length;
    }
}
