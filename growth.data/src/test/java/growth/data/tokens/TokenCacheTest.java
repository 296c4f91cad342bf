package growth.data.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import growth.data.cache.CacheFolder;
import growth.data.corpus.Document;
import growth.data.tokenizer.ByteTokenizer;
import growth.data.tokenizer.OpenTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenCacheTest {
    private final List<String> log = Collections.synchronizedList(new ArrayList<>());

    @TempDir
    Path folder;

    @Test
    void tokensAreMadeOnce() {
        assertThat(open("1", text("abc"))).containsExactly('a', 'b', 'c');
        int lines = log.size();
        assertThat(lines).isPositive();
        assertThat(open("1", text("abc"))).containsExactly('a', 'b', 'c');
        assertThat(log).hasSize(lines);
    }

    @Test
    void otherTextOrTokenizerOrOrderIsAnotherEntry() throws IOException {
        open("1", text("abc"), text("xyz"));
        open("1", text("xyz"), text("abc"));
        open("1", text("abcd"), text("xyz"));
        open("2", text("abc"), text("xyz"));
        assertThat(entries()).filteredOn(name -> name.endsWith(".bin")).hasSize(4);
    }

    @Test
    void damagedEntriesAreMadeAgain() throws IOException {
        open("1", text("abc"));
        Path tokens = entry(".bin");
        Path manifest = entry(".json");
        Files.write(tokens, new byte[3]);
        assertThat(open("1", text("abc"))).containsExactly('a', 'b', 'c');
        Files.writeString(manifest, "{\"format\": 1, \"tok");
        assertThat(open("1", text("abc"))).containsExactly('a', 'b', 'c');
        Files.writeString(manifest, "{\"format\": 999, \"tokens\": 3, \"width\": \"UINT16\"}");
        assertThat(open("1", text("abc"))).containsExactly('a', 'b', 'c');
        Files.delete(tokens);
        assertThat(open("1", text("abc"))).containsExactly('a', 'b', 'c');
        assertThat(Files.readString(manifest)).contains("\"tokens\": 3");
    }

    @Test
    void entryThatIsNotReadyIsNotUsed() throws IOException {
        open("1", text("abc"));
        Files.delete(entry(".json"));
        int lines = log.size();
        assertThat(open("1", text("abc"))).containsExactly('a', 'b', 'c');
        assertThat(log.size()).isGreaterThan(lines);
    }

    @Test
    void severalWritersAtOnceDoNotDisturbEachOther() throws IOException {
        String text = "some words that are tokenised by all of them at once ".repeat(2000);
        List<int[]> all = IntStream.range(0, 12).parallel().mapToObj(i -> open("1", text(text))).toList();
        int[] expected = new ByteTokenizer(false).encode(text);
        assertThat(all).allSatisfy(ids -> assertThat(ids).isEqualTo(expected));
        assertThat(entries()).hasSize(2);
    }

    @Test
    void longCorporaAreReported() {
        Document document = new TextDocument("word ".repeat(10_000), 64 * 25);
        new CorpusEncoder(new ByteTokenizer(false), ids -> { }, log::add).encode(List.of(document));
        assertThat(log).containsExactly("tokenised 64 million characters, 64.0 Mtok");
    }

    private int[] open(String fingerprint, Document... documents) {
        OpenTokenizer tokenizer = new OpenTokenizer(new ByteTokenizer(false), fingerprint, "bytes");
        try (Tokens tokens = new TokenCache(new CacheFolder(folder), log::add).open(List.of(documents), tokenizer)) {
            int[] ids = new int[(int) tokens.size()];
            tokens.read(0, ids, 0, ids.length);
            return ids;
        }
    }

    private List<String> entries() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private Path entry(String ending) throws IOException {
        return folder.resolve(entries().stream().filter(name -> name.endsWith(ending)).findFirst().orElseThrow());
    }

    private static Document text(String text) {
        return new TextDocument(text, 1);
    }

    private record TextDocument(String text, int times) implements Document {
        @Override
        public String name() {
            return "test";
        }

        @Override
        public long bytes() {
            return text.length();
        }

        @Override
        public String sha256() {
            return text;
        }

        @Override
        public void read(Consumer<String> chunks) {
            for (int i = 0; i < times; i++) {
                chunks.accept(text);
            }
        }
    }
}
