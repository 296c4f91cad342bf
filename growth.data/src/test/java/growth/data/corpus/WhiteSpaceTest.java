package growth.data.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WhiteSpaceTest {
    @Test
    void isTheWhiteSpacePropertyOfUnicode() {
        Pattern property = Pattern.compile("\\p{IsWhite_Space}");
        IntPredicate expected = codePoint -> property.matcher(Character.toString(codePoint)).matches();
        assertThat(codePoints(WhiteSpace::is)).isEqualTo(codePoints(expected)).hasSize(25);
    }

    private static int[] codePoints(IntPredicate wanted) {
        return IntStream.rangeClosed(0, Character.MAX_CODE_POINT).filter(wanted).toArray();
    }
}
