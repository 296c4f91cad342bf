package growth.runtime.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.algebra.ParameterInitializer;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.data.tensors.TensorSource;
import growth.data.text.TextSource;
import growth.data.tokenizer.ByteTokenizer;
import growth.engine.cpu.CpuEngine;
import growth.formats.huggingface.ModelFolder;
import growth.formats.safetensors.SafetensorsFile;
import growth.runtime.fake.FakeCatalogue;
import growth.runtime.train.Evaluator;
import growth.runtime.train.Evaluator.Evaluated;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluatorTest {
    private static final Path PARITY = Path.of("../../shared/parity");
    private final FakeCatalogue catalogue = new FakeCatalogue().with(new TextSource()).with(new TensorSource()).with("cpu",
            new CpuEngine());
    private final Evaluator evaluator = new EvaluatorComponent(catalogue);
    @TempDir
    private Path home;

    private Path model(boolean tokenizer) {
        ModelShape shape =
                ModelShape.builder(Family.LLAMA).layers(2).hidden(16).heads(2).intermediate(24).vocabulary(256).context(16).build();
        Path folder = home.resolve("model");
        try (var state = ParameterInitializer.initialize(shape, 7)) {
            ModelFolder.save(folder, state);
        }
        if (tokenizer) {
            new ByteTokenizer().save(folder.resolve("tokenizer.json"));
        }
        return folder;
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama-mha", "llama-gqa-tied", "llama-wide-heads", "gpt2", "bert", "vit"})
    void answersAsPyTorchDoes(String name) throws IOException {
        Path fixture = PARITY.resolve(name);
        assumeTrue(Files.isDirectory(fixture), "no parity fixtures beside the repository");
        Path written = home.resolve("answers.safetensors");
        Evaluated result = evaluator.batch(fixture, fixture.resolve("batch.safetensors"), Optional.of(written));

        double expected = new ObjectMapper().readTree(fixture.resolve("expected.json").toFile()).get("loss").asDouble();
        assertThat(result.loss()).isCloseTo(expected, within(1e-5));
        assertThat(result.perplexity()).isEqualTo(Math.exp(result.loss()));
        try (SafetensorsFile own = SafetensorsFile.open(written); SafetensorsFile reference =
                SafetensorsFile.open(fixture.resolve("expected.safetensors"))) {
            assertThat(own.names()).containsExactlyInAnyOrderElementsOf(reference.names());
            for (String tensor : reference.names()) {
                float[] a = own.floats(tensor);
                float[] b = reference.floats(tensor);
                double difference = 0;
                double size = 0;
                for (int i = 0; i < b.length; i++) {
                    difference += (a[i] - b[i]) * (double) (a[i] - b[i]);
                    size += b[i] * (double) b[i];
                }
                // Softmax takes no notice of key biases: their gradients are nothing but rounding.
                assertThat(Math.sqrt(difference)).as(tensor).isLessThan(1e-4 * Math.max(Math.sqrt(size), 1e-2));
            }
        }
    }

    @Test
    void untrainedModelKnowsNothingOfText() throws IOException {
        Path text = home.resolve("text.txt");
        Files.writeString(text, "To be, or not to be, that is the question. ".repeat(20));
        Evaluated result = evaluator.text(model(true), List.of(text), 4, Optional.empty());
        long windows = (Files.size(text) - 1) / 16;
        assertThat(result.tokens()).isEqualTo(16 * windows);
        assertThat(result.scored()).isEqualTo(16 * windows);
        assertThat(result.loss()).isCloseTo(Math.log(256), within(0.1));
        assertThat(evaluator.text(model(true), List.of(text), 4, Optional.of(2)).tokens()).isEqualTo(2 * 4 * 16);
        assertThat(catalogue.held()).isZero();
    }

    @Test
    void classifiersSeeImagesAndNoText() throws IOException {
        Path fixture = PARITY.resolve("vit");
        assumeTrue(Files.isDirectory(fixture), "no parity fixtures beside the repository");
        Evaluated result = evaluator.batch(fixture, fixture.resolve("batch.safetensors"), Optional.empty());
        assertThat(result.scored()).isEqualTo(result.tokens());
        assertThat(result.accuracy()).isBetween(0.0, 1.0).isEqualTo(result.correct() / (double) result.scored());
        assertThatThrownBy(() -> evaluator.text(fixture, List.of(home.resolve("a.txt")), 4, Optional.empty()))
                .isInstanceOf(GrowthException.class).message().contains("vit sees images", "evaluate it on a batch").doesNotContain("\n");
    }

    @Test
    void refusesInOneLine() throws IOException {
        Path text = home.resolve("text.txt");
        Files.writeString(text, "short");
        assertThatThrownBy(() -> evaluator.text(model(false), List.of(text), 4,
                Optional.empty())).isInstanceOfSatisfying(GrowthException.class, e -> {
            assertThat(e.kind()).isEqualTo(Kind.CHECKPOINT);
            assertThat(e.getMessage()).contains("tokenizer.json").doesNotContain("\n");
        });
        assertThatThrownBy(() -> evaluator.text(model(true), List.of(text), 4,
                Optional.empty())).isInstanceOfSatisfying(GrowthException.class, e -> {
            assertThat(e.kind()).isEqualTo(Kind.DATA);
            assertThat(e.getMessage()).contains("--data", "5 tokens").doesNotContain("\n");
        });
        assertThatThrownBy(() -> evaluator.text(model(true), List.of(home.resolve("none.txt")), 4, Optional.empty()))
                .isInstanceOf(GrowthException.class).hasMessageStartingWith("--data: valid: " + home.resolve("none.txt"));
        assertThatThrownBy(() -> evaluator.text(home.resolve("nothing"), List.of(text), 4, Optional.empty()))
                .isInstanceOfSatisfying(GrowthException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CHECKPOINT));
        assertThat(catalogue.held()).isZero();
    }
}
