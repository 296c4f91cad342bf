package growth.data.synthetic;

import static org.assertj.core.api.Assertions.assertThat;

import growth.data.synthetic.Anthology.Part;
import growth.formats.digest.Sha256;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class AnthologyTest {
    private static final int TEXTS = 1000;
    private final Anthology anthology = new Anthology();

    private List<String> texts(Part part, long seed) {
        Dice dice = new Dice(seed);
        List<String> texts = new ArrayList<>();
        while (texts.size() < TEXTS) {
            texts.add(anthology.next(dice, part));
        }
        return texts;
    }

    @Test
    void noTextIsInBothParts() {
        Set<String> training = new HashSet<>(texts(Part.TRAINING, 1));
        Set<String> validation = new HashSet<>(texts(Part.VALIDATION, 1));
        validation.addAll(texts(Part.VALIDATION, 2));
        assertThat(validation).doesNotContainAnyElementsOf(training);
    }

    @Test
    void hardlyAnyTextComesTwice() {
        Set<String> texts = new HashSet<>(texts(Part.TRAINING, 1));
        texts.addAll(texts(Part.TRAINING, 2));
        assertThat(texts.size()).isGreaterThan(2 * TEXTS * 99 / 100);
    }

    @Test
    void theMixtureHoldsEveryKind() {
        List<String> texts = texts(Part.TRAINING, 3);
        assertThat(share(texts, t -> t.contains(" at the end?"))).isBetween(0.58, 0.70);
        assertThat(share(texts, t -> t.contains("The following is"))).isBetween(0.07, 0.13);
        assertThat(share(texts, t -> t.startsWith("If ") || t.contains(" than "))).isBetween(0.09, 0.15);
    }

    private static double share(List<String> texts, Predicate<String> kind) {
        return texts.stream().filter(kind).count() / (double) texts.size();
    }

    @Test
    void textsChangeOnlyWithTheVersion() {
        String hash = Sha256.of(texts(Part.TRAINING, 4));
        assertThat(Anthology.VERSION + ":" + hash).isEqualTo("2:cd4d2cd321e4ce67ece7892ac75dcae462a10fc18c8cd9c9ab6527583b6f79af");
    }
}
