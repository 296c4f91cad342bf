package growth.data.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.GrowthException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ByteTokenizerTest {
    private final ByteTokenizer tokenizer = new ByteTokenizer(false);

    @TempDir
    Path folder;

    @Test
    void idsAreBytes() {
        assertThat(tokenizer.encode("aä\n")).containsExactly('a', 0xC3, 0xA4, '\n');
        assertThat(tokenizer.vocabulary()).isEqualTo(256);
    }

    @Test
    void decodingGivesTheTextBack() {
        String text = new RandomText(1).next(3_000);
        assertThat(tokenizer.decode(tokenizer.encode(text))).isEqualTo(text);
    }

    @Test
    void theSavedFileIsTheSameTokenizerForHuggingFace() {
        tokenizer.save(folder.resolve("tokenizer.json"));
        String text = new RandomText(2).next(3_000);
        try (LibraryTokenizer library = LibraryTokenizer.read(folder.resolve("tokenizer.json"))) {
            assertThat(library.vocabulary()).isEqualTo(tokenizer.vocabulary());
            assertThat(library.encode(text)).isEqualTo(tokenizer.encode(text));
            assertThat(library.decode(tokenizer.encode(text))).isEqualTo(text);
        }
    }

    @Test
    void theMaskIsAnAddedTokenForHuggingFace() {
        ByteTokenizer masked = new ByteTokenizer(true);
        masked.save(folder.resolve("tokenizer.json"));
        try (LibraryTokenizer library = LibraryTokenizer.read(folder.resolve("tokenizer.json"))) {
            assertThat(library.vocabulary()).isEqualTo(masked.vocabulary()).isEqualTo(257);
            assertThat(library.mask()).isEqualTo(masked.mask()).hasValue(256);
            assertThat(library.encode("a[MASK]b")).containsExactly('a', 256, 'b');
            assertThat(library.specials()).isEqualTo(BitSet.valueOf(new long[] {0, 0, 0, 0, 1}));
            assertThat(masked.decode(new int[] {'a', 256, 0xC3, 0xA4})).isEqualTo("a[MASK]ä")
                    .isEqualTo(library.decode(new int[] {'a', 256, 0xC3, 0xA4}));
        }
    }

    @Test
    void aFolderThatIsMissingIsReported() {
        Path file = folder.resolve("none/tokenizer.json");
        assertThatThrownBy(() -> tokenizer.save(file)).isInstanceOfSatisfying(GrowthException.class, e -> {
            assertThat(e.kind()).isEqualTo(GrowthException.Kind.CHECKPOINT);
            assertThat(e.getMessage()).isEqualTo(file + " cannot be written: no such file");
        });
    }

    @Test
    void theAlphabetIsThatOfGpt2() {
        assertThat(ByteLevel.character('A')).isEqualTo('A');
        assertThat(ByteLevel.character(' ')).isEqualTo('Ġ');
        assertThat(ByteLevel.character('\n')).isEqualTo('Ċ');
        assertThat(ByteLevel.character('\t')).isEqualTo('ĉ');
        assertThat(ByteLevel.character(0)).isEqualTo('Ā');
        assertThat(ByteLevel.character(0x7F)).isEqualTo('ġ');
        assertThat(ByteLevel.character(0xAD)).isEqualTo('Ń');
        assertThat(ByteLevel.character(0xFF)).isEqualTo('ÿ');
    }

    @Test
    void everyByteHasACharacterOfItsOwn() {
        assertThat(IntStream.range(0, ByteLevel.BYTES).mapToObj(ByteLevel::character).collect(Collectors.toSet())).hasSize(ByteLevel.BYTES);
    }

    @Test
    void idsAreInTheOrderOfTheCharacters() {
        assertThat(ByteLevel.byCharacter().stream().map(ByteLevel::character)).isSorted();
        assertThat(ByteLevel.byCharacter().get(0)).isEqualTo((int) '!');
    }
}
