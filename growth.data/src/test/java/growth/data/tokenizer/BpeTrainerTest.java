package growth.data.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.data.tokenizer.BpeModel.Merge;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BpeTrainerTest {
    /** The most frequent pair first, ties to the smaller ids, repeated letters from the left. */
    @ParameterizedTest
    @CsvSource({"low low low lowest newer newer, 260, l o; lo w; Ġ low; e r", "cd ab ab cd, 257, a b",
        "aaaaa aaaaa, 259, a a; aa a; aa aaa"})
    void pairsAreMergedByFrequencyThenIdThenPlace(String text, int vocabulary, String merges) {
        assertThat(train(text, vocabulary).merges()).extracting(merge -> merge.left() + " " + merge.right())
                .containsExactly(merges.split("; "));
    }

    @Test
    void givesTheMergesOfHuggingFacesTrainer() throws IOException {
        // Made by Hugging Face tokenizers 0.23.2 on this very text:
        // BpeTrainer(vocab_size=400, min_frequency=2, initial_alphabet=ByteLevel.alphabet())
        assertThat(train(new RandomText(3).next(30_000), 400).merges().stream().map(merge -> merge.left() + " " + merge.right()))
                .containsExactlyElementsOf(lines("hugging-face-merges.txt"));
    }

    @Test
    void givesTheMergesOfTheSlowDefinition() {
        for (int seed = 0; seed < 5; seed++) {
            String text = new RandomText(seed).next(600);
            assertThat(train(text, 330).merges()).as("seed %d", seed).isEqualTo(ReferenceBpe.train(text, 330));
        }
    }

    @Test
    void idsAreBytesFirstThenMergesInTheirOrder() {
        BpeModel model = train("low low low", 258);
        assertThat(model.vocabulary()).hasSize(258).containsEntry("!", 0).containsEntry("lo", 256).containsEntry("low", 257);
    }

    @Test
    void vocabularyStaysSmallerIfNothingRepeats() {
        assertThat(train("abc abc", 5000).vocabulary()).hasSize(256 + 2);
        assertThat(train("", 5000).vocabulary()).hasSize(256);
    }

    @Test
    void bytesAreTheLeast() {
        assertThat(train("low low low", 256).merges()).isEmpty();
        assertThatThrownBy(() -> new BpeTrainer(255)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void rareWordsAreForgottenWhenThereAreTooMany() {
        PreTokenCounts counts = new PreTokenCounts(10);
        counts.add("the ".repeat(100));
        for (char rare = 0x4E00; rare < 0x5200; rare++) {
            counts.add(String.valueOf(rare));
        }
        assertThat(counts.size()).isBetween(3, 10);
        assertThat(new BpeTrainer(258).train(counts).merges()).containsExactly(new Merge("h", "e"), new Merge("t", "he"));
    }

    private static BpeModel train(String text, int vocabulary) {
        PreTokenCounts counts = new PreTokenCounts(PreTokenCounts.LIMIT);
        counts.add(text);
        return new BpeTrainer(vocabulary).train(counts);
    }

    private static List<String> lines(String resource) throws IOException {
        try (var in = BpeTrainerTest.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
