package growth.formats.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AtomicFolderTest {
    @TempDir
    Path temp;

    private void write(int generation, Storage storage) {
        write(temp, generation, storage);
    }

    private static void write(Path parent, int generation, Storage storage) {
        try (AtomicFolder folder = AtomicFolder.begin(parent.resolve("target"), storage)) {
            FolderContents.write(folder, generation);
        }
    }

    private FolderContents contents() {
        return FolderContents.of(temp);
    }

    @Test
    void writesReplacesAndLeavesNothingElse() {
        write(1, Storage.disk());
        assertThat(contents()).isEqualTo(FolderContents.generation(1));
        write(2, Storage.disk());
        assertThat(contents()).isEqualTo(FolderContents.generation(2));
    }

    @Test
    void nothingIsSeenBeforeTheCommitAndNothingIsLeftWithoutOne() {
        write(1, Storage.disk());
        try (AtomicFolder folder = AtomicFolder.begin(temp.resolve("target"))) {
            folder.write("one", "half");
            assertThat(contents().files()).containsAllEntriesOf(FolderContents.generation(1).files());
        }
        assertThat(contents()).isEqualTo(FolderContents.generation(1));
    }

    @Test
    void aFullDiskAtAnyByteLosesNothing() {
        write(1, Storage.disk());
        int length = "one of 2two of 2".length();
        for (int bytes = 0; bytes < length; bytes++) {
            Storage full = FaultyStorage.afterBytes(bytes, AtomicFolderTest::full);
            String file = bytes < length / 2 ? "one" : "two";
            String message = ": cannot be written: no space left on device; nothing that was saved before is lost";
            assertThatThrownBy(() -> write(2, full)).isInstanceOf(GrowthException.class)
                    .hasMessage(temp.resolve("target").resolve(file) + message)
                    .satisfies(e -> assertThat(((GrowthException) e).kind()).isEqualTo(Kind.CHECKPOINT));
            assertThat(contents()).as("after %d bytes", bytes).isEqualTo(FolderContents.generation(1));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aFailureOfAnyOperationLosesNothing(boolean replaces) {
        // two files created, written and forced, the folder forced and renamed (in two steps if it replaces another), its parent forced
        int operations = replaces ? 10 : 9;
        for (int operation = 0; operation <= operations; operation++) {
            Path parent = temp.resolve("operation" + operation);
            Map<String, String> before = Map.of();
            if (replaces) {
                write(parent, 1, Storage.disk());
                before = FolderContents.generation(1).files();
            }
            Storage faulty = FaultyStorage.atOperation(operation, AtomicFolderTest::full);
            if (operation < operations) {
                assertThatThrownBy(() -> write(parent, 2, faulty)).isInstanceOf(GrowthException.class);
            } else {
                write(parent, 2, faulty);
            }
            // when the last operation fails, the new folder has its name already
            Map<String, String> expected = operation < operations - 1 ? before : FolderContents.generation(2).files();
            assertThat(FolderContents.of(parent).files()).as("operation %d", operation).isEqualTo(expected);
        }
    }

    private static void full() throws IOException {
        throw new IOException("No space left on device");
    }

    @Test
    void filesWrittenByPathAreForcedLikeTheOthers() {
        try (AtomicFolder folder = AtomicFolder.begin(temp.resolve("target"))) {
            folder.writeAt("one", path -> {
                try {
                    Files.writeString(path, "by path");
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            assertThatThrownBy(() -> folder.writeAt("two", path -> {
                throw new UncheckedIOException(new IOException("No space left on device"));
            })).isInstanceOf(GrowthException.class).hasMessageContaining("target/two: cannot be written: no space left on device");
            folder.commit();
        }
        assertThat(contents().files()).containsEntry("target/one", "by path");
    }

    @Test
    void namesThatLeaveTheFolderAreRefused() {
        try (AtomicFolder folder = AtomicFolder.begin(temp.resolve("target"))) {
            assertThatThrownBy(() -> folder.write("../one", "")).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> folder.write("a/one", "")).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> folder.write("", "")).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void placesThatCannotBeWrittenAreRefusedInOneLine() throws IOException {
        Path file = Files.writeString(temp.resolve("file"), "");
        assertThatThrownBy(() -> AtomicFolder.begin(file.resolve("target"))).isInstanceOf(GrowthException.class)
                .hasMessageStartingWith(file.resolve("target") + ": cannot be written: ");
        Path closed = Files.createDirectory(temp.resolve("closed"));
        assumeTrue(closed.toFile().setWritable(false) && !Files.isWritable(closed), "skipped: this user may write everywhere");
        assertThatThrownBy(() -> AtomicFolder.begin(closed.resolve("target"))).isInstanceOf(GrowthException.class)
                .hasMessageStartingWith(closed.resolve("target") + ": cannot be written: permission denied");
    }
}
