package growth.runtime.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartLabelsTest {
    @TempDir
    Path folder;

    @Test
    void labelsThatMeanSomethingElseAreNamed() throws IOException {
        Files.writeString(folder.resolve("config.json"), "{\"id2label\": {\"0\": \"Ant\", \"1\": \"polar bear\", \"2\": \"Cow\"}}");
        assertThat(StartLabels.other(folder, List.of("ant", "polar_bear", "cow"))).as("folders are spelt otherwise").isEmpty();
        assertThat(StartLabels.other(folder, List.of("ant", "cow", "polar bear"))).contains("label 1 is 'cow' in the data and 'polar"
                + " bear' in "
                + folder + ": its classifier has learned other labels, or another order of them");
        Files.writeString(folder.resolve("config.json"), "{\"id2label\": {\"0\": \"LABEL_0\", \"1\": \"LABEL_1\"}}");
        assertThat(StartLabels.other(folder, List.of("x", "y"))).as("nobody named them").isEmpty();
    }
}
