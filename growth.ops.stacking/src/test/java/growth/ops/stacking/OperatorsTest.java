package growth.ops.stacking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.GrowthException;
import growth.api.algebra.LayerMap;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.operator.GrowthOperator;
import growth.api.operator.GrowthRequest;
import growth.api.operator.OptimizerStatePolicy;
import growth.api.options.Options;
import growth.reference.Grown;
import growth.reference.LogitChange;
import growth.reference.OptionValues;
import growth.reference.RandomModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OperatorsTest {
    private final ModelShape small = ModelShape.builder(Family.LLAMA).layers(2).hidden(8).heads(4).kvHeads(2).intermediate(6).vocabulary(11)
            .context(8).build();
    private final GrowthOperator stack = new StackOperator();
    private final GrowthOperator identity = new IdentityOperator();

    @Test
    void stackRepeatsTheWholeStack() {
        GrowthRequest request = request(small, layers(5), Options.none());
        Grown result = Grown.of(stack, RandomModels.model(small, 1), request);
        assertThat(result.state().shape()).isEqualTo(layers(5));
        assertThat(result.map().layers()).isEqualTo(LayerMap.of(2, 0, 1, 0, 1, 1));
        assertThat(result.map().description()).isEqualTo("stack: layers 2 → 5 (0–1 ×2, 1)");
        assertThat(result.ramps()).isEmpty();
        assertThat(LogitChange.between(RandomModels.model(small, 1), result.state())).isGreaterThan(1e-3);
    }

    @ParameterizedTest
    @EnumSource
    void identityKeepsTheFunction(NewLayers.Order order) {
        GrowthRequest request = request(small, layers(5), Options.of(new NewLayers(order)));
        ModelState before = RandomModels.model(small, 1);
        Grown result = Grown.of(identity, before, request);
        assertThat(LogitChange.between(before, result.state())).isLessThan(1e-12);
        LayerMap.Source second = result.map().layers().layers().get(1);
        assertThat(second).isEqualTo(order == NewLayers.Order.APPENDED ? new LayerMap.Source(1, false) : new LayerMap.Source(0, true));
    }

    @Test
    void grownTwiceTheFunctionIsStillTheSame() {
        Options order = Options.of(new NewLayers(NewLayers.Order.INTERLEAVED));
        ModelState before = RandomModels.model(small, 1);
        ModelState once = Grown.of(identity, before, request(small, layers(3), order)).state();
        ModelState twice = Grown.of(identity, once, request(layers(3), layers(7), order)).state();
        assertThat(LogitChange.between(before, twice)).isLessThan(1e-12);
    }

    @Test
    void whatDepthOperatorsCannotDoIsRefusedWithItsPlace() {
        Options options = stack.card().card().defaults();
        assertRefused(stack, small, small.toBuilder().layers(4).hidden(16).build(),
                "run.yaml:9: stack grows layers only, but hidden would go from 8 to 16; start with hidden 16, or use an operator that"
                        + " grows it");
        assertRefused(stack, small, small.toBuilder().layers(4).kvHeads(4).build(), "run.yaml:9: stack grows layers only, but kv-heads"
                + " would go from 2 to 4; start with kv-heads 4, or use an operator that grows it");
        assertRefused(stack, small, small, "run.yaml:9: stack has nothing to grow: the model is " + small + " before and after; give"
                + " more layers");
        assertRefused(identity, small, layers(1), "run.yaml:9: identity cannot shrink layers from 2 to 1; give more than 2");
        ModelShape bert = ModelShape.builder(Family.BERT).layers(2).hidden(8).heads(4).intermediate(6).vocabulary(11).context(8).build();
        stack.plan(request(bert, bert.toBuilder().layers(4).build(), options));
        assertRefused(identity, bert, bert.toBuilder().layers(4).build(), "run.yaml:9: identity adds layers that write nothing at"
                + " first, and a block of bert is no identity even then, since it normalises afterwards; keep 2 layers, or use stack");
        assertRefused(stack, small, bert, "run.yaml:9: stack cannot turn " + small + " into " + bert
                + "; family and tied head stay as they are");
    }

    @Test
    void anEpsilonThatPaddingScaledStays() {
        ModelShape padded = small.toBuilder().normEpsilon(5e-6).build();
        GrowthRequest request = request(padded, layers(4), Options.none());
        assertThat(stack.plan(request).map().to()).isEqualTo(padded.toBuilder().layers(4).build());
    }

    @Test
    void cardsSayWhatTheOperatorsDo() {
        for (GrowthOperator operator : new GrowthOperator[] {stack, identity}) {
            assertThat(operator.card().optimizerState()).isEqualTo(OptimizerStatePolicy.RESET);
            assertThat(operator.card().card().paper()).contains("Stacking Your Transformers");
            assertThat(operator.card().families()).contains(Family.LLAMA);
        }
        assertThat(identity.card().families()).doesNotContain(Family.BERT);
        assertThat(identity.card().card().options()).hasSize(1);
    }

    private void assertRefused(GrowthOperator operator, ModelShape from, ModelShape to, String message) {
        assertThatThrownBy(() -> operator.plan(request(from, to, new OptionValues().build(operator.card().card()))))
                .isInstanceOf(GrowthException.class).hasMessage(message);
    }

    private ModelShape layers(int layers) {
        return small.toBuilder().layers(layers).build();
    }

    private static GrowthRequest request(ModelShape from, ModelShape to, Options options) {
        return new GrowthRequest(from, to, options, OptimizerStatePolicy.RESET, 7);
    }
}
