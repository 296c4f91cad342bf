package growth.formats.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestFileTest {
    @TempDir
    private Path home;

    @BeforeEach
    void make() throws IOException {
        Files.createDirectories(home.resolve("examples/deep"));
        Files.createFile(home.resolve("examples/quickstart.yaml"));
        Files.createFile(home.resolve("examples/msg.yaml"));
        Files.createFile(home.resolve("run.yaml"));
    }

    @ParameterizedTest
    @CsvSource({"examples/quikstart.yaml, examples/quickstart.yaml", "examples/quickstart.yml, examples/quickstart.yaml",
        "examples/quickstart, examples/quickstart.yaml", "exmaples/quickstart.yaml, examples/quickstart.yaml",
        "exmaples/quikstart.yaml, examples/quickstart.yaml", "quickstart.yaml, examples/quickstart.yaml", "rum.yaml, run.yaml",
        "example, examples"})
    void findsWhatWasMeant(String written, String meant) {
        assertThat(NearestFile.to(home.resolve(written))).contains(home.resolve(meant));
        assertThat(IoReason.of(new NoSuchFileException(home.resolve(written).toString())))
                .isEqualTo("no such file; did you mean '" + home.resolve(meant) + "'?");
    }

    @ParameterizedTest
    @CsvSource({"run.yaml", "examples", "corpus.txt", "a/b/c/d.txt", "examples/other.yaml"})
    void doesNotGuessWildly(String written) {
        assertThat(NearestFile.hint(home.resolve(written))).isEmpty();
    }

    @Test
    void aPathThatIsNoneAtAllIsNoFailure() {
        assertThat(NearestFile.hint(Path.of("/"))).isEmpty();
        assertThat(NearestFile.hint(home.resolve("x".repeat(3000)))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"abc, abc, 0", "abc, abd, 1", "abc, acb, 1", "abc, ab, 1", "kitten, sitting, 3", "'', abc, 3"})
    void countsEdits(String a, String b, int edits) {
        assertThat(Edits.between(a, b)).isEqualTo(edits);
        assertThat(Edits.between(b, a)).isEqualTo(edits);
    }

    @Test
    void saysWhyWhereTheJdkSaysOnlyWhere() {
        assertThat(IoReason.of(new NoSuchFileException("x"))).isEqualTo("no such file");
        assertThat(IoReason.of(new AccessDeniedException("x"))).isEqualTo("permission denied");
        assertThat(IoReason.of(new FileSystemException("x", null, "Read-only file system"))).isEqualTo("read-only file system");
        assertThat(IoReason.of(new IOException("No space left on device"))).isEqualTo("no space left on device");
        assertThat(IoReason.of(new IOException("NFS gave up"))).isEqualTo("NFS gave up");
        assertThat(IoReason.of(new IOException())).isEqualTo("IOException");
    }
}
