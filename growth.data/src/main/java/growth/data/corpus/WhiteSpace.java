package growth.data.corpus;

/**
 * Unicode's White_Space property, the {@code \s} of Hugging Face's regular expressions; neither of Java's two notions of it is the same.
 */
public final class WhiteSpace {
    private WhiteSpace() {
    }

    /** Returns whether the code point is white space; all white space lies in the basic plane. */
    public static boolean is(int codePoint) {
        if (codePoint <= 0x20) {
            return codePoint == 0x20 || codePoint >= 0x09 && codePoint <= 0x0D;
        }
        return switch (codePoint) {
            case 0x85, 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000 -> true;
            default -> codePoint >= 0x2000 && codePoint <= 0x200A;
        };
    }

    /**
     * Returns whether text can be cut before an index, which is at least 1, without changing the tokens, for the pre-tokenisations of
     * GPT-2, of cl100k and its kin (Llama 3, Qwen) and of BERT: before a space or tab after anything but white space, and before a newline
     * after a letter or digit. Cl100k joins punctuation with the newlines after it, and BERT drops form feeds and their like, which joins
     * what stands around them; so text is not cut there.
     */
    public static boolean isSafeCut(CharSequence text, int index) {
        return switch (text.charAt(index)) {
            case ' ', '\t' -> !is(text.charAt(index - 1));
            case '\n', '\r' -> Character.isLetterOrDigit(Character.codePointBefore(text, index));
            default -> false;
        };
    }
}
