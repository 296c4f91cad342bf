package growth.data.tokenizer;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The byte-level alphabet of GPT-2 (Radford et al. 2019, section 2.2): every byte has a printable character, so that vocabularies can be
 * written as text. Printable bytes of Latin-1 stand for themselves, the others for the code points from 256 on.
 */
final class ByteLevel {
    /** Letters of the alphabet. */
    static final int BYTES = 256;
    private static final List<Character> CHARACTERS = characters();

    private ByteLevel() {
    }

    /** Returns the character that stands for the byte, given as 0 to 255. */
    static char character(int value) {
        return CHARACTERS.get(value);
    }

    /** Returns the byte that the character stands for, 0 to 255; -1 if it is not in the alphabet. */
    static int value(char character) {
        return CHARACTERS.indexOf(character);
    }

    /** Returns the bytes in the order of their characters, which is the order of ids in Hugging Face's vocabularies. */
    static List<Integer> byCharacter() {
        return IntStream.range(0, BYTES).boxed().sorted((a, b) -> Character.compare(character(a), character(b))).toList();
    }

    private static List<Character> characters() {
        List<Character> characters = new ArrayList<>(BYTES);
        char next = BYTES;
        for (int value = 0; value < BYTES; value++) {
            characters.add(isPrintable(value) ? (char) value : next++);
        }
        return List.copyOf(characters);
    }

    private static boolean isPrintable(int value) {
        return value >= '!' && value <= '~' || value >= 0xA1 && value <= 0xAC || value >= 0xAE;
    }
}
