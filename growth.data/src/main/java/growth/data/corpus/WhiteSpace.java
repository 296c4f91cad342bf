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
}
