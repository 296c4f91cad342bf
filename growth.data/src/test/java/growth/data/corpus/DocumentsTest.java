package growth.data.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.github.luben.zstd.ZstdOutputStream;
import growth.api.GrowthException;
import growth.data.SharedCases;
import growth.data.options.TextOptions;
import growth.formats.digest.Sha256;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class DocumentsTest {
    private static final String TEXT = "Ein Bär,\n\tzwei Bären — drei 🐻🐻🐻.\n".repeat(500);

    @TempDir
    Path folder;
    private final List<String> log = new ArrayList<>();

    @FunctionalInterface
    private interface Packer {
        OutputStream on(OutputStream out) throws IOException;
    }

    private static final Map<String, Packer> PACKERS = new LinkedHashMap<>();

    static {
        PACKERS.put(".gz", GZIPOutputStream::new);
        PACKERS.put(".zst", out -> new ZstdOutputStream(out).setChecksum(true));
        PACKERS.put(".xz", out -> new XZOutputStream(out, new LZMA2Options(1)));
        PACKERS.put(".bz2", BZip2CompressorOutputStream::new);
        PACKERS.put(".lz4", FramedLZ4CompressorOutputStream::new);
    }

    private static byte[] pack(String ending, byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = PACKERS.get(ending).on(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Path file(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private Document open(Path file, String format, String field) throws IOException {
        return new Documents(TextOptions.Format.valueOf(format.toUpperCase(Locale.ROOT)), field, log::add)
                .open(new InputFile(file, Files.size(file), Sha256.of(file)));
    }

    private String read(Path file, String format, String field) throws IOException {
        StringBuilder text = new StringBuilder();
        open(file, format, field).read(text::append);
        return text.toString();
    }

    private String read(Path file) throws IOException {
        return read(file, "auto", "text");
    }

    private void refused(Path file, String message) {
        refused(() -> read(file), file.toString()).hasMessageContaining(message);
    }

    /** Asserts a refusal of data in one line that begins so. */
    private static AbstractThrowableAssert<?, ?> refused(ThrowingCallable reading, String beginning) {
        return assertThatThrownBy(reading).isInstanceOf(GrowthException.class).hasMessageStartingWith(beginning)
                .hasMessageNotContaining("\n").hasFieldOrPropertyWithValue("kind", GrowthException.Kind.DATA);
    }

    @Test
    void packedTextIsKnownByItsBytesWhateverTheName() throws IOException {
        for (String ending : PACKERS.keySet()) {
            byte[] packed = pack(ending, bytes(TEXT));
            assertThat(read(file("a.txt" + ending, packed))).as(ending).isEqualTo(TEXT);
            assertThat(read(file("b.txt", packed))).as(ending).isEqualTo(TEXT);
            assertThat(read(file("two.txt" + ending, join(packed, packed)))).as("two streams of %s in one file", ending)
                    .isEqualTo(TEXT + TEXT);
        }
        assertThat(log).isEmpty();
    }

    @Test
    void packedTextThatBreaksOffOrIsDamagedIsSaidSo() throws IOException {
        byte[] noise = new byte[20_000];
        new Random(3).nextBytes(noise);
        String text = HexFormat.of().formatHex(noise);
        for (String ending : PACKERS.keySet()) {
            byte[] packed = pack(ending, bytes(text));
            refused(file("cut.txt" + ending, Arrays.copyOf(packed, packed.length - 5000)), " stream breaks off after ");
            packed[packed.length / 2] ^= 0x55;
            refused(file("damaged.txt" + ending, packed), " stream is damaged after ");
            refused(file("plain.txt" + ending, bytes("Not packed at all.")), ", but is none; rename it or download it again");
        }
    }

    @Test
    void whatUnpacksToTooMuchIsRefused() throws IOException {
        Path bomb = folder.resolve("bomb.txt.zst");
        try (OutputStream out = new ZstdOutputStream(Files.newOutputStream(bomb))) {
            byte[] spaces = new byte[1 << 20];
            Arrays.fill(spaces, (byte) ' ');
            for (int i = 0; i < 300; i++) {
                out.write(spaces);
            }
        }
        assertThatThrownBy(() -> open(bomb, "auto", "text").read(chunk -> { })).isInstanceOf(GrowthException.class)
                .hasMessageMatching(bomb + ": unpacks to more than 500 times its [0-9]+ bytes, which no text does; it is not read further");
    }

    @Test
    void recordsAreReadAsTheTextOfOneField() throws IOException {
        String lines = "{\"text\": \"One.\", \"id\": 1}\n{\"text\": \"Two\\n\", \"id\": 2}\n{\"text\": null}\n";
        for (String name : List.of("a.jsonl", "a.ndjson", "a.json", "A.JSONL")) {
            assertThat(read(file(name, bytes(lines)))).as(name).isEqualTo("One.\fTwo\n");
        }
        assertThat(log).hasSize(4).allMatch(line -> line.endsWith(": 1 of 3 records have no 'text', or an empty one, and are left out"));
        for (String ending : PACKERS.keySet()) {
            assertThat(read(file("a.jsonl" + ending, pack(ending, bytes(lines))))).as(ending).isEqualTo("One.\fTwo\n");
        }
        assertThat(read(file("a.txt", bytes(lines)), "jsonl", "text")).isEqualTo("One.\fTwo\n");
        refused(file("empty.jsonl", bytes("\n\n")), "holds no records; give a file with text");
        refused(file("nulls.jsonl", bytes("{\"text\": null}\n")), "none of 1 records has a text in 'text'; give a file with text");
    }

    @Test
    void whatDecidesTheTextDecidesTheCache() throws IOException {
        Path file = file("a.jsonl", bytes("{\"text\": \"a\", \"body\": \"b\"}"));
        List<String> contents = new ArrayList<>();
        for (String[] how : new String[][] {{"auto", "text"}, {"auto", "body"}, {"text", "text"}}) {
            contents.add(open(file, how[0], how[1]).contents());
            assertThat(open(file, how[0], how[1]).sha256()).isEqualTo(Sha256.of(file));
        }
        assertThat(contents).doesNotHaveDuplicates();
        assertThat(contents.get(2)).as("text is what it was").isEqualTo(Sha256.of(file));
    }

    @Test
    void textThatLooksLikeSomethingElseIsReadWithANote() throws IOException {
        String lines = "{\"text\": \"One.\"}\n{\"text\": \"Two.\"}\n";
        assertThat(read(file("a.txt", bytes(lines)))).isEqualTo(lines);
        assertThat(log).hasSize(1).allMatch(line -> line.contains("a.txt: begins like JSON Lines, but is read as text"));
        log.clear();
        String table = "id,title,body\n1,\"a, b\",c\n2,d,e\n3,f,g\n";
        assertThat(read(file("b.csv", bytes(table)))).isEqualTo(table);
        assertThat(read(file("b.tsv", bytes(table.replace("a, b", "a").replace(',', '\t'))))).isNotEmpty();
        assertThat(log).hasSize(2).allMatch(line -> line.contains("begins like a table ("));
        log.clear();
        for (String prose : List.of("A, b, and c.\nD e, f.\nG.\nH.\n", "{ int x; }\n", "One day, a fox, a hen\nran, far, away\nvery, far,"
                + " off\nx",
                "{\n\"text\": 1}", "[1, 2]\n", "Dear all,\nhi,\nhow,\nare,\n")) {
            read(file("p.txt", bytes(prose)));
        }
        assertThat(log).isEmpty();
    }

    @Test
    void wideUnicodeIsNamedWithTheCommandThatConvertsIt() throws IOException {
        String prose = "The fox took the bread, and the hen saw it go. ".repeat(40);
        for (String encoding : List.of("UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE")) {
            byte[] marked = ("\uFEFF" + prose).getBytes(Charset.forName(encoding));
            refused(file(encoding + ".txt", marked), "is text in " + encoding + "; convert it with iconv -f " + encoding.substring(0, 6)
                    + " -t UTF-8");
            refused(file(encoding + "-bare.txt", prose.getBytes(Charset.forName(encoding))),
                    "is no UTF-8 text: " + (encoding.contains("16") ? "every second byte is 0; token ids of 16" : "three of four bytes"
                            + " are 0; token ids of 32"));
        }
        refused(file("latin.txt", "Bär und Käse ".repeat(9).getBytes(StandardCharsets.ISO_8859_1)),
                "byte 1 (0xE4) is not valid UTF-8; convert the file from its encoding, which file -i guesses, e.g. with iconv -f LATIN1");
    }

    /** Beginnings of real files, and what each is called. */
    @Test
    void whatIsNoTextIsNamedAndNeverConverted() throws IOException {
        Map<String, String> kinds = new LinkedHashMap<>();
        kinds.put("504B03041400000008", "a zip archive");
        kinds.put("377ABCAF271C0004", "a 7z archive");
        kinds.put("526172211A070100", "a RAR archive");
        kinds.put("4152524F57310000FFFFFFFF", "an Arrow file");
        kinds.put("FFFFFFFF7800000010000000", "an Arrow stream");
        kinds.put("464541310000", "a Feather file");
        kinds.put("4F52431B000304", "an ORC file");
        kinds.put("4F626A0104146176726F", "an Avro file");
        kinds.put("894844460D0A1A0A00", "an HDF5 file");
        kinds.put("53514C69746520666F726D6174203300", "an SQLite database");
        kinds.put("B39D8C5F1234567844554B4340000000".replace("44554B43", "4455434B"), "a DuckDB database");
        kinds.put("934E554D5059010076007B27", "a NumPy array; token ids go to data of kind tokens");
        kinds.put("58010000000000007B22776569", "a safetensors file");
        kinds.put("88D834010100000060EA0000", "a file of token ids as llm.c writes them; give it to data of kind tokens");
        kinds.put("4747554603000000", "a model in GGUF");
        kinds.put("80049570000000000000007D94", "a Python pickle");
        kinds.put("1F9D90", "packed with compress");
        kinds.put("4C5A495001", "packed with lzip");
        kinds.put("255044462D312E370A25", "a PDF document");
        kinds.put("D0CF11E0A1B11AE1", "a document of an old Microsoft Office");
        kinds.put("89504E470D0A1A0A0000000D49484452", "a PNG image; images go to data of kind images");
        kinds.put("FFD8FFE000104A464946", "a JPEG image");
        kinds.put("474946383961010001", "a GIF image");
        kinds.put("52494646240000005745425056503820", "a WebP image");
        kinds.put("494433040000000000", "sound or film");
        kinds.put("7F454C4602010100", "a program or library");
        for (Map.Entry<String, String> kind : kinds.entrySet()) {
            byte[] start = HexFormat.of().parseHex(kind.getKey());
            byte[] whole = Arrays.copyOf(start, start.length + 300);
            for (String name : List.of("x.txt", "x.txt.gz", "x.jsonl", "x.parquet")) {
                refused(file(name, whole), "is " + kind.getValue());
            }
            refused(file("packed.txt", pack(".zst", whole)), "is " + kind.getValue());
            assertThatThrownBy(() -> read(folder.resolve("x.txt"))).message().doesNotContain("iconv");
        }
        byte[] tar = new byte[1024];
        System.arraycopy(bytes("data/a.txt"), 0, tar, 0, 10);
        System.arraycopy(bytes("ustar"), 0, tar, 257, 5);
        refused(file("data.tar.gz", pack(".gz", tar)), "is a tar archive; unpack it with tar -xf and give the folder");
        refused(file("train.parquet", bytes("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 1234\n")),
                "is a Git LFS pointer, not the file itself; fetch it with git lfs pull");
        byte[] noise = new byte[20_000];
        new Random(5).nextBytes(noise);
        noise[0] = 1;
        refused(file("noise.txt", noise), "is no text: it is full of control characters");
        refused(file("late.txt", join(bytes(TEXT), noise)), "is no text");
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /** Words that some formats begin with are words of texts, too. */
    @Test
    void textMayBeginWithTheLettersOfAMagicNumber() throws IOException {
        for (String text : List.of("ORChards bloom.", "RIFF raff.", "PAR1 is a magic number.", "ID3 tags", "GGUF is a format", "OggSpeech",
                "BZh is how bzip2 begins", "]\n", "OBJection!", "FEA1 ")) {
            assertThat(read(file("a.txt", bytes(text)))).isEqualTo(text);
        }
    }

    @Test
    void sharedCasesAreReadAsRecords() throws IOException {
        Path cases = SharedCases.folder("08-other-formats");
        assumeTrue(Files.isDirectory(cases), cases + " is not there");
        String lines = read(cases.resolve("data.jsonl"));
        assertThat(lines).startsWith("The baker hid the map and hid the map.\fMy aunt forgot").doesNotContain("{\"text\"");
        String table = read(cases.resolve("data.parquet"));
        assertThat(table).contains("The miller sold three coins and painted seven apples.");
    }

    private static final String LINES = "Ein Bär,\r\n\tzwei Bären\f— drei 🐻🐻🐻.\n";

    /** Files by their bytes, and the text in them. */
    private static Stream<Arguments> plainTexts() throws IOException {
        String longText = LINES.repeat(20_000);
        return Stream.of(arguments("a.txt", bytes(LINES), LINES), arguments("a.txt", bytes(longText), longText),
                arguments("a.txt.gz", pack(".gz", bytes(longText)), longText), arguments("a.txt", pack(".gz", bytes(LINES)), LINES),
                arguments("a.gz", join(pack(".gz", bytes(LINES)), pack(".gz", bytes("more"))), LINES + "more"));
    }

    @ParameterizedTest
    @MethodSource("plainTexts")
    void plainTextIsReadAsItStands(String name, byte[] bytes, String expected) throws IOException {
        assertThat(text(file(name, bytes))).isEqualTo(expected);
    }

    /** Files that are no UTF-8, or no whole gzip, and where they stop being it, counted from the beginning of the file. */
    private static Stream<Arguments> badTexts() throws IOException {
        byte[] good = bytes("ü🐻 ".repeat(30_000));
        byte[] whole = pack(".gz", bytes(LINES.repeat(10_000)));
        byte[] damaged = pack(".gz", bytes(LINES.repeat(10)));
        damaged[damaged.length - 6] ^= 0x55;
        return Stream.of(
                arguments("bad.txt", join(bytes("äb"), new byte[] {(byte) 0xFF, 'c'}), ": byte 3 (0xFF) is not valid UTF-8"),
                arguments("bad.txt", join(good, new byte[] {(byte) 0xC3, 'x'}), ": byte " + good.length + " (0xC3)"),
                arguments("bad.txt.gz", pack(".gz", join(bytes("word ".repeat(50_000)), new byte[] {(byte) 0x80})),
                        ": decompressed byte 250000 (0x80) is not valid UTF-8"),
                arguments("cut.txt", Arrays.copyOf(bytes("ab🐻"), 4), ": byte 2 (0xF0)"),
                arguments("surrogates.txt", new byte[] {'a', (byte) 0xED, (byte) 0xA0, (byte) 0xBD}, ": byte 1 (0xED)"),
                arguments("cut.txt.gz", Arrays.copyOf(whole, whole.length / 2), ": the gzip stream breaks off after "),
                arguments("damaged.txt.gz", damaged, ": the gzip stream is damaged after "));
    }

    @ParameterizedTest
    @MethodSource("badTexts")
    void badTextIsRefusedWithItsPlace(String name, byte[] bytes, String message) throws IOException {
        Path file = file(name, bytes);
        refused(() -> text(file), file + message);
    }

    @Test
    void textNamedGzIsReported() throws IOException {
        Path file = file("plain.txt.gz", bytes("no gzip at all"));
        assertThatThrownBy(() -> text(file)).hasMessage(file
                + ": is named like a file packed with gzip, but is none; rename it or download it again");
    }

    @Test
    void fileThatDisappearsIsReported() {
        Path file = folder.resolve("gone.txt");
        assertThatThrownBy(() -> new TextFile(file, 1, "").read(chunk -> { })).hasMessage(file + " cannot be read: no such file");
    }

    private static String text(Path file) throws IOException {
        StringBuilder text = new StringBuilder();
        new TextFile(file, Files.size(file), Sha256.of(file)).read(text::append);
        return text.toString();
    }

    private static List<String> read(String json, String field) throws IOException {
        List<String> texts = new ArrayList<>();
        new JsonTexts("a.jsonl", field).read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), texts::add);
        return texts;
    }

    private static void refused(String json, String message) {
        assertThatThrownBy(() -> read(json, "text")).isInstanceOf(GrowthException.class).hasMessageStartingWith("a.jsonl:" + message);
    }

    @Test
    void oneFieldOfEveryRecordIsTheText() throws IOException {
        String lines = "{\"id\": 1, \"text\": \"a\\nb\", \"meta\": {\"text\": \"no\", \"x\": [1, {\"text\": 2}]}}\n\n"
                + "{\"text\": \"\\u00fc\\ud83d\\udc3b\", \"score\": NaN}\r\n{\"text\": null}\n{\"other\": 1}\n{\"text\":"
                + " \"\"}\n{\"text\": \"c\"}";
        assertThat(read(lines, "text")).containsExactly("a\nb", "ü🐻", "c");
        assertThat(read("{\"body\": \"x\", \"text\": 7}", "body")).containsExactly("x");
    }

    @Test
    void recordsMayBeSpreadOverLinesOrStandInOneArray() throws IOException {
        assertThat(read("{\n \"text\":\n  \"a\"\n}\n{\"text\": \"b\"}{\"text\": \"c\"}", "text")).containsExactly("a", "b", "c");
        assertThat(read("[{\"text\": \"a\"},\n {\"text\": \"b\"}]", "text")).containsExactly("a", "b");
        assertThat(read("\uFEFF{\"text\": \"a\"}", "text")).containsExactly("a");
    }

    @Test
    void whatIsNoRecordWithTheFieldIsRefusedWithItsLine() {
        refused("{\"id\": 1, \"content\": \"x\"}", "1: has no field 'text', but id, content; name one as field (of eval: --field)");
        refused("{\"text\": \"x\"}\n{\"text\": [\"y\"]}", "2: field 'text' is a list, no text; name another one as field (of eval:"
                + " --field)");
        refused("{\"text\": {\"en\": \"y\"}}", "1: field 'text' is a record of its own, no text");
        refused("{\"text\": \"x\"}\n\n\"y\"\n", "3: holds a text, but every line must be a record such as {\"text\": \"…\"}");
        refused("{\"text\": \"x\"}\n{\"text\": \"y", "2: breaks off in the middle of a record; copy or download the file again");
        refused("{\"text\": \"x\"}\n{'text': 'y'}", "2: is no JSON: ");
        refused("{\"text\": \"x\"}\nplain", "2: is no JSON: ");
    }
}
