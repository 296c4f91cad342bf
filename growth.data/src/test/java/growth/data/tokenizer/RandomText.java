package growth.data.tokenizer;

import java.util.Random;

/** Random texts that hold everything a tokenizer may stumble over. */
final class RandomText {
    private static final String[] PIECES = {"a", "the", "Bär", "'", "'s", "'ll", "'re", "'S", " ", "  ", "\n", "\r\n", "\t", "\f",
            "\u00A0", "\u2003", "\u0085", "\u001C", "\u200B", "0", "12", "½", "Ⅷ", ".", "...", "—", "_", "$", "日本", "語", "é", "e\u0301",
            "🐻", "👩‍👩‍👧", "ʰ", "ǅ", "\u0000", "\uFFFD", "٣"};

    private final Random random;

    RandomText(long seed) {
        this.random = new Random(seed);
    }

    /** Returns a text of that many pieces. */
    String next(int pieces) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < pieces; i++) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }
}
