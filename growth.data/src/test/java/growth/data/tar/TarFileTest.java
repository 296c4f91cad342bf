package growth.data.tar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.GrowthException;
import growth.data.tar.TarFile.TarEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarFileTest {
    @TempDir
    Path folder;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private List<String> contents(Path file) throws IOException {
        try (TarFile tar = new TarFile(file)) {
            List<TarEntry> entries = tar.entries();
            List<String> result = new ArrayList<>();
            for (TarEntry entry : entries) {
                result.add(entry.folder() ? entry.name() + "/" : entry.name() + "=" + new String(tar.read(entry), StandardCharsets.UTF_8));
            }
            return result;
        }
    }

    @Test
    void filesAndFoldersAreFound() throws IOException {
        Path file = new TarWriter().folder("./a").file("./a/x", bytes("one")).file("/a/y", new byte[0])
                .entry('0', "z", "deep/b", bytes("two")).entry('2', "link", "", new byte[0])
                .entry('\0', "old", "", bytes("x".repeat(512))).write(folder.resolve("a.tar"));
        assertThat(contents(file)).containsExactly("a/", "a/x=one", "a/y=", "deep/b/z=two", "old=" + "x".repeat(512));
    }

    @Test
    void longNamesOfGnuAndPax() throws IOException {
        String name = "n".repeat(90) + "/" + "m".repeat(300);
        String record = " path=" + name + "ä\n";
        String pax = (bytes(record).length + 3) + record + "20 ctime=1350244992\n";
        Path file = new TarWriter().entry('L', "././@LongLink", "", bytes(name + "\0")).file("short", bytes("one"))
                .entry('g', "pax_global_header", "", bytes("19 comment=whatever\n")).entry('x', "PaxHeaders/x", "", bytes(pax))
                .file("short", bytes("two")).file("plain", bytes("three")).write(folder.resolve("a.tar"));
        assertThat(contents(file)).containsExactly(name + "=one", name + "ä=two", "plain=three");
    }

    @Test
    void sizesInPaxAndInBinary() throws IOException {
        byte[] header = new byte[512];
        TarWriter.put(header, 0, "binary");
        header[124] = (byte) 0x80;
        header[135] = 5;
        header[156] = '0';
        Path file = new TarWriter().entry('x', "PaxHeaders/x", "", bytes("10 size=3\n")).file("pax", bytes("one"))
                .raw(header, bytes("seven")).write(folder.resolve("a.tar"));
        assertThat(contents(file)).containsExactly("pax=one", "binary=seven");
    }

    @Test
    void truncatedArchivesAreRefusedWhereverTheyBreakOff() throws IOException {
        byte[] whole = new TarWriter().file("a/x", bytes("o".repeat(700))).file("a/y", bytes("two")).open();
        Path file = folder.resolve("a.tar");
        for (int length : new int[] {0, 100, 512, 800, 1536, 1700, 2048, 2060, whole.length}) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> new TarFile(file)).as("%d bytes", length).isInstanceOfSatisfying(GrowthException.class, e -> {
                assertThat(e.kind()).isEqualTo(GrowthException.Kind.DATA);
                assertThat(e.getMessage()).startsWith(file + ": breaks off at byte ").endsWith("; copy or download the file again");
            });
        }
        Files.write(file, Arrays.copyOf(whole, 800));
        assertThatThrownBy(() -> new TarFile(file)).hasMessage(file + ": breaks off at byte 800 in the middle of a/x;"
                + " copy or download the file again");
        Files.write(file, Arrays.copyOf(whole, whole.length));
        assertThatThrownBy(() -> new TarFile(file)).hasMessage(file + ": breaks off at byte " + whole.length
                + ", behind a/y; copy or download the file again");
    }

    @Test
    void otherFilesAreRefused() throws IOException {
        Path text = Files.writeString(folder.resolve("text.tar"), "no archive ".repeat(100));
        assertThatThrownBy(() -> new TarFile(text)).hasMessage(text
                + ": byte 0 is no header of a tar archive; it is damaged or something else");
        Path gzip = Files.write(folder.resolve("gzip.tar"), Arrays.copyOf(new byte[] {0x1F, (byte) 0x8B, 8}, 1024));
        assertThatThrownBy(() -> new TarFile(gzip)).hasMessage(gzip
                + ": is compressed with gzip and cannot be read in place; unpack it with gzip -d first");
        Path none = folder.resolve("none.tar");
        assertThatThrownBy(() -> new TarFile(none)).hasMessage(none + " cannot be read: no such file");
        byte[] damaged = new TarWriter().file("a", bytes("one")).file("b", bytes("two")).open();
        damaged[1024 + 3]++;
        Path file = Files.write(folder.resolve("damaged.tar"), damaged);
        assertThatThrownBy(() -> new TarFile(file)).hasMessageStartingWith(file + ": byte 1024 is no header");
    }
}
