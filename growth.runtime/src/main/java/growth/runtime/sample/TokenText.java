package growth.runtime.sample;

import growth.api.data.Tokenizer;
import java.util.Arrays;
import java.util.Optional;

/**
 * Turns tokens into text as they come. A character may consist of bytes of several tokens, so text that ends in the middle of one waits for
 * the rest; and what a token's text is may depend on the token before, so both are decoded together. Without a tokenizer, the text of a
 * token is its id.
 */
final class TokenText {
    /** What bytes that are no UTF-8 are decoded to. */
    private static final String REPLACEMENT = "\uFFFD";
    private final Optional<Tokenizer> tokenizer;
    private int[] ids;
    private int from;
    private int told;
    private int length;

    /** @param before what stands before the first token, which may decide what its text is; its own text is known already */
    TokenText(Optional<Tokenizer> tokenizer, int[] before) {
        this.tokenizer = tokenizer;
        ids = before.clone();
        length = before.length;
        told = length;
    }

    /** Returns the text of tokens. */
    static String of(Optional<Tokenizer> tokenizer, int[] tokens) {
        return tokenizer.map(t -> t.decode(tokens))
                .orElseGet(() -> String.join(",", Arrays.stream(tokens).mapToObj(Integer::toString).toList()));
    }

    /** Adds a token and returns the text that is sure now; empty while a character is not complete. */
    String add(int id) {
        if (length == ids.length) {
            ids = Arrays.copyOf(ids, Math.max(16, 2 * length));
        }
        ids[length++] = id;
        String known = known();
        String text = behind(known);
        if (text.endsWith(REPLACEMENT)) {
            return "";
        }
        if (!known.endsWith(REPLACEMENT)) {
            from = told;
        }
        told = length;
        return text;
    }

    /** Returns the text of tokens that were still waiting for the rest of a character. */
    String finish() {
        String text = behind(known());
        told = length;
        return text;
    }

    private String known() {
        return of(tokenizer, Arrays.copyOfRange(ids, from, told));
    }

    private String behind(String known) {
        int end = known.length();
        // what stands before the first token may end within a character
        while (end > 0 && known.startsWith(REPLACEMENT, end - 1)) {
            end--;
        }
        String all = of(tokenizer, Arrays.copyOfRange(ids, from, length));
        return all.length() > end ? all.substring(end) : "";
    }
}
