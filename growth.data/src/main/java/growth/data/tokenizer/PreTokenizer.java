package growth.data.tokenizer;

import growth.data.corpus.WhiteSpace;
import java.util.function.Consumer;

/**
 * GPT-2's pre-tokenisation (Radford et al. 2019), as Hugging Face's ByteLevel pre-tokenizer does it without a prefix space:
 * {@code 's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+}. Written as a scanner because a regular expression
 * takes several times as long.
 */
final class PreTokenizer {
    private enum Kind { LETTER, NUMBER, SPACE, OTHER }

    private PreTokenizer() {
    }

    /** Hands over every pre-token; together they are the text. */
    static void split(String text, Consumer<String> sink) {
        int start = 0;
        while (start < text.length()) {
            int end = end(text, start);
            sink.accept(text.substring(start, end));
            start = end;
        }
    }

    private static int end(String text, int start) {
        int contraction = contraction(text, start);
        if (contraction > 0) {
            return start + contraction;
        }
        int first = start;
        if (text.charAt(start) == ' ' && start + 1 < text.length() && kind(text.codePointAt(start + 1)) != Kind.SPACE) {
            first = start + 1;
        }
        Kind kind = kind(text.codePointAt(first));
        int end = first;
        while (end < text.length() && kind(text.codePointAt(end)) == kind) {
            end += Character.charCount(text.codePointAt(end));
        }
        // The last of several white spaces is left to the word after it, or stands alone.
        return kind == Kind.SPACE && end < text.length() && end - start > 1 ? end - 1 : end;
    }

    /** Returns the length of the English contraction that begins there, or 0. */
    private static int contraction(String text, int start) {
        if (text.charAt(start) != '\'' || start + 1 == text.length()) {
            return 0;
        }
        return switch (text.charAt(start + 1)) {
            case 's', 't', 'm', 'd' -> 2;
            case 'r', 'v' -> text.startsWith("e", start + 2) ? 3 : 0;
            case 'l' -> text.startsWith("l", start + 2) ? 3 : 0;
            default -> 0;
        };
    }

    private static Kind kind(int codePoint) {
        if (codePoint < 128) {
            return ascii(codePoint);
        }
        if (WhiteSpace.is(codePoint)) {
            return Kind.SPACE;
        }
        return switch (Character.getType(codePoint)) {
            case Character.UPPERCASE_LETTER, Character.LOWERCASE_LETTER, Character.TITLECASE_LETTER, Character.MODIFIER_LETTER,
                    Character.OTHER_LETTER -> Kind.LETTER;
            case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER -> Kind.NUMBER;
            default -> Kind.OTHER;
        };
    }

    private static Kind ascii(int c) {
        if (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z') {
            return Kind.LETTER;
        }
        if (WhiteSpace.is(c)) {
            return Kind.SPACE;
        }
        return c >= '0' && c <= '9' ? Kind.NUMBER : Kind.OTHER;
    }
}
