package growth.formats.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class IoReasonTest {
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
