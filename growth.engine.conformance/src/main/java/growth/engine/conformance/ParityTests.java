package growth.engine.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import growth.api.data.Batch;
import growth.api.engine.EngineOptions;
import growth.api.engine.EngineSession;
import growth.api.engine.OptimizerSettings;
import growth.api.engine.TrainOptions;
import growth.api.model.View;
import growth.api.operator.GrowthContext.Gradients;
import growth.formats.huggingface.ModelFolder;
import growth.formats.safetensors.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Logits, gradients and training of small models against what PyTorch computed for them. */
abstract class ParityTests extends EngineTests {
    private Path parity;

    ParityTests(EngineConformance suite) {
        super(suite);
    }

    @BeforeEach
    void needsParityFiles() {
        parity = parityFiles();
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama-mha", "llama-gqa-tied", "llama-wide-heads", "gpt2", "bert", "vit"})
    void logitsAreThoseOfPyTorch(String name) {
        try (EngineSession session = open(name); SafetensorsFile expected = expected(name)) {
            double[] logits = Numbers.doubles(session.logits(batch(name), View.full()));
            double[] theirs = expected.doubles("logits");
            double largest = Numbers.largestDifference(theirs, new double[theirs.length]);
            assertThat(Numbers.largestDifference(logits, theirs)).isLessThanOrEqualTo(rounding().logits(2e-5 / largest) * largest);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama-mha", "llama-gqa-tied", "llama-wide-heads", "gpt2", "bert", "vit"})
    void everyGradientIsThatOfPyTorch(String name) {
        try (EngineSession session = open(name); SafetensorsFile expected = expected(name)) {
            Gradients gradients = session.gradients(batch(name), View.full());
            double largest = gradients.values().values().stream().mapToDouble(g -> g.norm2Number().doubleValue()).max().orElseThrow();
            double zero = Math.max(1e-8, rounding().gradients(0) * rounding().zeros(0) * largest);
            gradients.values().forEach((tensor, value) -> {
                double[] ours = Numbers.doubles(value);
                double[] theirs = expected.doubles("grad." + tensor);
                if (tensor.endsWith("key.bias")) {
                    // softmax does not see what is added to all keys: the gradient is 0, and what both have is rounding
                    assertThat(Numbers.largestDifference(ours, theirs)).as(tensor).isLessThanOrEqualTo(zero);
                    assertThat(Numbers.largestDifference(ours, new double[ours.length])).as(tensor).isLessThanOrEqualTo(zero);
                } else {
                    assertThat(Numbers.relativeError(ours, theirs)).as(tensor).isLessThanOrEqualTo(rounding().gradients(1e-4));
                }
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama-mha", "llama-gqa-tied", "llama-wide-heads", "gpt2", "bert", "vit"})
    void tenStepsOfAdamWLoseAsMuch(String name) throws IOException {
        TrainOptions options = TrainOptions.of(1e-3, OptimizerSettings.adamw(0.9, 0.95, 1e-8, 0.1));
        double[] losses = losses(name);
        try (EngineSession session = open(name)) {
            for (int step = 0; step < 10; step++) {
                assertThat(session.train(List.of(batch(name)), options).loss()).as("step " + step)
                        .isCloseTo(losses[step], within(rounding().losses(1e-4)));
            }
            assertThat(session.evaluate(batch(name), View.full()).loss()).isCloseTo(losses[10], within(rounding().losses(1e-4)));
        }
    }

    private EngineSession open(String name) {
        return engine().open(ModelFolder.read(parity.resolve(name), DataType.FLOAT), EngineOptions.of(2, 4, 0));
    }

    private SafetensorsFile expected(String name) {
        return SafetensorsFile.open(parity.resolve(name).resolve("expected.safetensors"));
    }

    private Batch batch(String name) {
        try (SafetensorsFile file = SafetensorsFile.open(parity.resolve(name).resolve("batch.safetensors"))) {
            boolean images = file.names().contains("pixel_values");
            long[] shape = file.tensor(images ? "pixel_values" : "input_ids").dimensions();
            int rows = (int) shape[0];
            int second = (int) shape[1];
            return images ? new Batch.Images(rows, second, (int) shape[2], file.floats("pixel_values"), file.ints("labels"))
                    : new Batch.Tokens(rows, second, file.ints("input_ids"), file.ints("labels"));
        }
    }

    private double[] losses(String name) throws IOException {
        Matcher list = Pattern.compile("\"losses\": \\[([^]]*)]").matcher(Files.readString(parity.resolve(name).resolve("expected.json")));
        assertThat(list.find()).isTrue();
        return Arrays.stream(list.group(1).split(",")).mapToDouble(Double::parseDouble).toArray();
    }
}
