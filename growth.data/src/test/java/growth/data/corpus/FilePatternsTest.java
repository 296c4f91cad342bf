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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @ParameterizedTest(name = "{0} are {1}")
    @CsvSource(delimiter = '|', textBlock = """
        b.txt a.txt         | b.txt a.txt
        .                   | a.txt b.txt sub/[x].txt sub/c.txt sub/deep/d.txt.gz
        *.txt               | a.txt b.txt
        sub/*.txt           | sub/[x].txt sub/c.txt
        sub/{c,z}.txt       | sub/c.txt
        **/*.txt            | a.txt b.txt sub/[x].txt sub/c.txt
        sub/**/*.gz         | sub/deep/d.txt.gz
        sub/[x].txt         | sub/[x].txt
        a.txt *.txt ./a.txt | a.txt b.txt
        """)
    void patternsNameFilesInOrderOnceAndNoHiddenOnes(String patterns, String expected) {
        assertThat(files(patterns.split(" "))).containsExactly(expected.split(" "));
    }

    @Test
    void absoluteGlobsAreAbsolute() {
        assertThat(files(base.toAbsolutePath() + "/s*/c.*")).containsExactly("sub/c.txt");
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
