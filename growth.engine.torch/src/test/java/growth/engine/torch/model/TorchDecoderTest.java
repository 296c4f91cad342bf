package growth.engine.torch.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.data.Batch;
import growth.api.engine.Decoder;
import growth.api.model.Axis;
import growth.api.model.Family;
import growth.api.model.GateSite;
import growth.api.model.Gates;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.ParameterSpec;
import growth.api.model.RopeScaling;
import growth.api.model.View;
import growth.engine.conformance.Numbers;
import growth.engine.conformance.SmallModels;
import growth.engine.torch.aten.Dtype;
import growth.reference.RandomModels;
import growth.reference.ReferenceModel;
import growth.reference.SmallShapes;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Reading token by token on libtorch against the reference in float64. */
class TorchDecoderTest {
    /** Parts of one token, of some, and of more than are computed at once. */
    private static final List<int[]> PARTS = List.of(new int[] {1}, new int[] {5, 1, 1, 3}, new int[] {1000});

    static Stream<Arguments> models() {
        ModelShape gpt2 = SmallShapes.of(Family.GPT2);
        ModelShape scaled = SmallModels.TIED.toBuilder().tied(false).ropeTheta(300).ropeScaling(new RopeScaling.Llama3(4, 1, 4, 30))
                .build();
        return Stream.of(Arguments.of("grouped queries, tied", SmallModels.TIED, Gates.none()),
                Arguments.of("scaled positions, gated", scaled, gates(scaled)),
                Arguments.of("gpt2, gated", gpt2, gates(gpt2)),
                Arguments.of("long gpt2", gpt2.toBuilder().context(300).build(), Gates.none()));
    }

    /** Gates that are half open, at every site of the family. */
    private static Gates gates(ModelShape shape) {
        Gates gates = Gates.none().with(new GateSite(Axis.HIDDEN, ParameterSpec.NO_LAYER), gate(shape.hidden()))
                .with(new GateSite(Axis.INTERMEDIATE, 0), gate(shape.intermediate())).with(new GateSite(Axis.HEADS, 1), gate(shape.heads()))
                .with(new GateSite(Axis.LAYERS, 1), gate(1));
        return shape.kvHeads() == shape.heads() ? gates : gates.with(new GateSite(Axis.KV_HEADS, 1), gate(shape.kvHeads()));
    }

    private static float[] gate(int size) {
        float[] gate = new float[size];
        Random random = new Random(size);
        for (int i = 0; i < size; i++) {
            gate[i] = 0.3f + 0.6f * random.nextFloat();
        }
        return gate;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void logitsOfEveryPositionAreThoseOfTheReference(String name, ModelShape shape, Gates gates) {
        ModelState state = SmallModels.model(shape);
        Batch.Tokens text = RandomModels.batch(shape, 2, shape.context(), 3);
        double[] reference = ReferenceModel.of(state).logits(text, View.full(), gates);
        try (ModelRun run = new ModelRun(state).gates(gates)) {
            long live = run.aten.live();
            for (int[] parts : PARTS) {
                assertThat(error(run, text, parts, reference)).as(Arrays.toString(parts)).isLessThan(3e-6);
                assertThat(run.aten.live()).as("nothing is left").isEqualTo(live);
            }
        }
    }

    /** Reads the batch's rows in parts, which repeat; returns the largest relative error of a row of logits. */
    private static double error(ModelRun run, Batch.Tokens text, int[] parts, double[] expected) {
        double largest = 0;
        int vocabulary = expected.length / text.inputs().length;
        try (Decoder decoder = run.decoder(text.rows(), text.sequence())) {
            for (int part = 0, at = 0; at < text.sequence(); part++) {
                int end = Math.min(text.sequence(), at + parts[part % parts.length]);
                double[] logits = Numbers.doubles(decoder.read(rows(text, at, end)));
                for (int row = 0; row < text.rows(); row++) {
                    int position = row * text.sequence() + end - 1;
                    largest = Math.max(largest, Numbers.relativeError(
                            Arrays.copyOfRange(logits, row * vocabulary, (row + 1) * vocabulary),
                            Arrays.copyOfRange(expected, position * vocabulary, (position + 1) * vocabulary)));
                    assertThat(decoder.length(row)).isEqualTo(end);
                }
                at = end;
            }
        }
        return largest;
    }

    private static int[][] rows(Batch.Tokens text, int from, int to) {
        int[][] rows = new int[text.rows()][];
        Arrays.setAll(rows, row -> Arrays.copyOfRange(text.inputs(), row * text.sequence() + from, row * text.sequence() + to));
        return rows;
    }

    @ParameterizedTest
    @EnumSource(names = {"LLAMA", "GPT2"})
    void aRowHasTheSameBitsWhateverTheOthersAre(Family family) {
        ModelState state = SmallModels.model(family);
        Batch.Tokens text = RandomModels.batch(state.shape(), 5, 8, 4);
        for (Dtype precision : List.of(Dtype.F32, Dtype.BF16)) {
            try (ModelRun run = new ModelRun(state).precision(precision);
                    Decoder one = run.decoder(1, 8);
                    Decoder all = run.decoder(5, 8)) {
                double[][] alone = new double[5][];
                int[][] begin = new int[5][];
                int[][] rest = new int[5][];
                for (int row = 0; row < 5; row++) {
                    begin[row] = rows(text, 0, row + 1)[row];
                    rest[row] = rows(text, row + 1, row + 3)[row];
                    one.reset(0);
                    one.read(new int[][] {begin[row]});
                    alone[row] = Numbers.doubles(one.read(new int[][] {rest[row]}));
                }
                int[][] late = {{}, {}, {}, rest[3], {}};
                rest[3] = new int[0];
                all.read(begin);
                all.read(rest);
                assertThat(Numbers.doubles(all.read(late)))
                        .containsExactly(Arrays.stream(alone).flatMapToDouble(Arrays::stream).toArray());
            }
        }
    }

    @Test
    void refusesWhatGeneratesNothingAndWhatDoesNotFit() {
        try (ModelRun run = new ModelRun(SmallModels.model(Family.BERT))) {
            assertThatThrownBy(() -> run.decoder(1, 4)).hasMessageContaining("family bert cannot generate text");
        }
        try (ModelRun run = new ModelRun(SmallModels.model(SmallModels.TIED)); Decoder decoder = run.decoder(2, 4)) {
            assertThatThrownBy(() -> decoder.read(new int[][] {{1}, {1, 2, 3, 4, 5}})).hasMessageContaining("row 1 has read 0 tokens");
            assertThat(decoder.length(0)).as("nothing was read").isZero();
            decoder.close();
            assertThatThrownBy(() -> decoder.read(new int[][] {{1}, {}})).hasMessage("the decoder is closed");
        }
    }
}
