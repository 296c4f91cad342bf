package growth.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.api.GrowthException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints of runs hold what other software wants beside the weights, from the data or from the folder the run starts from. */
class CheckpointExtrasTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LETTERS = "data.tokenizer.kind=letters";
    @TempDir
    Path home;

    private static JsonNode json(Path file) throws IOException {
        return JSON.readTree(Files.readString(file));
    }

    private Path start(Workshop workshop) throws IOException {
        Path start = workshop.train("letters", Workshop.SCRATCH, "training.duration=2ba", LETTERS).checkpoint().orElseThrow();
        ObjectNode config = (ObjectNode) json(start.resolve("config.json"));
        config.put("eos_token_id", 3).put("attention_dropout", 0.25).put("mine", "kept").put("num_hidden_layers", 2);
        Files.writeString(start.resolve("config.json"), config.toPrettyString());
        Files.writeString(start.resolve("generation_config.json"), "{\"eos_token_id\": [3, 4], \"temperature\": 0.5}");
        Files.writeString(start.resolve("chat_template.jinja"), "{{ messages }}");
        return start;
    }

    @Test
    void filesForOtherSoftwareStandInEveryCheckpoint() throws IOException {
        Workshop workshop = new Workshop(home);
        Path checkpoint = workshop.train("run", Workshop.SCRATCH, "training.duration=2ba", LETTERS).checkpoint().orElseThrow();
        JsonNode tokenizer = json(checkpoint.resolve("tokenizer_config.json"));
        assertThat(tokenizer.path("tokenizer_class").asText()).isEqualTo("PreTrainedTokenizerFast");
        assertThat(tokenizer.path("model_max_length").asInt()).isEqualTo(json(checkpoint.resolve("config.json"))
                .path("max_position_embeddings").asInt());
        assertThat(json(checkpoint.resolve("generation_config.json")).path("eos_token_id").isNull()).isTrue();
        assertThat(json(checkpoint.resolve("state.json")).path("files").has("tokenizer_config.json")).isTrue();
    }

    @Test
    void aStartingFoldersExtrasComeAlongThroughAResumeWithoutIt() throws IOException {
        Workshop workshop = new Workshop(home);
        Path start = start(workshop);
        String[] options = {"training.duration=8ba", "model.start=" + start};
        Path whole = workshop.train("whole", Workshop.SCRATCH, options).checkpoint().orElseThrow();
        workshop.stopAfter(4);
        workshop.train("halves", Workshop.SCRATCH, options);
        Files.delete(start.resolve("generation_config.json"));
        Path halves = workshop.resume("halves", Workshop.SCRATCH, options).checkpoint().orElseThrow();

        JsonNode config = json(whole.resolve("config.json"));
        assertThat(config.path("eos_token_id").asInt()).isEqualTo(3);
        assertThat(config.path("attention_dropout").asDouble()).isEqualTo(0.25);
        assertThat(config.path("mine").asText()).isEqualTo("kept");
        assertThat(json(whole.resolve("generation_config.json")).path("temperature").asDouble()).isEqualTo(0.5);
        assertThat(whole.resolve("chat_template.jinja")).hasContent("{{ messages }}");
        for (String file : List.of("config.json", "generation_config.json", "chat_template.jinja", "tokenizer_config.json",
                "tokenizer.json", "model.safetensors")) {
            assertThat(halves.resolve(file)).as(file).hasSameBinaryContentAs(whole.resolve(file));
        }
    }

    @Test
    void aStartThatIsNoModelIsFoundBeforeTheRunBegins() throws IOException {
        Workshop workshop = new Workshop(home);
        Path start = start(workshop);
        Files.writeString(start.resolve("model.safetensors"), "version https://git-lfs.github.com/spec/v1\noid sha256:aa\nsize 5481\n");
        assertThatThrownBy(() -> workshop.train("run", Workshop.SCRATCH, "training.duration=2ba", "model.start=" + start))
                .isInstanceOf(GrowthException.class).hasMessageContaining("model.start: ")
                .hasMessageContaining("model.safetensors: is a Git LFS pointer, not the file of 5481 bytes");
        assertThat(home.resolve("run")).doesNotExist();
    }
}
