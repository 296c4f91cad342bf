package growth.data.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MappedTokensTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(TokenWidth.class)
    void readsAcrossSlices(TokenWidth width) throws IOException {
        int[] ids = IntStream.range(0, 1000).map(i -> switch (width) {
            case UINT8 -> i % 256;
            case UINT16 -> 65_535 - i;
            case INT32, INT64 -> i * 100_003;
        }).toArray();
        Path file = write(width, ids);
        try (MappedTokens tokens = new MappedTokens(file, width, ByteOrder.LITTLE_ENDIAN, 0, 64)) {
            assertThat(tokens.size()).isEqualTo(1000);
            for (int from = 0; from < 990; from += 7) {
                int[] read = new int[12];
                tokens.read(from, read, 2, 10);
                assertThat(Arrays.copyOfRange(read, 2, 12)).isEqualTo(Arrays.copyOfRange(ids, from, from + 10));
            }
        }
    }

    @Test
    void largestVocabularyOf16Bits() {
        assertThat(TokenWidth.of(65_536)).isEqualTo(TokenWidth.UINT16);
        assertThat(TokenWidth.of(65_537)).isEqualTo(TokenWidth.INT32);
    }

    @Test
    void partsShareTheWhole() throws IOException {
        try (Tokens tokens = MappedTokens.of(write(TokenWidth.UINT16, 1, 2, 3, 4, 5), TokenWidth.UINT16)) {
            Tokens part = tokens.range(1, 4);
            int[] read = new int[3];
            part.read(0, read, 0, 3);
            assertThat(part.size()).isEqualTo(3);
            assertThat(read).containsExactly(2, 3, 4);
            assertThatThrownBy(() -> part.read(2, read, 0, 2)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> tokens.range(3, 6)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void readingOutsideOrAfterClosingIsRefused() throws IOException {
        MappedTokens tokens = MappedTokens.of(write(TokenWidth.INT32, 1, 2, 3), TokenWidth.INT32);
        assertThatThrownBy(() -> tokens.read(2, new int[2], 0, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        tokens.close();
        tokens.close();
        assertThatThrownBy(() -> tokens.read(0, new int[1], 0, 1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void closingUnmapsTheFile() throws IOException {
        Path maps = Path.of("/proc/self/maps");
        assumeTrue(Files.isReadable(maps), "only Linux lists what a process has mapped");
        Path file = write(TokenWidth.UINT16, 1, 2, 3);
        MappedTokens tokens = MappedTokens.of(file, TokenWidth.UINT16);
        assertThat(Files.readString(maps)).contains(file.toRealPath().toString());
        tokens.close();
        assertThat(Files.readString(maps)).doesNotContain(file.toRealPath().toString());
    }

    @Test
    void emptyFileHasNoTokens() throws IOException {
        try (MappedTokens tokens = MappedTokens.of(write(TokenWidth.UINT16), TokenWidth.UINT16)) {
            assertThat(tokens.size()).isZero();
        }
    }

    private Path write(TokenWidth width, int... ids) throws IOException {
        Path file = folder.resolve(width + ".bin");
        try (OutputStream out = Files.newOutputStream(file)) {
            new TokenWriter(out, width).accept(ids);
        }
        return file;
    }
}
