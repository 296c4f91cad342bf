package growth.it.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import growth.testing.ForkedProcess.Ended;
import growth.testing.run.Distribution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** docs/run-file.md has the keys that the installation reads, word for word, and its example is a run. */
@EnabledOnOs(value = {OS.LINUX, OS.MAC}, disabledReason = "has no sh")
class RunFilePageTest {

    private static final Path PAGE = Path.of("../docs/run-file.md");
    private static final String RENEW = "docs/run-file.md is stale; renew it: ./growth --safe schema --markdown > docs/run-file.md";

    @TempDir
    private Path folder;

    @Test
    void isWhatTheInstallationPrints() throws IOException, InterruptedException {
        String printed = Distribution.in(folder).run("schema", "--markdown").succeeds().output();
        assertThat(PAGE).as(RENEW).hasContent(printed);
        assertThat(printed).contains("### Data source `text`", "### Schedule `one-hop`", "### Operator `stack`");
    }

    @Test
    void itsExampleIsARun() throws IOException, InterruptedException {
        String page = Files.readString(PAGE);
        String example = page.substring(page.indexOf("```yaml\n") + 8, page.indexOf("```\n", page.indexOf("```yaml\n")));
        Files.writeString(folder.resolve("run.yaml"), example);
        Ended plan = Distribution.in(folder).run("plan", "run.yaml").ended();
        assertThat(plan.status()).as(plan.errors()).isZero();
        assertThat(plan.output()).contains("stack", "3L", "12L");
    }
}
