package growth.ops.stacking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import growth.api.GrowthException;
import growth.api.data.Batch;
import growth.api.model.Axis;
import growth.api.model.Family;
import growth.api.model.GateSite;
import growth.api.model.Gates;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.operator.GrowthContext;
import growth.api.operator.GrowthRequest;
import growth.api.operator.Preservation;
import growth.reference.Grown;
import growth.reference.OptionValues;
import growth.reference.RandomModels;
import growth.reference.ReferenceLlama;
import growth.reference.SmallShapes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class LearnedOperatorTest {
    private final LearnedOperator learned = new LearnedOperator();

    /** A linear function of the grown model has itself as gradient; of each map entry it is at most quadratic, so differences are exact. */
    @ParameterizedTest
    @EnumSource
    void theChainRuleIsRightInEveryFamily(Family family) {
        ModelShape from = SmallShapes.of(family);
        ModelShape to = from.toBuilder().hidden(12).heads(family == Family.LLAMA ? 6 : 3).kvHeads(3).intermediate(7).layers(4).build();
        Map<String, INDArray> weights = RandomModels.model(to, 9).parameters();
        assertChainRule(from, to, weights, grown -> grown.entrySet().stream()
                .mapToDouble(e -> e.getValue().mul(weights.get(e.getKey())).sumNumber().doubleValue()).sum(), 1e-3, 1e-9);
    }

    @ParameterizedTest
    @CsvSource({"2, 2, true, 12, 3, 3, 7, 5", "4, 1, false, 8, 8, 2, 6, 2", "4, 2, false, 8, 4, 4, 6, 3", "2, 2, false, 10, 2, 2, 9, 2"})
    void theGradientsOfTheLossAreThoseOfFiniteDifferences(int heads, int kvHeads, boolean tied, int hidden, int newHeads, int newKvHeads,
            int intermediate, int layers) {
        ModelShape from = Trials.llama(heads, kvHeads, tied);
        ModelShape to = from.toBuilder().hidden(hidden).heads(newHeads).kvHeads(newKvHeads).intermediate(intermediate).layers(layers)
                .build();
        Batch.Tokens batch = RandomModels.batch(to, 2, 6, 5);
        Map<String, INDArray> grown = grown(from, to, LearnedMaps.initial(from, to, DataType.DOUBLE, 1));
        Map<String, INDArray> gradients = gradients(ModelState.of(to, grown), batch).values();
        assertChainRule(from, to, gradients, g -> ReferenceLlama.of(ModelState.of(to, g)).loss(batch), 1e-5, 1e-7);
    }

    private static Map<String, INDArray> grown(ModelShape from, ModelShape to, Map<String, INDArray> maps) {
        LearnedGrowth growth = new LearnedGrowth(from, to);
        return growth.apply(maps, growth.stacked(RandomModels.model(from, 3).parameters())).values();
    }

    private interface Loss {
        double of(Map<String, INDArray> grown);
    }

    private static void assertChainRule(ModelShape from, ModelShape to, Map<String, INDArray> gradients, Loss loss, double h,
            double tolerance) {
        LearnedGrowth growth = new LearnedGrowth(from, to);
        List<INDArray> small = growth.stacked(RandomModels.model(from, 3).parameters());
        Map<String, INDArray> maps = LearnedMaps.initial(from, to, DataType.DOUBLE, 1);
        Map<String, INDArray> chained = growth.gradients(maps, growth.apply(maps, small), gradients);
        assertThat(chained.keySet()).isEqualTo(maps.keySet()).isNotEmpty();
        maps.forEach((name, map) -> {
            for (long entry : new long[] {map.length() / 3, map.length() - 1}) {
                double kept = map.getDouble(entry);
                map.putScalar(entry, kept + h);
                double above = loss.of(growth.apply(maps, small).values());
                map.putScalar(entry, kept - h);
                double below = loss.of(growth.apply(maps, small).values());
                map.putScalar(entry, kept);
                assertThat(chained.get(name).getDouble(entry)).as(name + "[" + entry + "]")
                        .isCloseTo((above - below) / (2 * h), within(tolerance));
            }
        });
    }

    @Test
    void mapsBeginAsIdentityAndNoiseAndLayersAsAStack() {
        ModelShape from = Trials.llama(2, 2, true);
        Map<String, INDArray> maps = LearnedMaps.initial(from, from.toBuilder().hidden(200).heads(3).kvHeads(3).layers(5).build(),
                DataType.DOUBLE, 1);
        assertThat(maps.keySet()).contains("hidden", "query", "key", "value", "depth of query weight", "depth of attention_norm gain")
                .doesNotContain("intermediate", "output");
        double[] hidden = Trials.values(maps.get("hidden"));
        double squares = 0;
        for (int i = 0; i < hidden.length; i++) {
            if (i < 64) {
                assertThat(hidden[i]).isEqualTo(i % 9 == 0 ? 1 : 0);
            } else {
                squares += hidden[i] * hidden[i];
            }
        }
        assertThat(squares / (hidden.length - 64) * 200).isCloseTo(1, within(0.1));
        assertThat(Trials.values(maps.get("depth of query weight"))).containsExactly(1, 0, 0, 1, 1, 0, 0, 1, 0, 1);
        assertThat(Trials.values(maps.get("query"))).isNotEqualTo(Trials.values(maps.get("key")));
    }

    @Test
    void learningLowersTheLossAndIsDeterministic() {
        ModelShape from = Trials.llama(4, 2, false);
        ModelShape to = from.toBuilder().hidden(12).heads(6).kvHeads(3).intermediate(9).layers(4).build();
        GrowthRequest request = Trials.request(learned, from, to, new OptionValues().with("steps", 25L).with("rate", 0.02));
        Recording context = new Recording(RandomModels.batch(to, 2, 6, 5));
        Grown result = Grown.of(learned, RandomModels.model(from, 3), request, context);
        double first = context.losses.get(0);
        assertThat(context.losses).hasSize(25);
        assertThat(ReferenceLlama.of(result.state()).loss(context.batch)).isLessThan(first - 0.2);
        assertThat(context.lines).hasSize(4).first().asString().startsWith("learned: step 1 of 25, loss ");
        assertThat(context.lines.get(3)).startsWith("learned: step 25 of 25");
        assertThat(result.state().shape()).isEqualTo(to);
        assertThat(result.state().optimizer()).isEmpty();
        assertThat(learned.plan(request).preservation()).isEqualTo(Preservation.NONE);
        assertThat(result.map().description()).isEqualTo("learned in 25 steps, heads apart for q, k and v, layers mixed from a stack:"
                + " hidden 8 → 12 (learned), intermediate 6 → 9 (learned), heads 4 → 6 (learned), kv heads 2 → 3 (learned),"
                + " layers 2 → 4 (0–1 ×2)");
        Grown again = Grown.of(learned, RandomModels.model(from, 3), request, new Recording(context.batch));
        assertThat(Trials.same(result.state(), again.state())).isTrue();
    }

    @Test
    void averagesGoTheSameWayInSinglePrecisionToo() {
        ModelShape from = Trials.llama(2, 2, false);
        ModelState small = RandomModels.model(from, 3).map(a -> a.castTo(DataType.FLOAT));
        ModelState averaged = new ModelState(from, small.parameters(), Map.of(), Map.of("0.9", small.parameters()), Gates.none());
        ModelShape to = from.toBuilder().hidden(12).layers(3).build();
        GrowthRequest request = Trials.request(learned, from, to, new OptionValues().with("steps", 2L));
        ModelState grown = Grown.of(learned, averaged, request, new Recording(RandomModels.batch(to, 1, 5, 5))).state();
        grown.parameters().forEach((name, value) -> {
            assertThat(value.dataType()).isEqualTo(DataType.FLOAT);
            assertThat(Trials.values(grown.averages().get("0.9").get(name))).containsExactly(Trials.values(value));
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"LLAMA", "GPT2"})
    void mapsLearnedInSinglePrecisionGrowDoublesToo(Family family) {
        ModelShape from = SmallShapes.of(family);
        ModelShape to = from.toBuilder().hidden(12).heads(family == Family.LLAMA ? 6 : 3).kvHeads(3).layers(3).build();
        ModelState doubles = RandomModels.model(from, 3);
        ModelState floats = doubles.map(a -> a.castTo(DataType.FLOAT));
        GrowthRequest request = Trials.request(learned, from, to, new OptionValues().with("steps", 1L));
        GrowthContext still = new GrowthContext() {
            @Override
            public Gradients gradients(ModelState parameters) {
                Map<String, INDArray> none = new LinkedHashMap<>();
                parameters.parameters().forEach((name, value) -> none.put(name, value.like().assign(0)));
                return new Gradients(1, none);
            }

            @Override
            public void log(String line) {
                // one step, which moves nothing
            }
        };
        Grown grown = Grown.of(learned, floats, request, still);
        Grown.of(grown.plan(), doubles, request).state().parameters().forEach((name, value) -> {
            assertThat(value.dataType()).isEqualTo(DataType.DOUBLE);
            assertThat(Trials.values(value)).as(name).containsExactly(Trials.values(grown.state().parameters().get(name)), within(1e-5));
        });
    }

    @Test
    void whatCannotBeLearnedIsRefusedInWords() {
        ModelShape from = Trials.llama(2, 2, false);
        ModelShape to = from.toBuilder().layers(4).build();
        GrowthRequest request = Trials.request(learned, from, to);
        learned.plan(request);
        ModelState gated = RandomModels.model(from, 3).withGates(Gates.none().with(new GateSite(Axis.LAYERS, 1), new float[] {0.5f}));
        assertThatThrownBy(() -> Grown.of(learned, gated, request)).isInstanceOf(GrowthException.class)
                .hasMessage("run.yaml:9: gates cannot follow learned maps; let their ramp end before growing");
        assertThatThrownBy(() -> learned.plan(Trials.request(learned, from, from.toBuilder().headSize(8).build())))
                .hasMessage("run.yaml:9: learned grows layers, hidden, intermediate, heads and kv-heads only, but head-size would go from"
                        + " 4 to 8; start with head-size 8, or keep head-size 4 and give heads 4");
        GrowthContext broken = new GrowthContext() {
            @Override
            public Gradients gradients(ModelState parameters) {
                return new Gradients(Double.NaN, Map.of());
            }

            @Override
            public void log(String line) {
                throw new AssertionError(line);
            }
        };
        assertThatThrownBy(() -> Grown.of(learned, RandomModels.model(from, 3), request, broken)).isInstanceOf(GrowthException.class)
                .hasMessage("learned: the loss became NaN in step 1; give a smaller rate than 0.001");
    }

    private static GrowthContext.Gradients gradients(ModelState state, Batch.Tokens batch) {
        ReferenceLlama.Gradients gradients = ReferenceLlama.of(state).gradients(batch);
        Map<String, INDArray> values = new LinkedHashMap<>();
        gradients.values().forEach((name, g) -> {
            INDArray parameter = state.parameters().get(name);
            values.put(name, Nd4j.createFromArray(g).reshape('c', parameter.shape()).castTo(parameter.dataType()));
        });
        return new GrowthContext.Gradients(gradients.loss(), values);
    }

    /** Gives the gradients of one batch again and again. */
    private static final class Recording implements GrowthContext {
        private final Batch.Tokens batch;
        private final List<Double> losses = new ArrayList<>();
        private final List<String> lines = new ArrayList<>();

        Recording(Batch.Tokens batch) {
            this.batch = batch;
        }

        @Override
        public Gradients gradients(ModelState parameters) {
            Gradients gradients = LearnedOperatorTest.gradients(parameters, batch);
            losses.add(gradients.loss());
            return gradients;
        }

        @Override
        public void log(String line) {
            lines.add(line);
        }
    }
}
