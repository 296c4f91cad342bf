package growth.data.synthetic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TaleTest {
    private static final int TALES = 500;
    private final Lexicon lexicon = new Lexicon();

    private String tale(int n) {
        return new Tale().write(new Dice(n), lexicon);
    }

    @Test
    void whatIsToldAddsUpForAReaderWhoKnowsNothingElse() {
        int statements = 0;
        for (int i = 0; i < TALES; i++) {
            String tale = tale(i);
            TaleReader reader = new TaleReader();
            reader.read(tale);
            assertThat(reader.complaints()).as(tale).isEmpty();
            statements += reader.statements();
        }
        assertThat(statements).as("the reader understands most of what can be counted").isGreaterThan(4 * TALES);
    }

    @Test
    void aReaderWouldNoticeAWrongNumber() {
        TaleReader reader = new TaleReader();
        reader.read("Mia had two figs. Her friend Tom, a boy who liked the hill, was there too. He had one egg. Mia gave one fig to Tom. "
                + "How many figs did Mia have at the end? She had two figs.\n");
        assertThat(reader.complaints()).hasSize(1);
    }

    @Test
    void theTextIsClean() {
        Pattern article = Pattern.compile("\\b(an?) ([a-z]+)");
        for (int i = 0; i < TALES; i++) {
            String tale = tale(i);
            assertThat(tale).endsWith(".\n").doesNotContain("  ", "{", "}", "%", "*", "null", " .", " ,");
            Matcher matcher = article.matcher(tale);
            while (matcher.find()) {
                boolean vowel = matcher.group(2).matches("[aeiou].*|honest|hour");
                assertThat(matcher.group(1)).as(matcher.group()).isEqualTo(vowel ? "an" : "a");
            }
        }
    }

    @Test
    void oneTaleKeepsOneTense() {
        Pattern past = Pattern.compile("\\b(had|was|were|gave|found|went)\\b");
        Pattern present = Pattern.compile("\\b(gives|finds|goes|puts|hides)\\b");
        int both = 0;
        int pasts = 0;
        for (int i = 0; i < TALES; i++) {
            // people speak in the present, whatever the tale's tense
            String narrated = tale(i).replaceAll("\"[^\"]*\"", "");
            boolean inPast = past.matcher(narrated).find();
            pasts += inPast ? 1 : 0;
            both += inPast && present.matcher(narrated).find() ? 1 : 0;
        }
        assertThat(both).isZero();
        assertThat(pasts).isBetween(TALES / 2, TALES - 1);
    }
}
