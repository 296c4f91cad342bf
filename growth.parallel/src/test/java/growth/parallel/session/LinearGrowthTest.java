package growth.parallel.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import growth.api.algebra.BlockDiagonal;
import growth.api.algebra.DenseMap;
import growth.api.algebra.Fill;
import growth.api.algebra.GrowthMap;
import growth.api.algebra.GrowthMapBuilder;
import growth.api.algebra.HeadMaps;
import growth.api.algebra.IndexMap;
import growth.api.algebra.LayerMap;
import growth.api.algebra.MeanCoordinates;
import growth.api.algebra.NextLayerRows;
import growth.api.algebra.PairedNoise;
import growth.api.algebra.StateGrowth;
import growth.api.algebra.TensorStep;
import growth.api.model.Axis;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.operator.GrowthPlan;
import growth.api.operator.GrowthSource;
import growth.api.operator.OptimizerStatePolicy;
import growth.api.operator.Preservation;
import growth.reference.RandomModels;
import growth.reference.SmallShapes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class LinearGrowthTest {
    private static final long SEED = 11;
    private static final double STEP = 1e-4;

    static Stream<Arguments> growths() {
        ModelShape llama = SmallShapes.of(Family.LLAMA);
        ModelShape gpt2 = SmallShapes.of(Family.GPT2);
        ModelShape bert = SmallShapes.of(Family.BERT);
        ModelShape vit = SmallShapes.of(Family.VIT);
        return Stream.of(
                Arguments.of("stacked layers", depth(llama, LayerMap.stack(2, 5))),
                Arguments.of("silent and fresh layers", GrowthPlan.of(GrowthMap.between(gpt2, deeper(gpt2, 4)).layers(
                        LayerMap.identityInterleaved(2, 4)).fill((p, b) -> Fill.normal(0.3)).build("silent"), Preservation.NONE)),
                Arguments.of("copies of coordinates, neurons and heads", GrowthPlan.of(copies(llama).build("copies"), Preservation.NONE)),
                Arguments.of("uneven shares, random fills and a factor on norm gains", GrowthPlan.of(padded(llama), Preservation.NONE)),
                Arguments.of("means in new coordinates", GrowthPlan.of(padded(gpt2), Preservation.NONE).then(new MeanCoordinates())),
                Arguments.of("two blocks", GrowthPlan.of(copies(vit).build("doubled"), Preservation.NONE).then(new BlockDiagonal())),
                Arguments.of("rows of the next layer", GrowthPlan.of(copies(bert).build("aki"), Preservation.NONE)
                        .then(new NextLayerRows())),
                Arguments.of("learned maps and fresh layers", GrowthPlan.of(learned(llama), Preservation.NONE)),
                Arguments.of("arithmetic of an operator's own", GrowthPlan.of(copies(llama).build("own"), Preservation.NONE)
                        .then(new TensorStep.Own((task, values) -> {
                            for (int i = 0; i < values.length; i++) {
                                values[i] = 0.25 * values[i] - 0.5 * values[(i + 3) % values.length] + i;
                            }
                        }))),
                Arguments.of("arithmetic that is not linear", GrowthPlan.of(copies(llama).build("own"), Preservation.NONE)
                        .then(new TensorStep.Own((task, values) -> {
                            for (int i = 0; i < values.length; i++) {
                                values[i] = Math.sin(values[i]);
                            }
                        }))));
    }

    private static GrowthPlan depth(ModelShape from, LayerMap layers) {
        return GrowthPlan.of(GrowthMap.depth(from, deeper(from, layers.to()), layers, "depth"), Preservation.NONE);
    }

    private static ModelShape deeper(ModelShape shape, int layers) {
        return shape.toBuilder().layers(layers).build();
    }

    private static GrowthMapBuilder copies(ModelShape from) {
        ModelShape to = from.toBuilder().hidden(2 * from.hidden()).intermediate(2 * from.intermediate()).heads(2 * from.heads())
                .kvHeads(2 * from.kvHeads()).build();
        return GrowthMap.between(from, to).axis(Axis.HIDDEN, IndexMap.tile(from.hidden(), to.hidden()))
                .axis(Axis.INTERMEDIATE, IndexMap.tile(from.intermediate(), to.intermediate()))
                .heads(HeadMaps.copy(from.heads(), from.kvHeads(), to.heads(), to.kvHeads()));
    }

    private static GrowthMap padded(ModelShape from) {
        int heads = from.heads() + (from.family() == Family.LLAMA ? 0 : 1);
        int keys = from.family() == Family.LLAMA ? from.kvHeads() : heads;
        ModelShape to = from.toBuilder().hidden(from.hidden() + 4).intermediate(from.intermediate() + 3).heads(heads).kvHeads(keys)
                .headSize(from.headSize()).build();
        return GrowthMap.between(from, to).axis(Axis.HIDDEN, IndexMap.pad(from.hidden(), to.hidden()))
                .axis(Axis.INTERMEDIATE, IndexMap.uneven(from.intermediate(), to.intermediate(), 3))
                .heads(HeadMaps.pad(from.heads(), from.kvHeads(), heads, keys))
                .normGain(Math.sqrt(from.hidden() / (double) to.hidden())).fill((p, b) -> Fill.normal(0.3)).build("padded");
    }

    private static GrowthMap learned(ModelShape from) {
        ModelShape to = from.toBuilder().hidden(10).intermediate(7).layers(3).headSize(from.headSize()).build();
        Nd4j.getRandom().setSeed(5);
        INDArray hidden = Nd4j.randn(DataType.DOUBLE, 10, from.hidden());
        INDArray neurons = Nd4j.randn(DataType.DOUBLE, 7, from.intermediate());
        return GrowthMap.between(from, to).axis(Axis.HIDDEN, new DenseMap(hidden, hidden.mul(2)))
                .axis(Axis.INTERMEDIATE, new DenseMap(neurons, neurons)).layers(LayerMap.of(2, 0, 1, 1)).build("learned");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("growths")
    void theResultIsTheDerivativeOfTheGrowth(String words, GrowthPlan plan) {
        ModelState small = RandomModels.model(plan.map().from(), 3);
        Map<String, INDArray> v = differences(small, 4);
        Map<String, INDArray> grown = LinearGrowth.of(plan, small, scaled(v, 1e-3), SEED);
        ModelState before = grown(plan, moved(small, v, -STEP));
        ModelState after = grown(plan, moved(small, v, STEP));
        assertThat(grown.keySet()).isEqualTo(after.parameters().keySet());
        grown.forEach((name, values) -> {
            INDArray derivative = after.parameters().get(name).sub(before.parameters().get(name)).div(2 * STEP);
            assertThat(values.shape()).as(name).isEqualTo(derivative.shape());
            // float32 rounds the result; of sin, the change by v differs from the derivative by v²/2
            assertClose(name, values, derivative.mul(1e-3), words.contains("not linear") ? 1e-5 : 5e-9);
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("growths")
    void whatComesFromNoOldEntryIsExactlyZero(String words, GrowthPlan plan) {
        ModelState one = grown(plan, RandomModels.model(plan.map().from(), 5));
        ModelState other = grown(plan, RandomModels.model(plan.map().from(), 6));
        ModelState small = RandomModels.model(plan.map().from(), 3);
        Map<String, INDArray> result = LinearGrowth.of(plan, small, differences(small, 4), SEED);
        long fills = 0;
        for (String name : result.keySet()) {
            double[] a = values(one.parameters().get(name));
            double[] b = values(other.parameters().get(name));
            double[] grown = values(result.get(name));
            for (int i = 0; i < grown.length; i++) {
                // two random models differ everywhere
                fills += a[i] == b[i] ? 1 : 0;
                assertThat(grown[i] == 0).as(name + "[" + i + "]").isEqualTo(a[i] == b[i]);
            }
        }
        assertThat(fills > 0).isEqualTo(words.matches("silent.*|uneven.*|means.*|two blocks"));
    }

    @Test
    void copiesGetTheSharesOfTheReadingSideAndNewCoordinatesNothing() {
        // W is [out, in]: one old neuron's column, read by the stream, is shared 3/4 and 1/4 between its copies; row 2 of the stream is new
        ModelShape from = ModelShape.builder(Family.LLAMA).layers(1).hidden(2).heads(1).kvHeads(1).headSize(2).intermediate(1)
                .vocabulary(2).context(2).build();
        ModelShape to = from.toBuilder().hidden(3).intermediate(2).headSize(2).build();
        GrowthMap map = GrowthMap.between(from, to).axis(Axis.HIDDEN, IndexMap.pad(2, 3))
                .axis(Axis.INTERMEDIATE, new IndexMap(1, new int[] {0, 0}, new double[] {0.75, 0.25}))
                .fill((p, b) -> Fill.constant(9)).build("by hand");
        ModelState small = RandomModels.model(from, 1);
        Map<String, INDArray> v = differences(small, 2);
        String down = "model.layers.0.mlp.down_proj.weight";
        v.put(down, Nd4j.createFromArray(new float[][] {{4}, {-8}}));
        INDArray grown = LinearGrowth.of(GrowthPlan.of(map, Preservation.NONE), small, v, SEED).get(down);
        assertThat(values(grown)).containsExactly(3, 1, -6, -2, 0, 0);
    }

    @Test
    void noiseAmongCopiesAddsNothing() {
        GrowthPlan plain = GrowthPlan.of(copies(SmallShapes.of(Family.GPT2)).build("copies"), Preservation.NONE);
        ModelState small = RandomModels.model(plain.map().from(), 3);
        Map<String, INDArray> v = differences(small, 4);
        Map<String, INDArray> noisy = LinearGrowth.of(plain.then(new PairedNoise(0.2)), small, v, SEED);
        LinearGrowth.of(plain, small, v, SEED).forEach((name, values) -> assertClose(name, noisy.get(name), values, 1e-12));
    }

    @Test
    void aGrowthThatMakesTensorsAsWholesIsAskedForBoth() {
        ModelShape shape = SmallShapes.of(Family.LLAMA);
        GrowthPlan plan = depth(shape, LayerMap.stack(2, 4)).then(new PairedNoise(0));
        GrowthPlan made = depth(shape, LayerMap.stack(2, 4)).then(new TensorStep.Made((spec, tensors, policy) -> {
            StateGrowth map = new StateGrowth(plan, tensors, policy, SEED);
            return map.tensor(spec);
        }));
        ModelState small = RandomModels.model(shape, 3);
        Map<String, INDArray> v = differences(small, 4);
        Map<String, INDArray> expected = LinearGrowth.of(plan, small, v, SEED);
        LinearGrowth.of(made, small, v, SEED).forEach((name, values) -> assertThat(values).as(name).isEqualTo(expected.get(name)));
    }

    @Test
    void aGrowthFromAnAverageIsLinearAroundTheAverage() {
        GrowthPlan plan = GrowthPlan.of(copies(SmallShapes.of(Family.LLAMA)).build("copies"), Preservation.NONE)
                .from(GrowthSource.average(GrowthSource.SLOWEST, "here")).then(new TensorStep.Own((task, values) -> {
                    for (int i = 0; i < values.length; i++) {
                        values[i] = values[i] * values[i];
                    }
                }));
        ModelState parameters = RandomModels.model(plan.map().from(), 3);
        ModelState average = RandomModels.model(plan.map().from(), 7);
        ModelState small = new ModelState(parameters.shape(), parameters.parameters(), Map.of(), Map.of("0.9", average.parameters()),
                parameters.gates());
        Map<String, INDArray> v = scaled(differences(small, 4), 1e-6);
        String norm = "model.norm.weight";
        INDArray grown = LinearGrowth.of(plan, small, v, SEED).get(norm);
        double expected = 2 * average.parameters().get(norm).getDouble(1) * v.get(norm).getDouble(1);
        assertThat(grown.getDouble(1)).isCloseTo(expected, within(1e-11));
    }

    private static ModelState grown(GrowthPlan plan, ModelState small) {
        return StateGrowth.apply(plan, small, OptimizerStatePolicy.RESET, SEED);
    }

    private static ModelState moved(ModelState small, Map<String, INDArray> v, double by) {
        Map<String, INDArray> moved = new LinkedHashMap<>();
        small.parameters().forEach((name, value) -> moved.put(name, value.add(v.get(name).mul(by))));
        return ModelState.of(small.shape(), moved);
    }

    private static Map<String, INDArray> differences(ModelState of, long seed) {
        Random random = new Random(seed);
        Map<String, INDArray> differences = new LinkedHashMap<>();
        of.parameters().forEach((name, value) -> differences.put(name, Nd4j.createFromArray(random.doubles(value.length()).toArray())
                .reshape('c', value.shape())));
        return differences;
    }

    private static Map<String, INDArray> scaled(Map<String, INDArray> values, double factor) {
        Map<String, INDArray> scaled = new LinkedHashMap<>();
        values.forEach((name, value) -> scaled.put(name, value.mul(factor)));
        return scaled;
    }

    private static double[] values(INDArray array) {
        return array.dup('c').reshape(array.length()).toDoubleVector();
    }

    private static void assertClose(String name, INDArray actual, INDArray expected, double tolerance) {
        assertThat(values(actual)).as(name).containsExactly(values(expected), within(tolerance));
    }
}
