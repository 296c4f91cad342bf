package growth.data.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.GrowthException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilePatternsTest {
    @TempDir
    Path base;

    @BeforeEach
    void makeFiles() throws IOException {
        for (String name : List.of("b.txt", "a.txt", "sub/c.txt", "sub/deep/d.txt.gz", "sub/.hidden", ".git/config", "sub/[x].txt")) {
            Files.createDirectories(base.resolve(name).getParent());
            Files.writeString(base.resolve(name), name);
        }
    }

    @Test
    void filesStayInTheOrderGiven() {
        assertThat(files("b.txt", "a.txt")).containsExactly("b.txt", "a.txt");
    }

    @Test
    void foldersAreReadInDepthAndInOrderWithoutHiddenFiles() {
        assertThat(files(".")).containsExactly("a.txt", "b.txt", "sub/[x].txt", "sub/c.txt", "sub/deep/d.txt.gz");
    }

    @Test
    void globsMatchWithinTheirFolder() {
        assertThat(files("*.txt")).containsExactly("a.txt", "b.txt");
        assertThat(files("sub/*.txt")).containsExactly("sub/[x].txt", "sub/c.txt");
        assertThat(files("sub/{c,z}.txt")).containsExactly("sub/c.txt");
    }

    @Test
    void twoStarsStandForAnyFoldersAndNone() {
        assertThat(files("**/*.txt")).containsExactly("a.txt", "b.txt", "sub/[x].txt", "sub/c.txt");
        assertThat(files("sub/**/*.gz")).containsExactly("sub/deep/d.txt.gz");
    }

    @Test
    void absoluteGlobsAreAbsolute() {
        assertThat(files(base.toAbsolutePath() + "/s*/c.*")).containsExactly("sub/c.txt");
    }

    @Test
    void nameWithSpecialCharactersIsAFileIfItExists() {
        assertThat(files("sub/[x].txt")).containsExactly("sub/[x].txt");
    }

    @Test
    void fileNamedTwiceCountsOnce() {
        assertThat(files("a.txt", "*.txt", "./a.txt")).containsExactly("a.txt", "b.txt");
    }

    @Test
    void missingFileIsReported() {
        refused("no.txt", base.resolve("no.txt") + " does not exist; give a file, a folder or a glob such as corpus/*.txt");
    }

    @Test
    void globThatMatchesNothingIsReported() {
        refused("sub/*.md", "'sub/*.md' matches no file in " + base.resolve("sub"));
        refused("nowhere/*.md", "'nowhere/*.md' matches no file in " + base.resolve("nowhere"));
    }

    @Test
    void brokenGlobIsReported() {
        assertThatThrownBy(() -> files("sub/[a")).isInstanceOf(GrowthException.class).hasMessageStartingWith("'sub/[a' is no glob: ");
    }

    @Test
    void emptyFolderIsReported() throws IOException {
        Files.createDirectory(base.resolve("empty"));
        refused("empty", base.resolve("empty") + " holds no files");
    }

    private void refused(String pattern, String message) {
        assertThatThrownBy(() -> files(pattern)).isInstanceOfSatisfying(GrowthException.class, e -> {
            assertThat(e.kind()).isEqualTo(GrowthException.Kind.DATA);
            assertThat(e.getMessage()).isEqualTo(message);
        });
    }

    private List<String> files(String... patterns) {
        return new FilePatterns(base).files(List.of(patterns)).stream().map(file -> base.relativize(file).toString()).toList();
    }
}
