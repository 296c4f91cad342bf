package growth.formats.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OtherUsersTest {
    @TempDir
    Path folder;

    @BeforeEach
    void requireModes() {
        assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("unix"), "modes");
    }

    private static void mode(Path file, String mode) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    @Test
    void aFileIsChangedByItsOwnModeAndByThatOfFoldersAbove() throws IOException {
        Path inner = Files.createDirectory(folder.resolve("inner"));
        Path file = Files.writeString(inner.resolve("file"), "x");
        mode(inner, "rwxr-xr-x");
        mode(file, "rw-r--r--");
        assertThat(OtherUsers.whoCanChange(file)).isEmpty();
        mode(file, "rw-r--rw-");
        assertThat(OtherUsers.whoCanChange(file)).contains("other users can write " + file.toRealPath() + " (chmod go-w "
                + file.toRealPath() + ")");
        mode(file, "rw-r--r--");
        mode(inner, "rwxr-xrwx");
        assertThat(OtherUsers.whoCanChange(file).orElseThrow()).startsWith("other users can write " + inner.toRealPath());
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        assertThat(OtherUsers.whoCanChange(link)).isPresent();
        assertThat(OtherUsers.canWrite(inner)).isTrue();
        assertThat(OtherUsers.isOwn(file)).isTrue();
    }

    @Test
    void aNewFolderIsPrivateUnlessAGroupSharesTheOneAbove() throws IOException {
        Path made = folder.resolve("runs/one");
        OtherUsers.makePrivate(made);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made))).isEqualTo("rwx------");
        mode(made, "rwxr-x---");
        OtherUsers.makePrivate(made);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made))).isEqualTo("rwxr-x---");

        Files.setAttribute(folder.resolve("runs"), "unix:mode", 02775);
        assumeTrue(OtherUsers.isShared(folder.resolve("runs")), "the file system keeps the bit");
        Path plain = Files.createDirectory(folder.resolve("runs/plain"));
        OtherUsers.makePrivate(folder.resolve("runs/two"));
        assertThat(Files.getPosixFilePermissions(folder.resolve("runs/two"))).isEqualTo(Files.getPosixFilePermissions(plain));
    }
}
