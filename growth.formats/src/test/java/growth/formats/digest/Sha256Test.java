package growth.formats.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Sha256Test {
    @TempDir
    private Path folder;

    @Test
    void aFilesHashIsThatOfItsBytes() throws IOException {
        Path file = Files.writeString(folder.resolve("abc"), "abc");
        // FIPS 180-4, example of one block
        assertThat(Sha256.of(file)).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void textsThatAreCutElsewhereHaveAnotherHash() {
        assertThat(Sha256.of(List.of("ab", "c"))).isNotEqualTo(Sha256.of(List.of("a", "bc"))).isNotEqualTo(Sha256.of(List.of("abc")));
    }
}
