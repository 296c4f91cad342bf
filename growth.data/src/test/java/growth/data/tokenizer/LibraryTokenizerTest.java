package growth.data.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.GrowthException;
import growth.data.corpus.TextFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LibraryTokenizerTest {
    /** A tokenizer as others write them: words, an unknown and an added token, cut to 2 tokens and padded to 8. */
    private static final String FOREIGN = """
            {"version": "1.0",
             "truncation": {"direction": "Right", "max_length": 2, "strategy": "LongestFirst", "stride": 0},
             "padding": {"strategy": {"Fixed": 8}, "direction": "Right", "pad_to_multiple_of": null, "pad_id": 0, "pad_type_id": 0,
                         "pad_token": "<unk>"},
             "added_tokens": [{"id": 4, "content": "<end>", "single_word": false, "lstrip": false, "rstrip": false, "normalized": false,
                               "special": true}],
             "normalizer": {"type": "Lowercase"}, "pre_tokenizer": {"type": "Whitespace"}, "post_processor": null, "decoder": null,
             "model": {"type": "WordLevel", "vocab": {"<unk>": 0, "one": 1, "two": 2, "three": 3}, "unk_token": "<unk>"}}
            """;

    @TempDir
    Path folder;

    @Test
    void encodesAsOurMergesSay() {
        BpeModel model = trained(1000);
        RandomText random = new RandomText(12);
        try (LibraryTokenizer library = new LibraryTokenizer(TokenizerJson.of(model, true))) {
            assertThat(library.vocabulary()).isEqualTo(1000);
            for (int i = 0; i < 200; i++) {
                String text = random.next(i % 50);
                assertThat(library.encode(text)).as(text).isEqualTo(ReferenceBpe.encode(model, text));
            }
        }
    }

    @Test
    void decodingGivesTheTextBack() {
        RandomText random = new RandomText(13);
        try (LibraryTokenizer library = new LibraryTokenizer(TokenizerJson.of(trained(600), true))) {
            for (int i = 0; i < 200; i++) {
                String text = random.next(i);
                assertThat(library.decode(library.encode(text))).isEqualTo(text);
            }
        }
    }

    @Test
    void bytesOfTokensAddUpToThoseOfTheText() {
        RandomText random = new RandomText(15);
        String json = TokenizerJson.withMask(TokenizerJson.of(trained(600), true));
        try (LibraryTokenizer library = new LibraryTokenizer(json)) {
            int[] bytes = library.tokenBytes().orElseThrow();
            assertThat(bytes).hasSize(601);
            for (int i = 0; i < 200; i++) {
                String text = random.next(i) + "na\u00efve \u2014 \ud83d\ude00";
                assertThat(Arrays.stream(library.encode(text)).map(id -> bytes[id]).sum())
                        .isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
            }
            // An added token stands in a text as it is written.
            assertThat(bytes[600]).isEqualTo("[MASK]".length());
        }
        assertThat(new ByteTokenizer(true).tokenBytes().orElseThrow()).hasSize(257).startsWith(1, 1).endsWith(1, 0);
        try (LibraryTokenizer lowered = new LibraryTokenizer(FOREIGN)) {
            assertThat(lowered.tokenBytes()).as("a tokenizer that changes the text").isEmpty();
        }
    }

    @Test
    void chunksGiveTheIdsOfTheWhole() throws IOException {
        String text = new RandomText(14).next(200_000);
        Path file = Files.writeString(folder.resolve("text.txt"), text);
        List<String> chunks = new ArrayList<>();
        new TextFile(file, Files.size(file), "").read(chunks::add);
        assertThat(chunks).hasSizeGreaterThan(3);
        try (LibraryTokenizer library = new LibraryTokenizer(TokenizerJson.of(trained(600), true))) {
            int[] joined = chunks.stream().map(library::encode).flatMapToInt(Arrays::stream).toArray();
            assertThat(joined).isEqualTo(library.encode(text));
        }
    }

    @Test
    void foreignFilesNeitherCutNorPad() throws IOException {
        Path file = Files.writeString(folder.resolve("tokenizer.json"), FOREIGN);
        try (LibraryTokenizer library = LibraryTokenizer.read(file)) {
            assertThat(library.vocabulary()).isEqualTo(5);
            assertThat(library.encode("One two three four<end>")).containsExactly(1, 2, 3, 0, 4);
        }
    }

    @Test
    void savesTheFileAsItWasRead() throws IOException {
        Path file = Files.writeString(folder.resolve("tokenizer.json"), FOREIGN);
        try (LibraryTokenizer library = LibraryTokenizer.read(file)) {
            library.save(folder.resolve("copy.json"));
        }
        assertThat(folder.resolve("copy.json")).hasSameBinaryContentAs(file);
    }

    @Test
    void halfASurrogatePairBecomesAQuestionMark() {
        try (LibraryTokenizer library = new LibraryTokenizer(new ByteTokenizer(false).contents())) {
            assertThat(library.decode(library.encode("a\uD83Db\uDC3B"))).isEqualTo("a?b?");
        }
    }

    @Test
    void idsOutsideTheVocabularyDecodeToNothing() {
        try (LibraryTokenizer library = new LibraryTokenizer(new ByteTokenizer(false).contents())) {
            assertThat(library.decode(new int[] {'a', 100_000, 'b'})).isEqualTo("ab");
        }
    }

    @Test
    void severalThreadsEncodeAlike() {
        String text = new RandomText(15).next(500);
        try (LibraryTokenizer library = new LibraryTokenizer(TokenizerJson.of(trained(600), true))) {
            int[] expected = library.encode(text);
            assertThat(IntStream.range(0, 200).parallel().mapToObj(i -> library.encode(text)))
                    .allMatch(ids -> Arrays.equals(ids, expected));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "~{\"model\": \n oops}~ | it is not JSON at line 2, column ", "~~ | it has no model with a vocabulary",
        "{\"architectures\": [\"LlamaForCausalLM\"]} | it has no model with a vocabulary",
        "{\"model\": {\"type\": \"Runes\", \"vocab\": {\"a\": 0}}} | ~~"
    })
    void whatIsNoTokenizerIsRefusedInOneLine(String content, String reason) throws IOException {
        Path file = Files.writeString(folder.resolve("tokenizer.json"), content);
        assertThatThrownBy(() -> LibraryTokenizer.read(file)).isInstanceOf(GrowthException.class)
                .hasMessageStartingWith(file + ": is no Hugging Face tokenizer.json: " + reason).hasMessageNotContaining("\n")
                .hasFieldOrPropertyWithValue("kind", GrowthException.Kind.DATA);
    }

    @Test
    void fileThatIsMissingOrNoTextIsRefused() throws IOException {
        Path missing = folder.resolve("none.json");
        assertThatThrownBy(() -> LibraryTokenizer.read(missing)).hasMessage(missing + " cannot be read: no such file");
        Path binary = Files.write(folder.resolve("binary.json"), new byte[] {(byte) 0xFF, 0, 1});
        assertThatThrownBy(() -> LibraryTokenizer.read(binary)).hasMessage(binary + ": is no Hugging Face tokenizer.json: it is not UTF-8");
    }

    @Test
    void closedTokenizerRefusesToWork() {
        LibraryTokenizer library = new LibraryTokenizer(new ByteTokenizer(false).contents());
        library.close();
        library.close();
        assertThatThrownBy(() -> library.encode("a")).isInstanceOf(IllegalStateException.class);
    }

    private static BpeModel trained(int vocabulary) {
        PreTokenCounts counts = new PreTokenCounts(PreTokenCounts.LIMIT);
        counts.add(new RandomText(11).next(40_000));
        return new BpeTrainer(vocabulary).train(counts);
    }

    @Test
    void aGitLfsPointerIsNamedForWhatItIs(@TempDir Path temp) throws IOException {
        Path file = Files.writeString(temp.resolve("tokenizer.json"),
                "version https://git-lfs.github.com/spec/v1\noid sha256:aa\nsize 17\n");
        assertThatThrownBy(() -> LibraryTokenizer.read(file)).isInstanceOf(GrowthException.class)
                .hasMessageStartingWith(file + ": is a Git LFS pointer, not the file of 17 bytes");
    }
}
