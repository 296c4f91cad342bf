package growth.ops.stacking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.GrowthException;
import growth.api.TrainingTime;
import growth.api.data.Batch;
import growth.api.model.Axis;
import growth.api.model.Family;
import growth.api.model.GateSite;
import growth.api.model.Gates;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.ParameterSpec;
import growth.api.model.View;
import growth.api.operator.GateRamp;
import growth.api.operator.GrowthRequest;
import growth.api.operator.OptimizerStatePolicy;
import growth.api.operator.Preservation;
import growth.reference.Grown;
import growth.reference.LogitChange;
import growth.reference.OptionValues;
import growth.reference.RandomModels;
import growth.reference.ReferenceModel;
import growth.reference.SmallShapes;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RandomOperatorTest {
    private final RandomOperator random = new RandomOperator();

    @ParameterizedTest
    @CsvSource({
        "LLAMA, 12, 4, 2, 6, 2", "LLAMA, 11, 9, 3, 9, 5", "LLAMA, 8, 6, 2, 6, 2", "LLAMA, 8, 6, 3, 7, 3", "GPT2, 12, 3, 3, 9, 4",
        "GPT2, 8, 2, 2, 7, 2", "BERT, 12, 3, 3, 9, 4", "BERT, 8, 2, 2, 6, 3", "VIT, 16, 4, 4, 7, 3", "VIT, 8, 2, 2, 6, 5"
    })
    void closedGatesKeepTheFunctionAndBehindOpeningOnesAllIsAlive(Family family, int hidden, int heads, int kvHeads, int intermediate,
            int layers) {
        ModelShape from = SmallShapes.of(family);
        ModelShape to = from.toBuilder().hidden(hidden).heads(heads).kvHeads(kvHeads).intermediate(intermediate).layers(layers).build();
        assertFadesIn(from, to);
    }

    @ParameterizedTest
    @CsvSource({"2, 2, false, 3, 3", "2, 2, true, 4, 4", "4, 1, true, 6, 1", "4, 1, false, 8, 2"})
    void headsOfEveryKindFadeIn(int heads, int kvHeads, boolean tied, int newHeads, int newKvHeads) {
        ModelShape from = Trials.llama(heads, kvHeads, tied);
        assertFadesIn(from, from.toBuilder().hidden(10).heads(newHeads).kvHeads(newKvHeads).intermediate(9).layers(3).build());
    }

    private void assertFadesIn(ModelShape from, ModelShape to) {
        for (String order : new String[] {"interleaved", "appended"}) {
            GrowthRequest request = Trials.request(random, from, to, new OptionValues().with("order", order));
            Grown result = Trials.grow(random, request);
            assertThat(random.plan(request).preservation()).isEqualTo(Preservation.EXACT);
            assertThat(Trials.logitChange(from, result)).isLessThan(1e-12);
            assertThat(LogitChange.between(RandomModels.model(from, 3), result.state().withGates(Gates.none()))).isGreaterThan(1e-6);
            List<GateSite> gated = new ArrayList<>();
            result.state().gates().sites().forEach(gated::add);
            assertThat(result.ramps()).extracting(GateRamp::site).containsExactlyInAnyOrderElementsOf(gated);
            assertAlive(result);
        }
    }

    /** With half-open gates, what is new in every tensor has a slope along a random direction. */
    private static void assertAlive(Grown result) {
        ReferenceModel model = ReferenceModel.of(result.state());
        Gates opening = result.state().gates();
        for (GateSite site : opening.sites()) {
            float[] values = opening.at(site).orElseThrow();
            for (int i = 0; i < values.length; i++) {
                values[i] = values[i] == 0 ? 0.5f : values[i];
            }
            opening = opening.with(site, values);
        }
        Gates half = opening;
        List<Batch> batch = List.of(RandomModels.any(result.state().shape(), 2, 5));
        Random directions = new Random(1);
        Trials.filled(result.map()).forEach((name, direction) -> {
            for (int i = 0; i < direction.length; i++) {
                direction[i] *= 2 * directions.nextDouble() - 1;
            }
            // a bias of keys shifts all scores of a query alike, so that softmax cancels it in any model
            if (!name.endsWith("key.bias")) {
                assertThat(Math.abs(model.directional(name, direction, 1e-2, batch, View.full(), half, 0))).as(name).isGreaterThan(1e-11);
            }
        });
    }

    @Test
    void gatesStandWhereSomethingIsNew() {
        ModelShape from = SmallShapes.of(Family.LLAMA);
        ModelShape to = from.toBuilder().hidden(10).heads(9).kvHeads(3).intermediate(7).layers(3).build();
        Grown result = Trials.grow(random, Trials.request(random, from, to, new OptionValues().time("ramp", "500ba")));
        assertThat(result.map().description()).isEqualTo("random: hidden 8 → 10 (kept, 2 new), intermediate 6 → 7 (kept, 1 new), heads 4 →"
                + " 9 (kept, 5 new), kv heads 2 → 3 (kept, 1 new), layers 2 → 3 (0 1 new)");
        Gates gates = result.state().gates();
        assertThat(gates.at(new GateSite(Axis.HIDDEN, ParameterSpec.NO_LAYER)).orElseThrow()).containsExactly(1, 1, 1, 1, 1, 1, 1, 1, 0, 0);
        assertThat(gates.at(new GateSite(Axis.LAYERS, 2)).orElseThrow()).containsExactly(0);
        for (int layer = 0; layer < 3; layer++) {
            assertThat(gates.at(new GateSite(Axis.INTERMEDIATE, layer)).orElseThrow()).containsExactly(1, 1, 1, 1, 1, 1, 0);
            // the three query heads that read the new key/value head hide it
            assertThat(gates.at(new GateSite(Axis.HEADS, layer)).orElseThrow()).containsExactly(1, 1, 0, 1, 1, 0, 0, 0, 0);
            assertThat(gates.at(new GateSite(Axis.KV_HEADS, layer))).isEmpty();
        }
        assertThat(result.ramps()).hasSize(8).allMatch(r -> r.duration().equals(TrainingTime.steps(500))
                && r.curve() == GateRamp.Curve.LINEAR);
    }

    @Test
    void gatesThatAreOpeningGoOnFromWhereTheyStand() {
        ModelShape from = SmallShapes.of(Family.GPT2);
        GateSite neurons = new GateSite(Axis.INTERMEDIATE, 1);
        Gates half = Gates.none().with(neurons, new float[] {1, 1, 1, 1, 1, 0.5f});
        ModelState before = RandomModels.model(from, 3).withGates(half);
        ModelState grown = Grown.of(random, before, Trials.request(random, from, from.toBuilder().intermediate(8).build())).state();
        assertThat(grown.gates().at(neurons).orElseThrow()).containsExactly(1, 1, 1, 1, 1, 0.5f, 0, 0);
        assertThat(LogitChange.between(before, grown)).isLessThan(1e-12);
    }

    @Test
    void theSeedDecidesAndWhatIsOldStays() {
        ModelShape from = SmallShapes.of(Family.LLAMA);
        GrowthRequest request = Trials.request(random, from, from.toBuilder().hidden(12).layers(4).build());
        ModelState grown = Trials.grow(random, request).state();
        assertThat(Trials.same(grown, Trials.grow(random, request).state())).isTrue();
        GrowthRequest other = new GrowthRequest(from, request.to(), request.options(), OptimizerStatePolicy.RESET, 8);
        assertThat(Trials.same(grown, Trials.grow(random, other).state())).isFalse();
        double[] old = Trials.values(RandomModels.model(from, 3).parameters().get("model.layers.1.mlp.up_proj.weight"));
        double[] now = Trials.values(grown.parameters().get("model.layers.2.mlp.up_proj.weight"));
        for (int i = 0; i < old.length; i++) {
            assertThat(now[i / 8 * 12 + i % 8]).isEqualTo(old[i]);
        }
    }

    @Test
    void whatCannotFadeInIsRefusedInWords() {
        ModelShape from = SmallShapes.of(Family.LLAMA);
        ModelShape deep = from.toBuilder().layers(3).build();
        assertThatThrownBy(() -> random.plan(Trials.request(random, from, deep, new OptionValues().time("ramp", "0ba"))))
                .isInstanceOf(GrowthException.class)
                .hasMessage("run.yaml:1: ramp: 0ba opens the gates at once; give a longer time, e.g. 5%");
        assertThatThrownBy(() -> random.plan(Trials.request(random, from, from.toBuilder().kvHeads(4).build())))
                .hasMessage("run.yaml:9: heads 4/2 cannot be padded to 4/4: groups of 2 query heads would become groups of 1; copy the"
                        + " heads, or keep at least 2 heads per kv-head");
        assertThatThrownBy(() -> random.plan(Trials.request(random, from, from.toBuilder().context(12).build())))
                .hasMessage("run.yaml:9: random grows layers, hidden, intermediate, heads and kv-heads only, but context would go from 9"
                        + " to 12; start with context 12");
    }
}
