package growth.runtime.sample;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.data.Tokenizer;
import growth.data.tokenizer.ByteTokenizer;
import growth.data.tokenizer.LibraryTokenizer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenTextTest {
    /** Words behind a blank and pieces of words, with a decoder that leaves the blank before the first word out. */
    private static final String WORDS = """
            {"version": "1.0", "truncation": null, "padding": null, "added_tokens": [], "normalizer": null,
             "pre_tokenizer": {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "first", "split": true},
             "post_processor": null, "decoder": {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "first", "split": true},
             "model": {"type": "WordLevel", "unk_token": "▁a", "vocab": {"▁a": 0, "▁cat": 1, "s": 2, "▁sat": 3}}}
            """;
    private static final Optional<Tokenizer> BYTES = Optional.of(new ByteTokenizer(false));
    @TempDir
    private Path home;

    private static List<String> pieces(Optional<Tokenizer> tokenizer, int[] before, int... ids) {
        TokenText text = new TokenText(tokenizer, before);
        List<String> pieces = new ArrayList<>();
        for (int id : ids) {
            pieces.add(text.add(id));
        }
        pieces.add(text.finish());
        return pieces;
    }

    private static int[] bytes(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return IntStream.range(0, bytes.length).map(i -> bytes[i] & 0xff).toArray();
    }

    @Test
    void aCharacterOfSeveralTokensComesWhenItIsWhole() {
        assertThat(pieces(BYTES, new int[0], bytes("aé€😀."))).containsExactly("a", "", "é", "", "", "€", "", "", "", "😀", ".", "");
    }

    @Test
    void whatIsNeverCompletedComesAtTheEnd() {
        assertThat(pieces(BYTES, new int[0], 'a', 0xe2, 0x82)).containsExactly("a", "", "", "\uFFFD");
        assertThat(pieces(BYTES, new int[0], 0xe2, 'a', 0xff)).containsExactly("", "\uFFFDa", "", "\uFFFD");
    }

    @Test
    void theTextBeforeIsNotToldAgainButDecides() {
        assertThat(pieces(BYTES, bytes("né"), bytes("e"))).containsExactly("e", "");
        assertThat(pieces(BYTES, new int[] {'n', 0xc3}, 0xa9, 'e')).containsExactly("é", "e", "");
        try (LibraryTokenizer words = new LibraryTokenizer(WORDS)) {
            assertThat(words.decode(new int[] {1})).isEqualTo("cat");
            assertThat(pieces(Optional.of(words), new int[] {0}, 1, 2, 3)).containsExactly(" cat", "s", " sat", "");
            assertThat(pieces(Optional.of(words), new int[0], 1, 3)).containsExactly("cat", " sat", "");
        }
    }

    @Test
    void withoutATokenizerTheTextIsTheIds() {
        assertThat(pieces(Optional.empty(), new int[] {4, 5}, 6, 70)).containsExactly(",6", ",70", "");
        assertThat(pieces(Optional.empty(), new int[0], 6, 70)).containsExactly("6", ",70", "");
    }

    /** Random bytes, mostly of characters of two to four bytes, whole and broken. */
    @Test
    void thePiecesTogetherAreTheText() {
        Path file = home.resolve("tokenizer.json");
        new ByteTokenizer(false).save(file);
        int[] alphabet = {'a', ' ', 0xc3, 0xa9, 0xe2, 0x82, 0xac, 0xf0, 0x9f, 0x98, 0x80, 0xff};
        try (LibraryTokenizer library = LibraryTokenizer.read(file)) {
            for (int seed = 0; seed < 300; seed++) {
                SplittableRandom random = new SplittableRandom(seed);
                int[] ids = random.ints(1 + seed % 40, 0, alphabet.length).map(i -> alphabet[i]).toArray();
                for (Tokenizer tokenizer : List.of(BYTES.get(), library)) {
                    assertThat(String.join("", pieces(Optional.of(tokenizer), new int[0], ids))).as(Arrays.toString(ids))
                            .isEqualTo(tokenizer.decode(ids));
                }
            }
        }
    }
}
