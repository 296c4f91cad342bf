package growth.shell.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import growth.runtime.plugins.trust.PluginTrust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.felix.hc.api.Result.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustCheckTest {
    @TempDir
    Path folder;

    private Finding first(String mode) {
        return Finding.of("trust", new TrustCheck(PluginTrust.in(mode, folder), folder.resolve("plugins")).execute()).get(0);
    }

    @Test
    void tellsTheModeAndWhatIsWrongWithIt() throws IOException {
        assertThat(first("any").fact()).isEqualTo("any jar in " + folder.resolve("plugins") + " is installed");
        assertThat(first("any").remedy()).contains("growth.plugins.trust=listed or signed");
        assertThat(first("any").verdict()).isEqualTo(Finding.Verdict.OK);
        assertThat(first("listed").fact()).startsWith("jars are installed if they are listed: 0 in ");
        assertThat(first("signed").fact()).startsWith("no jar is trusted: the keystore ");
        assertThat(first("signed").verdict()).isEqualTo(Finding.Verdict.WARN);
        Files.writeString(folder.resolve(PluginTrust.LIST), "oops\n");
        assertThat(first("listed").fact()).contains(PluginTrust.LIST + ":1: is no SHA-256");
        assertThat(new RunFoldersCheck(folder).execute().getStatus()).isEqualTo(Status.OK);
    }
}
