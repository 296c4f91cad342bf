package growth.runtime.disk;

import static growth.runtime.fake.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.algebra.ParameterInitializer;
import growth.api.model.Family;
import growth.api.model.ImageShape;
import growth.api.model.ModelShape;
import growth.api.training.Classes;
import growth.data.images.ImageSource;
import growth.data.tensors.TensorSource;
import growth.data.text.TextSource;
import growth.data.tokenizer.ByteTokenizer;
import growth.engine.cpu.CpuEngine;
import growth.formats.huggingface.ModelFolder;
import growth.formats.safetensors.SafetensorsFile;
import growth.formats.safetensors.SafetensorsHeader;
import growth.formats.safetensors.SafetensorsWriter;
import growth.formats.safetensors.TensorInfo;
import growth.formats.safetensors.TensorType;
import growth.runtime.disk.Evaluator.BatchToEvaluate;
import growth.runtime.disk.Evaluator.DataToEvaluate;
import growth.runtime.disk.Evaluator.Evaluated;
import growth.runtime.disk.Evaluator.Watch;
import growth.runtime.fake.FakeCatalogue;
import growth.runtime.run.EvaluationSize;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.IntBuffer;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluatorTest {
    private static final Path PARITY = Path.of("../../shared/parity");
    private static final Path CASES = Path.of("../../shared/cases");
    private final FakeCatalogue catalogue = new FakeCatalogue().with(new TextSource()).with(new TensorSource())
            .with(new ImageSource()).with("cpu", new CpuEngine());
    private final Evaluator evaluator = new EvaluatorComponent(catalogue);
    private final List<String> warnings = new ArrayList<>();
    private final List<Long> progress = new ArrayList<>();
    private final Watch watch = new Watch() {
        @Override
        public void warn(String line) {
            warnings.add(line);
        }

        @Override
        public void progress(long done, long total, double loss) {
            assertThat(done).isLessThanOrEqualTo(total);
            progress.add(done);
        }
    };
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
            new ByteTokenizer(false).save(folder.resolve("tokenizer.json"));
        }
        return folder;
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama-mha", "llama-gqa-tied", "llama-wide-heads", "gpt2", "bert", "vit"})
    void answersAsPyTorchDoes(String name) throws IOException {
        Path fixture = PARITY.resolve(name);
        assumeTrue(Files.isDirectory(fixture), "no parity fixtures beside the repository");
        Path written = home.resolve("answers.safetensors");
        Evaluated result = batch(fixture, fixture.resolve("batch.safetensors"), false, Optional.of(written));

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

    private Evaluated batch(Path model, Path file, boolean shift, Optional<Path> write) {
        return evaluator.batch(model, new BatchToEvaluate(file, shift, write), watch);
    }

    private static DataToEvaluate data(Path file) {
        return data(file, 4, Optional.empty());
    }

    private static DataToEvaluate data(Path file, int rows, Optional<Integer> context) {
        return new DataToEvaluate(List.of(file), rows, context, Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty());
    }

    private static DataToEvaluate first(Path file, String tokens) {
        return new DataToEvaluate(List.of(file), 4, Optional.empty(), Optional.of(EvaluationSize.parse(tokens)), Optional.empty(),
                Optional.empty(), Optional.empty());
    }

    /** What transformers 5.18 computes in float64 of the parity batches with some positions masked and their labels left out. */
    @ParameterizedTest
    @CsvSource({"llama-mha, false, 4.6777290", "llama-wide-heads, false, 4.2497913", "gpt2, false, 14.7998077", "bert, false, 8.9168916",
        "bert, true, 8.7609180"})
    void paddingAndTokenTypesAreThoseOfTransformers(String name, boolean typed, double expected) throws IOException {
        Path fixture = PARITY.resolve(name);
        assumeTrue(Files.isDirectory(fixture), "no parity fixtures beside the repository");
        int[] ids;
        int[] labels;
        List<Long> shape;
        try (SafetensorsFile batch = SafetensorsFile.open(fixture.resolve("batch.safetensors"))) {
            ids = batch.ints("input_ids");
            labels = batch.ints("labels");
            shape = batch.tensor("labels").shape();
        }
        int length = shape.get(1).intValue();
        int[] mask = new int[ids.length];
        int[] types = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            int row = i / length;
            int position = i % length;
            boolean padding = row == 1 && position < 5 || row == 2 && position >= length - 7;
            mask[i] = padding ? 0 : 1;
            labels[i] = padding ? -100 : labels[i];
            types[i] = position % 3 == 1 ? 1 : 0;
        }
        Map<String, int[]> tensors = new LinkedHashMap<>(Map.of("input_ids", ids, "labels", labels, "attention_mask", mask));
        if (typed) {
            tensors.put("token_type_ids", types);
        }
        Path file = file(shape, tensors);
        assertThat(batch(fixture, file, false, Optional.of(home.resolve("answers.safetensors"))).loss()).isCloseTo(expected, within(1e-5));
        assertThat(warnings).isEmpty();
    }

    private Path file(List<Long> shape, Map<String, int[]> tensors) throws IOException {
        Path file = home.resolve("padded.safetensors");
        SafetensorsHeader header = SafetensorsHeader.of(
                tensors.keySet().stream().map(name -> new TensorInfo(name, TensorType.I32, shape)).toList(), Map.of());
        try (var channel = Channels.newChannel(Files.newOutputStream(file))) {
            SafetensorsWriter writer = new SafetensorsWriter(channel, header);
            for (String name : header.tensors().keySet()) {
                writer.write(name, IntBuffer.wrap(tensors.get(name)));
            }
            writer.finish();
        }
        return file;
    }

    /** Losses of transformers 5.18. */
    @ParameterizedTest
    @CsvSource({"03-batch-token_type_ids, false, 4.6411691", "05-hf-labels, true, 4.6756854", "06-llama3-rope_scaling, false, 4.6189156"})
    void casesThatTransformersAnswers(String name, boolean shift, double expected) {
        Path folder = CASES.resolve(name);
        assumeTrue(Files.isDirectory(folder), "no cases beside the repository");
        assertThat(batch(folder, folder.resolve("batch.safetensors"), shift, Optional.empty()).loss()).isCloseTo(expected, within(1e-5));
        assertThat(warnings).isEmpty();
        if (shift) {
            batch(folder, folder.resolve("batch.safetensors"), false, Optional.empty());
            assertThat(warnings).singleElement().asString().contains("every label is the token at its own position", "shift-labels");
        }
    }

    @Test
    void allOfTheTextIsEvaluatedInWindowsOfTheContext() throws IOException {
        Path text = home.resolve("text.txt");
        Files.writeString(text, "To be, or not to be, that is the question. ".repeat(20));
        long bytes = Files.size(text);
        Path model = model(true);
        Evaluated result = evaluator.data(model, data(text), watch);
        assertThat(result.scored()).isEqualTo(bytes - 1);
        assertThat(result.loss()).isCloseTo(Math.log(256), within(0.1));
        // a token of the byte tokenizer is a byte
        assertThat(result.bitsPerByte().orElseThrow()).isCloseTo(result.loss() / Math.log(2), within(1e-12));
        assertThat(evaluator.data(model, first(text, "128"), watch).scored()).isEqualTo(128);
        assertThat(evaluator.data(model, first(text, "all"), watch).scored()).isEqualTo((bytes - 1) / 16 * 16);
        Evaluated shorter = evaluator.data(model, data(text, 3, Optional.of(5)), watch);
        assertThat(shorter.scored()).isEqualTo(bytes - 1);
        assertThat(shorter.tokens()).isEqualTo((bytes - 1 + 4) / 5 * 5);
        assertThat(progress).isNotEmpty().allMatch(done -> done > 0);
        assertThat(catalogue.held()).isZero();
    }

    @Test
    void rowsChangeRoundingOnly() throws IOException {
        Path text = home.resolve("text.txt");
        Files.writeString(text, "Whether 'tis nobler in the mind to suffer the slings and arrows of outrageous fortune. ".repeat(5));
        Path model = model(true);
        double one = evaluator.data(model, data(text, 1, Optional.empty()), watch).loss();
        double many = evaluator.data(model, data(text, 64, Optional.empty()), watch).loss();
        assertThat(many).isCloseTo(one, within(1e-6));
    }

    @Test
    void endsBetweenTwoBatchesWhenInterrupted() throws IOException {
        Path text = home.resolve("text.txt");
        Files.writeString(text, "To be, or not to be, that is the question. ".repeat(20));
        Path model = model(true);
        Watch impatient = new Watch() {
            @Override
            public void warn(String line) {
                warnings.add(line);
            }

            @Override
            public void progress(long done, long total, double loss) {
                progress.add(done);
                Thread.currentThread().interrupt();
            }
        };
        assertThatThrownBy(() -> evaluator.data(model, data(text), impatient)).isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(progress).hasSize(1);
        assertThat(catalogue.held()).isZero();
    }

    @Test
    void classifiersSeeImagesAndNoText() throws IOException {
        Path fixture = PARITY.resolve("vit");
        assumeTrue(Files.isDirectory(fixture), "no parity fixtures beside the repository");
        Evaluated result = batch(fixture, fixture.resolve("batch.safetensors"), false, Optional.empty());
        assertThat(result.scored()).isEqualTo(result.tokens());
        assertThat(result.accuracy()).isBetween(0.0, 1.0).isEqualTo(result.correct() / (double) result.scored());
    }

    @Test
    void imagesAreClassifiedByLabel() throws IOException {
        ModelShape shape = ModelShape.builder(Family.VIT).layers(1).hidden(8).heads(2).intermediate(8).image(new ImageShape(4, 2, 3, 3))
                .build();
        Path folder = home.resolve("vit");
        try (var state = ParameterInitializer.initialize(shape, 7)) {
            ModelFolder.save(folder, state);
        }
        Path images = home.resolve("images");
        String[] labels = {"ant", "bee", "cow"};
        for (int i = 0; i < 7; i++) {
            Path of = Files.createDirectories(images.resolve(labels[i % 3]));
            BufferedImage picture = new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB);
            picture.setRGB(i % 4, i / 2, 0xffffff * i);
            ImageIO.write(picture, "png", of.resolve(i + ".png").toFile());
        }
        Evaluated result = evaluator.data(folder, data(images), watch);
        assertThat(warnings).singleElement().asString().contains("does not name its labels");
        Classes confusion = result.classes().orElseThrow();
        assertThat(confusion.accuracy()).isCloseTo(result.accuracy(), within(1e-12));
        assertThat(confusion.top().accuracy()).as("three labels").isNaN();
        assertThat(confusion.images(0)).isEqualTo(3);
        assertThat(confusion.images(1)).isEqualTo(2);
        assertThat(result.scored()).isEqualTo(7);
        assertThat(result.loss()).isCloseTo(Math.log(3), within(0.2));
        assertThat(result.correct()).isEqualTo(confusion.confusion().get(0).get(0) + confusion.confusion().get(1).get(1)
                + confusion.confusion().get(2).get(2));

        // the same answers, under the model's own names in another order
        Path config = folder.resolve("config.json");
        Files.writeString(config, Files.readString(config).replace("\"LABEL_0\"", "\"Cow\"").replace("\"LABEL_1\"", "\"ant\"")
                .replace("\"LABEL_2\"", "\"bee\""));
        Classes named = evaluator.data(folder, data(images), watch).classes().orElseThrow();
        assertThat(named.labels()).containsExactly("Cow", "ant", "bee");
        assertThat(named.confusion().get(1)).isEqualTo(confusion.confusion().get(0));
        assertThat(named.images(0)).isEqualTo(2);
        Files.move(images.resolve("bee"), images.resolve("wasp"));
        assertThatThrownBy(() -> evaluator.data(folder, data(images), watch)).isInstanceOf(GrowthException.class)
                .hasMessage("--data: label folder wasp is not one of the model's labels Cow, ant, bee");
        assertThat(catalogue.held()).isZero();
    }

    @Test
    void refusesInOneLine() throws IOException {
        Path text = home.resolve("text.txt");
        Files.writeString(text, "short");
        assertRefused(Kind.CHECKPOINT, () -> evaluator.data(model(false), data(text), watch)).contains("tokenizer.json");
        assertRefused(Kind.DATA, () -> evaluator.data(model(true), first(text, "all"), watch)).contains("--data", "5 tokens");
        assertThatThrownBy(() -> evaluator.data(model(true), data(home.resolve("none.txt")), watch))
                .isInstanceOf(GrowthException.class).hasMessageStartingWith("--data: valid: " + home.resolve("none.txt"));
        assertRefused(Kind.CHECKPOINT, () -> evaluator.data(home.resolve("nothing"), data(text), watch));
        Path model = model(true);
        Files.writeString(model.resolve("config.json"), Files.readString(model.resolve("config.json")).replace("256", "200"));
        assertThatThrownBy(() -> evaluator.data(model, data(text), watch)).isInstanceOf(GrowthException.class).hasMessage(
                model.resolve("tokenizer.json").toAbsolutePath() + ": the tokenizer has 256 ids, the model only 200: it belongs to another"
                        + " model; take the model's own tokenizer.json");
        assertThatThrownBy(() -> evaluator.data(model, data(text, 4, Optional.of(17)), watch))
                .hasMessage("--context 17: " + model + " takes 1 to 16 tokens; give one of these");
        assertThat(catalogue.held()).isZero();
    }
}
