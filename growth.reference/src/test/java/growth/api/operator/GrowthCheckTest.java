package growth.api.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.GrowthException;
import growth.api.model.Axis;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.model.RopeScaling;
import growth.api.options.GivenOptions;
import growth.api.options.Options;
import growth.reference.SmallShapes;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class GrowthCheckTest {
    private static final Set<Axis> NEURONS = Set.of(Axis.LAYERS, Axis.INTERMEDIATE);
    private final ModelShape llama = SmallShapes.of(Family.LLAMA);
    private final ModelShape bert = SmallShapes.of(Family.BERT);

    @Test
    void anyOfTheAxesMayGrow() {
        for (ModelShape to : new ModelShape[] {llama.toBuilder().layers(5).build(), llama.toBuilder().intermediate(7).build(),
            llama.toBuilder().layers(3).intermediate(9).build()}) {
            assertThatCode(() -> check(llama, to).growsOnly(NEURONS)).doesNotThrowAnyException();
        }
    }

    @Test
    void everythingElseStays() {
        only(llama.toBuilder().layers(4).hidden(16).build(), "grows layers and intermediate only, but hidden would go from 8 to 16; start"
                + " with hidden 16, or use an operator that grows it");
        only(llama.toBuilder().layers(4).context(20).build(), "grows layers and intermediate only, but context would go from 9 to 20; start"
                + " with context 20");
        only(llama.toBuilder().intermediate(9).layers(1).build(), "cannot shrink layers from 2 to 1; give at least 2");
        only(llama, "has nothing to grow: the model is " + llama + " before and after; give more layers or intermediate");
        only(bert, "cannot turn " + llama + " into " + bert + "; family and tied head stay as they are");
        ModelShape tied = llama.toBuilder().layers(4).tied(true).build();
        only(tied, "cannot turn " + llama + " into " + tied + "; family and tied head stay as they are");
        only(llama.toBuilder().layers(4).ropeScaling(new RopeScaling.Linear(2)).build(), "cannot change rope-scaling from none to"
                + " Linear[factor=2.0]; give the one the model was trained with");
        only(llama.toBuilder().layers(4).ropeTheta(500).build(), "cannot change rope-theta from 10000.0 to 500.0; give the one the model"
                + " was trained with");
    }

    private void only(ModelShape to, String message) {
        assertRefused(() -> check(llama, to).growsOnly(NEURONS), message);
    }

    @Test
    void depthAloneHasToGrow() {
        assertRefused(() -> check(llama, llama.toBuilder().layers(1).build()).growsOnly(GrowthCheck.DEPTH),
                "cannot shrink layers from 2 to 1; give more than 2");
        assertRefused(() -> check(llama, llama).growsOnly(GrowthCheck.DEPTH), "has nothing to grow: the model is " + llama
                + " before and after; give more layers");
    }

    @Test
    void largerHeadsAreAnsweredWithHowManyOfTheOldSizeThatWouldBe() {
        wide(bert, bert.toBuilder().hidden(16).headSize(8).build(), "from 4 to 8; start with head-size 8, or keep head-size 4 and give"
                + " heads 4");
        wide(bert, bert.toBuilder().hidden(10).headSize(5).build(), "from 4 to 5; start with head-size 5, or keep head-size 4 and give a"
                + " hidden size that is a multiple of it");
        wide(llama, llama.toBuilder().heads(5).kvHeads(5).headSize(6).build(), "from 4 to 6; start with head-size 6, or keep head-size 4"
                + " and give more heads");
    }

    private static void wide(ModelShape from, ModelShape to, String message) {
        assertRefused(() -> check(from, to).growsOnly(GrowthCheck.DEPTH_AND_WIDTH),
                "grows layers, hidden, intermediate, heads and kv-heads only, but head-size would go " + message);
    }

    @Test
    void wholeFactorsIncludeOne() {
        Consumer<Integer> hidden = size -> check(llama, llama.toBuilder().hidden(size).build()).wholeFactor(Axis.HIDDEN, "why; use other");
        hidden.accept(8);
        hidden.accept(24);
        assertRefused(() -> hidden.accept(20), "grows hidden by whole factors, and 20 is no multiple of 8: why; use other; give hidden 24");
    }

    @Test
    void layersAreTheIdentityUnderPreNormOnly() {
        check(llama, llama.toBuilder().layers(4).build()).identityLayers("stack");
        check(bert, bert.toBuilder().intermediate(12).build()).identityLayers("stack");
        assertRefused(() -> check(bert, bert.toBuilder().layers(4).build()).identityLayers("stack"), "adds layers that write nothing at"
                + " first, and a block of bert is no identity even then, since it normalises afterwards; keep 2 layers, or use stack");
    }

    @Test
    void whatAMapRefusesGetsThePlace() {
        check(llama, llama).possible(() -> llama);
        assertThatThrownBy(() -> check(llama, llama).possible(() -> {
            throw new GrowthException(GrowthException.Kind.CONFIGURATION, "no such map");
        })).isInstanceOf(GrowthException.class).hasMessage("run.yaml:5: no such map");
    }

    @Test
    void theNormsEpsilonIsTheModels() {
        ModelShape scaled = llama.toBuilder().normEpsilon(5e-6).build();
        ModelShape to = llama.toBuilder().layers(4).build();
        assertThat(request(scaled, to).target()).isEqualTo(scaled.toBuilder().layers(4).build());
        assertThatCode(() -> check(scaled, to).growsOnly(GrowthCheck.DEPTH)).doesNotThrowAnyException();
    }

    private static GrowthCheck check(ModelShape from, ModelShape to) {
        return new GrowthCheck("op", request(from, to));
    }

    private static GrowthRequest request(ModelShape from, ModelShape to) {
        Options options = new GivenOptions("op", "run.yaml:4", Map.of(), Map.of("kind", "run.yaml:5")).as(Options.None.class);
        return new GrowthRequest(from, to, options, OptimizerStatePolicy.RESET, 1);
    }

    private static void assertRefused(ThrowingCallable check, String message) {
        assertThatThrownBy(check).isInstanceOfSatisfying(GrowthException.class,
                e -> assertThat(e.kind()).isEqualTo(GrowthException.Kind.CONFIGURATION)).hasMessage("run.yaml:5: op " + message);
    }
}
