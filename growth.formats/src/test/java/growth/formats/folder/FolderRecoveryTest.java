package growth.formats.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that die while they write, at every operation and by a signal in the middle. */
class FolderRecoveryTest {
    @TempDir
    Path temp;

    private Process start(int first, int last, int death) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return new ProcessBuilder(java.toString(), "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
                FolderWriterProcess.class.getName(), temp.resolve("target").toString(), "" + first, "" + last, "" + death)
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    private FolderContents recovered() {
        FolderRecovery.recover(temp);
        return FolderContents.of(temp);
    }

    @Test
    void aDeathAtAnyOperationLeavesTheOldOrTheNewFolderWhole() throws Exception {
        assertThat(start(1, 1, -1).waitFor()).isZero();
        boolean sawNew = false;
        for (int operation = 0; operation < 10; operation++) {
            assertThat(start(2, 2, operation).waitFor()).as("operation %d", operation).isEqualTo(137);
            FolderContents now = recovered();
            sawNew |= now.equals(FolderContents.generation(2));
            assertThat(now).as("operation %d", operation).isEqualTo(FolderContents.generation(sawNew ? 2 : 1));
        }
        assertThat(sawNew).as("the last operation comes after the last rename").isTrue();
    }

    @Test
    void aKilledProcessLeavesAWholeFolder() throws Exception {
        for (int round = 0; round < 3; round++) {
            Process process = start(1, 1_000_000, -1);
            int seen;
            try (BufferedReader lines = process.inputReader()) {
                do {
                    seen = Integer.parseInt(lines.readLine());
                } while (seen < 20 + 7 * round);
                process.destroyForcibly().waitFor();
            }
            FolderContents now = recovered();
            int generation = Integer.parseInt(now.files().get("target/one").replace("one of ", ""));
            assertThat(generation).isGreaterThanOrEqualTo(seen);
            assertThat(now).isEqualTo(FolderContents.generation(generation));
        }
    }

    @Test
    void aFolderThatIsBeingWrittenIsLeftAlone() {
        try (AtomicFolder folder = AtomicFolder.begin(temp.resolve("target"))) {
            folder.write("one", "one of 1");
            FolderRecovery.recover(temp);
            folder.write("two", "two of 1");
            folder.commit();
        }
        assertThat(recovered()).isEqualTo(FolderContents.generation(1));
    }

    @Test
    void otherFilesAreLeftAlone() throws IOException {
        Files.writeString(temp.resolve(".tmp-file"), "mine");
        Files.writeString(temp.resolve(".tmp-target-12345678x"), "mine");
        Files.createDirectory(temp.resolve("step-00000001"));
        FolderContents before = FolderContents.of(temp);
        assertThat(recovered()).isEqualTo(before);
        FolderRecovery.recover(temp.resolve("none"));
    }
}
