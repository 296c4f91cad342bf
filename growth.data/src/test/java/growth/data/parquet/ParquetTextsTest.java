package growth.data.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.GrowthException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files were written by pyarrow 25: three row groups, pages of 512 bytes, 300 rows. */
class ParquetTextsTest {
    private static final int ROWS = 300;

    @TempDir
    Path folder;

    private static String text(int row) {
        return row % 7 == 3 ? null : row % 11 == 5 ? "" : "Row " + row + ": ü🐻" + " word".repeat(row % 13);
    }

    private Path file(String name) throws IOException {
        try (InputStream in = ParquetTextsTest.class.getResourceAsStream(name + ".parquet")) {
            Path file = folder.resolve(name + ".parquet");
            Files.write(file, in.readAllBytes());
            return file;
        }
    }

    private static List<String> read(Path file, String column) {
        List<String> texts = new ArrayList<>();
        new ParquetTexts(file, column).read(texts::add);
        return texts;
    }

    private static void refused(Path file, String column, String message) {
        assertThatThrownBy(() -> read(file, column)).isInstanceOf(GrowthException.class).hasMessage(file + ": " + message)
                .satisfies(e -> assertThat(((GrowthException) e).kind()).isEqualTo(GrowthException.Kind.DATA));
    }

    @ParameterizedTest
    @ValueSource(strings = {"snappy-v1-dictionary", "none-v1-plain", "gzip-v2-plain", "zstd-v2-dictionary", "lz4-v1-delta-length",
        "snappy-v2-delta-strings"})
    void textsAreReadHoweverTheyArePacked(String name) throws IOException {
        List<String> expected = IntStream.range(0, ROWS).mapToObj(ParquetTextsTest::text).filter(Objects::nonNull)
                .filter(text -> !text.isEmpty()).toList();
        ParquetTexts parquet = new ParquetTexts(file(name), "text");
        List<String> texts = new ArrayList<>();
        parquet.read(texts::add);
        assertThat(texts).isEqualTo(expected);
        assertThat(parquet.records()).isEqualTo(ROWS);
        assertThat(parquet.texts()).isEqualTo(expected.size());
    }

    @Test
    void columnsOfTextAreRequiredOrNotLargeOrDictionaries() throws IOException {
        Path file = file("columns");
        assertThat(read(file, "body")).containsExactly("a", "b", "c");
        assertThat(read(file, "category")).containsExactly("p", "q", "p");
        assertThat(read(file, "large")).containsExactly("l", "m", "n");
        assertThat(read(file("nulls"), "text")).isEmpty();
    }

    @Test
    void otherColumnsAreNamedForWhatTheyHold() throws IOException {
        Path file = file("columns");
        refused(file, "text", "has no column 'text', but body, blob, category, large (and, not of text, number, messages, meta);"
                + " name one as field (of eval: --field)");
        refused(file, "number", "column 'number' holds int32, no text; name another one as field (of eval: --field)");
        String nested = " is nested (a list, map or struct); a column of plain text is read; name one as field (of eval: --field), or"
                + " write the texts to one";
        refused(file, "messages", "column 'messages'" + nested);
        refused(file, "meta", "column 'meta'" + nested);
        refused(file, "blob", "column 'blob' holds bytes that are no UTF-8; name another one as field (of eval: --field)");
        refused(file("brotli"), "text", "is packed with brotli, which is not read; write it with zstd, snappy or gzip");
    }

    @Test
    void brokenFilesAreNamed() throws IOException {
        byte[] whole = Files.readAllBytes(file("zstd-v2-dictionary"));
        refused(Files.write(folder.resolve("cut"), Arrays.copyOf(whole, whole.length / 2)), "text",
                "breaks off or is damaged: a Parquet file ends with its table of contents; copy or download it again");
        refused(Files.write(folder.resolve("short"), Arrays.copyOf(whole, 9)), "text",
                "is too short for a Parquet file; copy or download it again");
        refused(Files.writeString(folder.resolve("text"), "no parquet at all"), "text",
                "is named like a Parquet file, but is none; packed ones are unpacked first, or download it again");
    }

    /** Whatever byte is another one, the texts are right or the file is refused in one line: nothing else comes out, nothing hangs. */
    @Test
    void damagedBytesNeverEndInAnythingElse() throws IOException {
        Random random = new Random(7);
        for (String name : List.of("snappy-v1-dictionary", "zstd-v2-dictionary", "snappy-v2-delta-strings", "none-v1-plain")) {
            byte[] whole = Files.readAllBytes(file(name));
            for (int i = 0; i < 150; i++) {
                byte[] damaged = whole.clone();
                damaged[4 + random.nextInt(whole.length - 12)] ^= (byte) (1 << random.nextInt(8));
                Path file = Files.write(folder.resolve("damaged.parquet"), damaged);
                try {
                    read(file, "text");
                } catch (GrowthException e) {
                    assertThat(e.getMessage()).startsWith(file + ": ").doesNotContain("\n");
                }
            }
        }
    }
}
