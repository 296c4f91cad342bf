package growth.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.GrowthException;
import growth.api.training.TrainingEvent.StepCompleted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ids of a run that starts from a model mean what they mean to that model. */
class StartTokenizerTest {
    @TempDir
    Path home;
    private Workshop workshop;
    private Path letters;

    @BeforeEach
    void model() {
        workshop = new Workshop(home);
        letters = workshop.train("letters", Workshop.SCRATCH, "training.duration=2ba", "data.tokenizer.kind=letters").checkpoint()
                .orElseThrow();
    }

    private static String tokenizer(Path checkpoint) throws IOException {
        return Files.readString(checkpoint.resolve("tokenizer.json"));
    }

    @Test
    void theFolderIsAskedFirst() throws IOException {
        Path next = workshop.train("next", Workshop.SCRATCH, "training.duration=2ba", "model.start=" + letters).checkpoint().orElseThrow();
        assertThat(tokenizer(next)).isEqualTo(tokenizer(letters)).contains("\"a\"");
        assertThat(Files.readString(home.resolve("next/run.yaml"))).contains("path: " + letters.resolve("tokenizer.json"));
    }

    @Test
    void anotherOneOfTheSameSizeIsRefusedUnlessItIsAskedForByItsHash() throws IOException {
        String[] numbers = {"training.duration=2ba", "model.start=" + letters, "data.tokenizer.kind=numbers"};
        assertThatThrownBy(() -> workshop.train("numbers", Workshop.SCRATCH, numbers)).isInstanceOf(GrowthException.class)
                .hasMessageMatching("--set model.start: " + letters + " was trained with another tokenizer \\([0-9a-f]{12}\\) than the data"
                        + " have \\([0-9a-f]{12}\\), so its embeddings would stand for other text; leave data.tokenizer out to take that of"
                        + " the folder, or write start-tokenizer: [0-9a-f]{12} to train on all the same")
                .satisfies(e -> {
                    String hash = e.getMessage().replaceFirst(".*start-tokenizer: ([0-9a-f]{12}) .*", "$1");
                    for (String wrong : new String[] {hash.substring(0, 7), "true", hash.substring(0, 8) + "x"}) {
                        assertThatThrownBy(() -> workshop.train("numbers", Workshop.SCRATCH, numbers[0], numbers[1], numbers[2],
                                "model.start-tokenizer='" + wrong + "'")).hasMessage(e.getMessage());
                    }
                    assertThat(home.resolve("numbers")).doesNotExist();
                    workshop.train("numbers", Workshop.SCRATCH, numbers[0], numbers[1], numbers[2], "model.start-tokenizer='" + hash + "'");
                });
        assertThat(workshop.notes()).anyMatch(line -> line.contains("the data have another tokenizer than " + letters));
        Files.delete(letters.resolve("tokenizer.json"));
        workshop.train("unknown", Workshop.SCRATCH, "training.duration=1ba", "model.start=" + letters);
        assertThat(workshop.notes()).anyMatch(line -> line.endsWith("is not known: the folder has no tokenizer.json"));
    }

    /** The checkpoint has the tokenizer, so the file that it came from may go, but not become another. */
    @Test
    void aRunGoesOnWithoutTheFileThatItsTokenizerCameFrom() throws IOException {
        Path file = Files.writeString(home.resolve("mine.json"), tokenizer(letters));
        String[] options = {"training.duration=8ba", "data.tokenizer.kind=file", "data.tokenizer.path=mine.json"};
        workshop.stopAfter(4);
        workshop.train("run", Workshop.SCRATCH, options);
        Files.writeString(file, tokenizer(letters).replace("\"a\": 0, \"b\": 1", "\"b\": 0, \"a\": 1"));
        assertThatThrownBy(() -> workshop.resume("run", Workshop.SCRATCH, options)).isInstanceOf(GrowthException.class)
                .hasMessageContaining("the data have changed since the run began (tokenizer.sha256");
        Files.delete(file);
        assertThat(workshop.resume("run", Workshop.SCRATCH, options).progress().step()).isEqualTo(8);
        assertThat(workshop.notes()).anyMatch(line -> line.startsWith(file + " no longer exists; the tokenizer is taken from "));
        assertThat(workshop.events(StepCompleted.class)).hasSize(2 + 8);
    }
}
