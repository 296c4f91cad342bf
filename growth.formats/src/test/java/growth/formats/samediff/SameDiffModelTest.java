package growth.formats.samediff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.GrowthException;
import growth.api.data.Batch;
import growth.api.model.Axis;
import growth.api.model.Family;
import growth.api.model.GateSite;
import growth.api.model.Gates;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.ParameterSpec;
import growth.api.model.RopeScaling;
import growth.api.model.View;
import growth.reference.RandomModels;
import growth.reference.ReferenceModel;
import growth.reference.SmallShapes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Graphs, saved and loaded, compared with the float64 reference. */
class SameDiffModelTest {
    /** Of the largest |logit|. */
    static final double TOLERANCE = 2e-5;

    static List<ModelShape> shapes() {
        ModelShape llama = SmallShapes.of(Family.LLAMA);
        return List.of(llama, llama.toBuilder().tied(true).heads(6).kvHeads(2).ropeScaling(new RopeScaling.Llama3(8, 1, 4, 16)).build(),
                llama.toBuilder().kvHeads(4).ropeTheta(10).ropeScaling(new RopeScaling.Linear(2.5)).build(), SmallShapes.of(Family.GPT2),
                SmallShapes.of(Family.BERT).toBuilder().tokenTypes(3).build(), SmallShapes.of(Family.VIT));
    }

    /** Returns batches of different sizes. */
    static List<Batch> batches(ModelShape shape) {
        return switch (shape.family()) {
            case LLAMA, GPT2 -> List.of(RandomModels.batch(shape, 3, 9, 1), RandomModels.batch(shape, 1, 1, 2),
                    RandomModels.batch(shape, 2, 5, 3));
            case BERT -> List.of(RandomModels.typed(RandomModels.padded(RandomModels.masked(shape, 5, 9, 1)), 3, 2),
                    RandomModels.masked(shape, 1, 4, 3), paddingAlone(RandomModels.masked(shape, 2, 3, 4)));
            case VIT -> List.of(RandomModels.images(shape, 3, 6, 1), RandomModels.images(shape, 1, 6, 2));
        };
    }

    /** The second row is padding from its beginning to its end. */
    private static Batch paddingAlone(Batch.Tokens batch) {
        boolean[] attended = new boolean[batch.inputs().length];
        Arrays.fill(attended, 0, batch.sequence(), true);
        return new Batch.Tokens(batch.rows(), batch.sequence(), batch.inputs(), batch.labels(), attended, new int[0]);
    }

