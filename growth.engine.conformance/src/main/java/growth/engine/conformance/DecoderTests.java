package growth.engine.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.data.Batch;
import growth.api.engine.Decoder;
import growth.api.engine.EngineOptions;
import growth.api.engine.EngineSession;
import growth.api.model.Axis;
import growth.api.model.Family;
import growth.api.model.GateSite;
import growth.api.model.Gates;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.ParameterSpec;
import growth.api.model.RopeScaling;
import growth.api.model.View;
import growth.formats.huggingface.ModelFolder;
import growth.formats.safetensors.SafetensorsFile;
import growth.reference.RandomModels;
import growth.reference.ReferenceModel;
import growth.reference.SmallShapes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Reading token by token against the pass over the whole text, the reference in float64 and PyTorch. */
abstract class DecoderTests extends EngineTests {
    /** More than a portion of positions, in parts of one, of some, and of more than a portion. */
    private static final List<int[]> PARTS = List.of(new int[] {1}, new int[] {5, 1, 1, 3}, new int[] {70, 1, 64}, new int[] {1000});

    DecoderTests(EngineConformance suite) {
        super(suite);
    }

    static Stream<Arguments> models() {
        ModelShape gpt2 = SmallShapes.of(Family.GPT2);
        ModelShape scaled = SmallModels.TIED.toBuilder().tied(false).ropeTheta(300).ropeScaling(new RopeScaling.Llama3(4, 1, 4, 30))
                .build();
        return Stream.of(Arguments.of("grouped queries, tied", SmallModels.TIED, Gates.none()),
                Arguments.of("long", SmallModels.LONG, Gates.none()),
                Arguments.of("long, gated", SmallModels.LONG, gates(SmallModels.LONG)),
                Arguments.of("scaled positions, gated", scaled, gates(scaled)),
                Arguments.of("gpt2", gpt2, Gates.none()),
                Arguments.of("gpt2, gated", gpt2, gates(gpt2)),
                Arguments.of("long gpt2", gpt2.toBuilder().context(140).build(), Gates.none()));
    }

    /** Gates that are half open, at every site of the family. */
    private static Gates gates(ModelShape shape) {
        Random random = new Random(5);
        Gates gates = Gates.none().with(new GateSite(Axis.HIDDEN, ParameterSpec.NO_LAYER), gate(random, shape.hidden()));
        for (int layer = 0; layer < shape.layers(); layer++) {
            gates = gates.with(new GateSite(Axis.INTERMEDIATE, layer), gate(random, shape.intermediate()))
                    .with(new GateSite(Axis.HEADS, layer), gate(random, shape.heads()))
                    .with(new GateSite(Axis.LAYERS, layer), gate(random, 1));
            if (shape.kvHeads() < shape.heads()) {
                gates = gates.with(new GateSite(Axis.KV_HEADS, layer), gate(random, shape.kvHeads()));
            }
        }
        return gates;
    }

