package growth.it.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import growth.testing.run.Distribution;
import growth.testing.run.TinyRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Texts of a run's checkpoint, by the command line and in one line of the shell. */
@EnabledOnOs(value = {OS.LINUX, OS.MAC}, disabledReason = "has no sh")
class SampleTest {

    @TempDir
    private Path folder;

    /** The text is longer than the context of 16, and the three commands share a process. */
    @Test
    void greedyTextsAreThoseWithoutACache() throws IOException, InterruptedException {
        TinyRun.growing().write(folder.resolve("run.yaml"));
        Distribution distribution = Distribution.in(folder);
        distribution.run("train", "run.yaml", "--out", "out").succeeds();

        String sample = "sample out --prompt 'the cat' --temperature 0 --max-tokens 40 --json";
        String printed = distribution.run("shell", "-c", sample + " && " + sample + " --no-cache && echo 'the cat' |" + sample
                .replace("'the cat'", "-")).succeeds().output();

        List<String> ids = List.of(printed.replaceAll("\\s", "").split("\"ids\":\\["));
        assertThat(ids).hasSize(4);
        assertThat(ids.stream().skip(1).map(text -> text.substring(0, text.indexOf(']'))).distinct()).as("ids of three samples")
                .singleElement().asString().satisfies(text -> assertThat(text.split(",")).hasSize(40));
        assertThat(printed).contains("\"beyond_context\": true");
    }
}
