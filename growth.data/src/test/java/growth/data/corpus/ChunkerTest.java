package growth.data.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.GrowthException;
import java.nio.CharBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChunkerTest {
    /** After a letter, not between punctuation and a newline unless there is nothing better, and never within a word; | is a cut. */
    @ParameterizedTest
    @CsvSource(ignoreLeadingAndTrailingWhitespace = false, value = {"10,'one two, three| four'", "12,'one two| three,\n'",
        "6,'---\n---|\n---'", "6,'---\f---|\n\n-'", "4,'abcdefghijkl| mnop'"})
    void textIsCutBeforeWhiteSpace(int usual, String cut) {
        assertThat(chunks(usual, 40, cut.replace("|", ""))).containsExactly(cut.split("\\|"));
    }

    @Test
    void cutsEndlessWordsBetweenCodePoints() {
        List<String> chunks = chunks(4, 15, "🐻".repeat(20));
        assertThat(String.join("", chunks)).isEqualTo("🐻".repeat(20));
        assertThat(chunks).hasSizeGreaterThan(1).allMatch(chunk -> !Character.isLowSurrogate(chunk.charAt(0)));
    }

    @Test
    void nothingGivesNothing() {
        assertThat(chunks(4, 15, "")).isEmpty();
    }

    private static List<String> chunks(int usual, int longest, String text) {
        List<String> chunks = new ArrayList<>();
        Chunker chunker = new Chunker(chunks::add, usual, longest);
        chunker.add(CharBuffer.wrap(text));
        chunker.finish();
        return chunks;
    }

    @Test
    void aThreadThatIsInterruptedReadsNoFurther() {
        List<String> chunks = new ArrayList<>();
        Chunker chunker = new Chunker(chunks::add, 4, 8);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> chunker.add(CharBuffer.wrap("one two three four"))).isInstanceOf(GrowthException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(chunks).isEmpty();
    }

    @Test
    void whiteSpaceIsThatPropertyOfUnicode() {
        Pattern property = Pattern.compile("\\p{IsWhite_Space}");
        IntPredicate expected = codePoint -> property.matcher(Character.toString(codePoint)).matches();
        assertThat(codePoints(WhiteSpace::is)).isEqualTo(codePoints(expected)).hasSize(25);
    }

    private static int[] codePoints(IntPredicate wanted) {
        return IntStream.rangeClosed(0, Character.MAX_CODE_POINT).filter(wanted).toArray();
    }
}
