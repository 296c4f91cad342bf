package growth.it.commands;

import static org.assertj.core.api.Assertions.assertThat;

import growth.testing.run.Run;
import growth.testing.run.TinyRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a run cannot be kept. */
class OutputFolderTest {

    private static final int CONFIGURATION = 2;
    private static final int CHECKPOINT = 6;

    @TempDir
    private Path folder;

    @BeforeEach
    void writeRun() throws IOException {
        TinyRun.growing().write(folder.resolve("run.yaml"));
    }

    private Run trainIn(String out, String... more) throws IOException {
        String[] arguments = new String[4 + more.length];
        System.arraycopy(new String[] {"train", "run.yaml", "--out", out}, 0, arguments, 0, 4);
        System.arraycopy(more, 0, arguments, 4, more.length);
        return Commands.in(folder).run(arguments);
    }

    @Test
    void aFolderWithARunNeedsResume() throws IOException {
        Path begun = Files.writeString(Files.createDirectory(folder.resolve("begun")).resolve("run.yaml"), "name: begun\n");
        trainIn("begun").refuses(CONFIGURATION, "begun: already holds a run", "--resume", "--out");
        assertThat(begun).hasContent("name: begun");
    }

    @Test
    void aFolderWithSomethingElseIsLeftAlone() throws IOException {
        Path letter = Files.writeString(Files.createDirectory(folder.resolve("letters")).resolve("letter.txt"), "Dear all");
        trainIn("letters").refuses(CONFIGURATION, "letters: exists and is not an empty folder", "--out");
        assertThat(letter).hasContent("Dear all");
    }

    /** Permissions do not stop every user, but a file in the way does. */
    @Test
    void aFolderThatCannotBeMade() throws IOException {
        Files.writeString(folder.resolve("file"), "no folder");
        trainIn("file/out").refuses(CHECKPOINT, "file/out: cannot be written", "--out");
        assertThat(folder.resolve("file")).hasContent("no folder");
    }

    @Test
    void thereIsNothingToResume() throws IOException {
        trainIn("nothing", "--resume").refuses(CHECKPOINT, "nothing: holds no run to resume");
        assertThat(folder.resolve("nothing")).doesNotExist();
    }
}