    private static float[] gate(Random random, int size) {
        float[] gate = new float[size];
        for (int i = 0; i < size; i++) {
            gate[i] = i % 3 == 1 ? 1 : 0.3f + 0.6f * random.nextFloat();
        }
        return gate;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void logitsOfEveryPositionAreThoseOfTheWholePassAndTheReference(String name, ModelShape shape, Gates gates) {
        ModelState state = SmallModels.model(shape);
        Batch.Tokens text = RandomModels.batch(shape, 2, shape.context(), 3);
        double[] reference = ReferenceModel.of(state).logits(text, View.full(), gates);
        try (EngineSession session = open(state, 2, 2)) {
            session.gates(gates);
            double[] whole = Numbers.doubles(session.logits(text, View.full()));
            for (int[] parts : PARTS) {
                List<Integer> seen = compare(session, text, parts, whole, suite().decodingRounding());
                assertThat(compare(session, text, parts, reference, 1.5 * suite().decodingRounding())).isEqualTo(seen);
                assertThat(seen).as(Arrays.toString(parts)).endsWith(shape.context());
            }
        }
    }

    /** Reads the batch's rows in parts, which repeat, and compares; returns the positions behind which logits were compared. */
    private static List<Integer> compare(EngineSession session, Batch.Tokens text, int[] parts, double[] expected, double most) {
        List<Integer> seen = new ArrayList<>();
        int vocabulary = expected.length / text.inputs().length;
        try (Decoder decoder = session.decoder(text.rows(), text.sequence())) {
            for (int part = 0, at = 0; at < text.sequence(); part++) {
                int end = Math.min(text.sequence(), at + parts[part % parts.length]);
                double[] logits = Numbers.doubles(decoder.read(rows(text, at, end)));
                for (int row = 0; row < text.rows(); row++) {
                    int position = row * text.sequence() + end - 1;
                    assertThat(Numbers.relativeError(Arrays.copyOfRange(logits, row * vocabulary, (row + 1) * vocabulary),
                            Arrays.copyOfRange(expected, position * vocabulary, (position + 1) * vocabulary)))
                            .as("row " + row + ", position " + (end - 1)).isLessThan(most);
                    assertThat(decoder.length(row)).isEqualTo(end);
                }
                seen.add(end);
                at = end;
            }
        }
        return seen;
    }

    private static int[][] rows(Batch.Tokens text, int from, int to) {
        int[][] rows = new int[text.rows()][];
        Arrays.setAll(rows, row -> Arrays.copyOfRange(text.inputs(), row * text.sequence() + from, row * text.sequence() + to));
        return rows;
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama-mha", "llama-gqa-tied", "llama-wide-heads", "gpt2"})
    void logitsAreThoseOfPyTorch(String name) {
        Path parity = parityFiles();
        try (SafetensorsFile batch = SafetensorsFile.open(parity.resolve(name).resolve("batch.safetensors"));
                SafetensorsFile expected = SafetensorsFile.open(parity.resolve(name).resolve("expected.safetensors"));
                EngineSession session = engine().open(ModelFolder.read(parity.resolve(name), DataType.FLOAT),
                        EngineOptions.of(2, 4, 0))) {
            long[] size = batch.tensor("input_ids").dimensions();
            int[] ids = batch.ints("input_ids");
            Batch.Tokens text = new Batch.Tokens((int) size[0], (int) size[1], ids, ids);
            assertThat(compare(session, text, new int[] {1}, expected.doubles("logits"), 5e-6)).hasSize((int) size[1]);
            compare(session, text, new int[] {3, 1}, expected.doubles("logits"), 5e-6);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LLAMA", "GPT2"})
    void aRowHasTheSameBitsWhateverTheOthersAreAndHoweverManyWork(Family family) {
        ModelState state = SmallModels.model(family);
        Batch.Tokens text = RandomModels.batch(state.shape(), 5, 8, 4);
        double[][] alone = new double[text.rows()][];
        try (EngineSession session = open(state, 1, 1); Decoder decoder = session.decoder(1, 8)) {
            for (int row = 0; row < text.rows(); row++) {
                decoder.reset(0);
                decoder.read(new int[][] {rows(text, 0, row + 1)[row]});
                alone[row] = Numbers.doubles(decoder.read(new int[][] {rows(text, row + 1, row + 3)[row]}));
            }
        }
        for (int workers = 1; workers <= 3; workers++) {
            try (EngineSession session = open(state, workers, 1); Decoder decoder = session.decoder(5, 8)) {
                int[][] begin = new int[5][];
                Arrays.setAll(begin, row -> rows(text, 0, row + 1)[row]);
                int[][] rest = new int[5][];
                Arrays.setAll(rest, row -> row == 3 ? new int[0] : rows(text, row + 1, row + 3)[row]);
                int[][] late = {{}, {}, {}, rows(text, 4, 6)[3], {}};
                decoder.read(begin);
                decoder.read(rest);
                double[] all = Numbers.doubles(decoder.read(late));
                assertThat(all).as(workers + " workers").containsExactly(Arrays.stream(alone).flatMapToDouble(Arrays::stream).toArray());
            }
        }
    }

    @Test
    void aRowThatIsResetForgets() {
        ModelState state = SmallModels.model(SmallModels.TIED);
        try (EngineSession session = open(state, 2, 1); Decoder decoder = session.decoder(2, 10)) {
            double[] first = Numbers.doubles(decoder.read(new int[][] {{1, 2, 3}, {4, 5, 6, 7, 8, 9}}));
            decoder.read(new int[][] {{4, 5, 6, 7}, {10}});
            decoder.reset(0);
            assertThat(decoder.length(0)).isZero();
            assertThat(decoder.length(1)).isEqualTo(7);
            double[] again = Numbers.doubles(decoder.read(new int[][] {{1, 2, 3}, {}}));
            int vocabulary = state.shape().vocabulary();
            assertThat(Arrays.copyOf(again, vocabulary)).containsExactly(Arrays.copyOf(first, vocabulary));
        }
    }

    @Test
    void followsTheSessionWhileItTrainsAndRefusesAnotherModel() {
        ModelState state = SmallModels.model(SmallModels.TIED);
        Batch.Tokens batch = RandomModels.batch(SmallModels.TIED, 2, 6, 1);
        try (EngineSession session = open(state, 2, 2); Decoder decoder = session.decoder(2, 6)) {
            session.train(List.of(batch), SmallModels.step(0.05));
            double[] whole = Numbers.doubles(session.logits(batch, View.full()));
            double[] read = Numbers.doubles(decoder.read(rows(batch, 0, 6)));
            int vocabulary = SmallModels.TIED.vocabulary();
            assertThat(Numbers.relativeError(Arrays.copyOf(read, vocabulary), Arrays.copyOfRange(whole, 5 * vocabulary, 6 * vocabulary)))
                    .isLessThan(suite().decodingRounding());
            session.load(state);
            assertThatThrownBy(() -> decoder.read(new int[][] {{1}, {}})).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("another model");
        }
    }

    @Test
    void refusesInOneLine() {
        try (EngineSession session = open(SmallModels.model(SmallModels.TIED), 1, 1); Decoder decoder = session.decoder(2, 4)) {
            refuses(Kind.DATA, "row 1 has read 0 tokens and gets 5 more; it keeps 4, so", () -> decoder.read(new int[][] {{1}, {1, 2, 3, 4,
                5}}));
            refuses(Kind.DATA, "token 37 in row 0; the vocabulary has 0 to 36", () -> decoder.read(new int[][] {{37}, {}}));
            assertThat(decoder.length(0)).as("nothing was read").isZero();
            assertThatThrownBy(() -> decoder.read(new int[][] {{1}})).hasMessageContaining("1 rows of tokens for a decoder of 2");
            refuses(Kind.CONFIGURATION, "1 to 24 positions, the model's context", () -> session.decoder(1, 25));
            refuses(Kind.CONFIGURATION, "at least 1 row", () -> session.decoder(0, 4));
            decoder.close();
            assertThatThrownBy(() -> decoder.read(new int[][] {{1}, {}})).hasMessage("the decoder is closed");
        }
        for (Family family : List.of(Family.BERT, Family.VIT)) {
            try (EngineSession session = open(SmallModels.model(family), 1, 1)) {
                refuses(Kind.CONFIGURATION, "family " + family.id() + " cannot generate text", () -> session.decoder(1, 4));
            }
        }
    }

    private static void refuses(Kind kind, String words, Runnable call) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(GrowthException.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .hasMessageContaining(words);
    }
}
