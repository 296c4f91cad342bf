package growth.data.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.GrowthException;
import growth.formats.digest.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFileTest {
    private static final String TEXT = "Ein Bär,\r\n\tzwei Bären\f— drei 🐻🐻🐻.\n";

    @TempDir
    Path folder;

    @Test
    void plainTextIsReadAsItStands() throws IOException {
        assertThat(read(file("a.txt", bytes(TEXT)))).isEqualTo(TEXT);
    }

    @Test
    void longTextIsReadAsItStands() throws IOException {
        String text = TEXT.repeat(20_000);
        assertThat(read(file("a.txt", bytes(text)))).isEqualTo(text);
        assertThat(read(file("a.txt.gz", gzip(bytes(text))))).isEqualTo(text);
    }

    @Test
    void gzipIsKnownByItsBytesWhateverTheName() throws IOException {
        assertThat(read(file("a.txt", gzip(bytes(TEXT))))).isEqualTo(TEXT);
    }

    @Test
    void membersOfOneGzipFileFollowEachOther() throws IOException {
        assertThat(read(file("a.gz", join(gzip(bytes(TEXT)), gzip(bytes("more")))))).isEqualTo(TEXT + "more");
    }

    @Test
    void invalidByteIsReportedWithItsOffset() throws IOException {
        Path file = file("bad.txt", join(bytes("äb"), new byte[] {(byte) 0xFF, 'c'}));
        assertThatThrownBy(() -> read(file)).isInstanceOfSatisfying(GrowthException.class, e -> {
            assertThat(e.kind()).isEqualTo(GrowthException.Kind.DATA);
            assertThat(e.getMessage()).startsWith(file + ": byte 3 (0xFF) is not valid UTF-8").doesNotContain("\n");
        });
    }

    @Test
    void offsetsCountFromTheBeginningOfTheFileBeyondEveryBuffer() throws IOException {
        byte[] good = bytes("ü🐻 ".repeat(30_000));
        Path file = file("bad.txt", join(good, new byte[] {(byte) 0xC3, 'x'}));
        assertThatThrownBy(() -> read(file)).hasMessageContaining("byte " + good.length + " (0xC3)");
    }

    @Test
    void offsetsInGzipCountDecompressedBytes() throws IOException {
        byte[] good = bytes("word ".repeat(50_000));
        Path file = file("bad.txt.gz", gzip(join(good, new byte[] {(byte) 0x80})));
        assertThatThrownBy(() -> read(file)).hasMessageStartingWith(file + ": decompressed byte 250000 (0x80) is not valid UTF-8");
    }

    @Test
    void characterCutOffAtTheEndIsInvalid() throws IOException {
        Path file = file("cut.txt", Arrays.copyOf(bytes("ab🐻"), 4));
        assertThatThrownBy(() -> read(file)).hasMessageContaining("byte 2 (0xF0)");
    }

    @Test
    void surrogatesInUtf8AreInvalid() throws IOException {
        Path file = file("cesu.txt", new byte[] {'a', (byte) 0xED, (byte) 0xA0, (byte) 0xBD});
        assertThatThrownBy(() -> read(file)).hasMessageContaining("byte 1 (0xED)");
    }

    @Test
    void truncatedGzipIsReported() throws IOException {
        byte[] whole = gzip(bytes(TEXT.repeat(10_000)));
        Path file = file("cut.txt.gz", Arrays.copyOf(whole, whole.length / 2));
        assertThatThrownBy(() -> read(file)).isInstanceOfSatisfying(GrowthException.class, e -> {
            assertThat(e.kind()).isEqualTo(GrowthException.Kind.DATA);
            assertThat(e.getMessage()).startsWith(file + ": the gzip stream breaks off after ");
        });
    }

    @Test
    void damagedGzipIsReported() throws IOException {
        byte[] whole = gzip(bytes(TEXT.repeat(10)));
        whole[whole.length - 6] ^= 0x55;
        Path file = file("damaged.txt.gz", whole);
        assertThatThrownBy(() -> read(file)).hasMessageStartingWith(file + ": the gzip stream is damaged after ");
    }

    @Test
    void textNamedGzIsReported() throws IOException {
        Path file = file("plain.txt.gz", bytes("no gzip at all"));
        assertThatThrownBy(() -> read(file)).hasMessage(file
                + ": is named like a file packed with gzip, but is none; rename it or download it again");
    }

    @Test
    void fileThatDisappearsIsReported() {
        Path file = folder.resolve("gone.txt");
        assertThatThrownBy(() -> new TextFile(file, 1, "").read(chunk -> { })).hasMessage(file + " cannot be read: no such file");
    }

    private static String read(Path file) throws IOException {
        StringBuilder text = new StringBuilder();
        new TextFile(file, Files.size(file), Sha256.of(file)).read(text::append);
        return text.toString();
    }

    private Path file(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