    static byte[] saved(ModelState state) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        SameDiffFile.write(Channels.newChannel(bytes), state);
        return bytes.toByteArray();
    }

    private static SameDiff loaded(ModelState state) throws IOException {
        return SameDiff.load(new ByteArrayInputStream(saved(state)), true);
    }

    static void compare(INDArray logits, double[] expected) {
        double[] actual = logits.dup('c').data().asDouble();
        assertThat(actual).hasSameSizeAs(expected);
        double largest = 0;
        double worst = 0;
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i]).isFinite();
            largest = Math.max(largest, Math.abs(expected[i]));
            worst = Math.max(worst, Math.abs(expected[i] - actual[i]));
        }
        assertThat(worst).isLessThan(TOLERANCE * largest);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void answersAsTheReferenceWithAndWithoutGates(ModelShape shape) throws IOException {
        ModelState state = RandomModels.model(shape, 7);
        ReferenceModel reference = ReferenceModel.of(state);
        Gates gates = gates(shape);
        SameDiff open = loaded(state);
        SameDiff opening = loaded(state.withGates(gates));
        for (Batch batch : batches(shape)) {
            Map<String, INDArray> inputs = Inputs.of(shape, batch);
            compare(open.output(inputs, "logits").get("logits"), reference.logits(batch, View.full(), Gates.none()));
            compare(opening.output(inputs, "logits").get("logits"), reference.logits(batch, View.full(), gates));
        }
    }

    /** Returns a gate at every site that the model has, from 0 to 1. */
    private static Gates gates(ModelShape shape) {
        Random random = new Random(3);
        Gates gates = random(Gates.none(), new GateSite(Axis.HIDDEN, ParameterSpec.NO_LAYER), shape, random);
        for (int layer = 0; layer < shape.layers(); layer++) {
            for (Axis axis : List.of(Axis.INTERMEDIATE, Axis.HEADS, Axis.KV_HEADS, Axis.LAYERS)) {
                if (axis != Axis.KV_HEADS || shape.kvHeads() != shape.heads()) {
                    gates = random(gates, new GateSite(axis, layer), shape, random);
                }
            }
        }
        return gates;
    }

    private static Gates random(Gates gates, GateSite site, ModelShape shape, Random random) {
        float[] values = new float[site.size(shape)];
        for (int i = 0; i < values.length; i++) {
            values[i] = i == 1 ? 0 : random.nextFloat();
        }
        return gates.with(site, values);
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void parametersAreThereOnceUnderTheirNames(Family family) throws IOException {
        ModelState state = RandomModels.model(SmallShapes.of(family), 7);
        byte[] bytes = saved(state);
        assertThat(saved(state)).as("same state, same bytes").isEqualTo(bytes);
        SameDiff graph = loaded(state);
        Stream<String> variables = graph.variables().stream().filter(v -> v.getVariableType() == VariableType.VARIABLE)
                .map(SDVariable::name);
        assertThat(variables).containsExactlyInAnyOrderElementsOf(state.parameters().keySet());
        long constants = graph.variables().stream().filter(SDVariable::isConstant).mapToLong(v -> v.getArr().length()).sum();
        assertThat(constants).as("numbers beside the parameters").isLessThan(200);
    }

    @Test
    void hiddenStatesAreOutputsToo() throws IOException {
        ModelShape shape = SmallShapes.of(Family.LLAMA);
        ModelState state = RandomModels.model(shape, 7);
        Batch.Tokens batch = RandomModels.batch(shape, 2, 4, 1);
        Map<String, INDArray> outputs = loaded(state).output(Inputs.of(shape, batch), "hidden_states.0", "hidden_states.1",
                "hidden_states.2", "last_hidden_state", "logits");
        assertThat(outputs.values()).allSatisfy(array -> assertThat(array.shape()).startsWith(2, 4));
        ReferenceModel reference = ReferenceModel.of(state);
        double[][] first = new double[4][];
        for (int t = 0; t < 4; t++) {
            first[t] = outputs.get("hidden_states.0").slice(1).getRow(t).toDoubleVector();
        }
        double[][] second = reference.block(0, first, first, Gates.none(), new boolean[0]);
        compare(outputs.get("hidden_states.1").slice(1), Stream.of(second).flatMapToDouble(Arrays::stream).toArray());
        INDArray head = state.parameters().get("lm_head.weight").castTo(outputs.get("logits").dataType());
        double[] logits = outputs.get("logits").slice(1).dup('c').data().asDouble();
        compare(outputs.get("last_hidden_state").slice(1).mmul(head.transpose()), logits);
    }

    @Test
    void idsAreOfAnyIntegerTypeAndWithinTheTables() throws IOException {
        ModelShape shape = SmallShapes.of(Family.GPT2);
        SameDiff graph = loaded(RandomModels.model(shape, 7));
        INDArray ints = graph.outputSingle(Map.of("input_ids", Nd4j.createFromArray(new int[][] {{1, 5, 10}})), "logits");
        INDArray longs = graph.outputSingle(Map.of("input_ids", Nd4j.createFromArray(new long[][] {{1, 5, 10}})), "logits");
        assertThat(longs).isEqualTo(ints);
        INDArray unknown = Nd4j.createFromArray(new int[][] {{1, 11, 3}});
        assertThatThrownBy(() -> graph.output(Map.of("input_ids", unknown), "logits")).hasMessageContaining("validation failed");
        INDArray longer = Nd4j.createFromArray(new int[1][shape.context() + 1]);
        assertThatThrownBy(() -> graph.output(Map.of("input_ids", longer), "logits")).hasMessageContaining("validation failed");
    }

    @Test
    void modelsThatDoNotFitAreRefused() {
        ModelShape shape = ModelShape.builder(Family.GPT2).layers(24).hidden(1024).heads(16).intermediate(4096).vocabulary(50257)
                .context(1024).build();
        assertThatThrownBy(() -> SameDiffFile.requireFits(shape)).isInstanceOf(GrowthException.class)
                .hasMessage("the model takes 1.4 GB as a SameDiff file, and ND4J writes at most 1.1 GB; --format npy has no such limit");
        SameDiffFile.requireFits(shape.toBuilder().layers(12).build());
    }
}
