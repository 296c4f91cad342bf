package growth.data.synthetic;

import static org.assertj.core.api.Assertions.assertThat;

import growth.data.synthetic.Lexicon.Noun;
import growth.data.synthetic.Lexicon.Tense;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnglishTest {
    private final Lexicon lexicon = new Lexicon();

    @Test
    void spelling() {
        assertThat(English.plural("box")).isEqualTo("boxes");
        assertThat(English.plural("berry")).isEqualTo("berries");
        assertThat(English.plural("key")).isEqualTo("keys");
        assertThat(English.plural("brush")).isEqualTo("brushes");
        assertThat(Noun.of("leaf/leaves").counted(3)).isEqualTo("three leaves");
        assertThat(Noun.of("leaf/leaves").counted(1)).isEqualTo("one leaf");
        assertThat(Noun.of("apple").counted(0)).isEqualTo("no apples");
        assertThat(English.number(21)).isEqualTo("21");
        assertThat(English.a("old owl")).isEqualTo("an old owl");
        assertThat(English.a("honest fox")).isEqualTo("an honest fox");
        assertThat(English.a("young fox")).isEqualTo("a young fox");
        assertThat(English.capital("\"it is\"")).isEqualTo("\"It is\"");
    }

    @Test
    void verbs() {
        assertThat(lexicon.verb("go").singular(Tense.PRESENT)).isEqualTo("goes");
        assertThat(lexicon.verb("go").singular(Tense.PAST)).isEqualTo("went");
        assertThat(lexicon.verb("carry").singular(Tense.PRESENT)).isEqualTo("carries");
        assertThat(lexicon.verb("play").singular(Tense.PRESENT)).isEqualTo("plays");
        assertThat(lexicon.verb("be").plural(Tense.PAST)).isEqualTo("were");
        assertThat(lexicon.verb("have").singular(Tense.PRESENT)).isEqualTo("has");
        assertThat(lexicon.verb("be").singular(Tense.PRESENT)).isEqualTo("is");
    }

    @Test
    void theLexiconHasNoWordTwice() {
        for (String section : List.of("girls", "boys", "pets", "animals", "trades", "foods", "objects", "treasures", "colours", "qualities",
                "natures", "places", "spots", "times", "later", "verbs", "conditions", "actions", "orders")) {
            List<String> words = lexicon.words(section);
            assertThat(words).as(section).hasSizeGreaterThan(5).hasSize(new HashSet<>(words).size());
        }
        assertThat(lexicon.words("girls")).doesNotContainAnyElementsOf(lexicon.words("boys"));
        assertThat(lexicon.words("pets")).doesNotContainAnyElementsOf(lexicon.words("girls"));
        assertThat(lexicon.words("pets")).doesNotContainAnyElementsOf(lexicon.words("boys"));
    }
}
