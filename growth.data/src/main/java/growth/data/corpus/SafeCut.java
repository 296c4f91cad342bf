package growth.data.corpus;

/**
 * Finds places where text can be cut without changing the tokens, for the pre-tokenisations of GPT-2, of cl100k and its kin (Llama 3, Qwen)
 * and of BERT: before a space or tab after anything but white space, and before a newline after a letter or digit. Cl100k joins punctuation
 * with the newlines after it, and BERT drops form feeds and their like, which joins what stands around them; so text is not cut there.
 */
public final class SafeCut {
    private SafeCut() {
    }

    /** Returns whether the text can be cut before that index, which is at least 1. */
    public static boolean at(CharSequence text, int index) {
        return switch (text.charAt(index)) {
            case ' ', '\t' -> !WhiteSpace.is(text.charAt(index - 1));
            case '\n', '\r' -> Character.isLetterOrDigit(Character.codePointBefore(text, index));
            default -> false;
        };
    }
}
