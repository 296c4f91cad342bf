package growth.runtime.plugins.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustedListTest {
    private static final String A = "0123456789abcdef".repeat(4);
    private static final String B = "fedcba9876543210".repeat(4);
    @TempDir
    Path folder;

    private TrustedList list(String text) throws IOException {
        return new TrustedList(Files.writeString(folder.resolve(PluginTrust.LIST), text));
    }

    @Test
    void readsWhatSha256sumPrints() throws IOException {
        TrustedList list = list("# ours\n\n" + A.toUpperCase() + "  a b.jar\n" + B + " *b.jar\n");
        assertThat(list.hashes()).containsExactlyInAnyOrder(A, B);
        assertThatThrownBy(list(A + "  a.jar\nb.jar\n")::hashes).hasMessage(list.file() + ":2: is no SHA-256 of 64 digits with a file name,"
                + " as sha256sum prints them");
    }

    @Test
    void addsAndRemovesWithoutTouchingOtherLines() throws IOException {
        TrustedList list = new TrustedList(folder.resolve("conf/" + PluginTrust.LIST));
        assertThat(list.hashes()).isEmpty();
        assertThat(list.add(A, "a.jar")).isTrue();
        assertThat(list.add(A, "again.jar")).isFalse();
        assertThat(list.add(B, "b\n.jar")).isTrue();
        assertThat(Files.readAllLines(list.file())).hasSize(3).endsWith(A + "  a.jar", B + "  b?.jar");
        assertThat(list.remove(A)).isTrue();
        assertThat(list.remove(A)).isFalse();
        assertThat(list.hashes()).containsExactly(B);
    }

    @Test
    void aListThatOthersCanChangeDoesNotCount() throws IOException {
        TrustedList list = list(A + "  a.jar\n");
        assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatThrownBy(list::hashes).hasMessage("the list of trusted jars does not count: other users can write " + folder.toRealPath()
                + " (chmod go-w " + folder.toRealPath() + ")");
        assertThat(PluginTrust.in("listed", folder).judge(A, list.file()).words()).startsWith("no jar is trusted: the list of trusted");
    }

    @Test
    void aModeThatIsNoneTrustsNobody() {
        assertThat(PluginTrust.in("lsted", folder).judge(A, folder)).isEqualTo(new TrustVerdict(false,
                "no jar is trusted: growth.plugins.trust is 'lsted', and can be any, listed, signed"));
        assertThat(PluginTrust.in(" Listed", folder).judge(A, folder).words())
                .startsWith("it is not trusted: its SHA-256 stands in no list");
    }
}
