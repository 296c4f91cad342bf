package growth.ops.stacking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import growth.api.GrowthException;
import growth.api.data.Batch;
import growth.api.model.Family;
import growth.api.model.Gates;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.View;
import growth.api.operator.GrowthRequest;
import growth.api.operator.OptimizerStatePolicy;
import growth.api.operator.Preservation;
import growth.reference.Grown;
import growth.reference.OptionValues;
import growth.reference.RandomModels;
import growth.reference.ReferenceLlama;
import growth.reference.ReferenceModel;
import growth.reference.SmallShapes;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ZeroOperatorTest {
    private final ZeroOperator zero = new ZeroOperator();

    @ParameterizedTest
    @CsvSource({
        "2, 2, false, 12, 2, 2, 6, 2", "2, 2, true, 16, 4, 4, 9, 2", "2, 2, false, 8, 5, 5, 6, 2", "4, 2, true, 11, 6, 3, 7, 3",
        "4, 2, false, 8, 6, 2, 6, 2", "4, 2, true, 13, 9, 3, 8, 5", "4, 1, false, 12, 4, 1, 6, 2", "4, 1, true, 12, 8, 2, 12, 4",
        "4, 1, false, 8, 6, 1, 6, 3", "2, 2, false, 8, 2, 2, 11, 2", "2, 2, false, 8, 3, 3, 9, 4"
    })
    void zeroKeepsTheFunctionOfLlamaAndEverythingWakes(int heads, int kvHeads, boolean tied, int hidden, int newHeads, int newKvHeads,
            int intermediate, int layers) {
        ModelShape from = Trials.llama(heads, kvHeads, tied);
        ModelShape to = from.toBuilder().hidden(hidden).heads(newHeads).kvHeads(newKvHeads).intermediate(intermediate).layers(layers)
                .build();
        for (String order : new String[] {"interleaved", "appended"}) {
            GrowthRequest request = Trials.request(zero, from, to, new OptionValues().with("order", order));
            Grown result = Trials.grow(zero, request);
            assertThat(zero.plan(request).preservation()).isEqualTo(Preservation.EXACT);
            assertThat(Trials.logitChange(from, result)).isLessThan(1e-12);
            assertThat(result.state().shape().normEpsilon()).isCloseTo(1e-5 * 8 / hidden, within(1e-18));
            assertWakes(result.state());
        }
    }

    /** Every entry has a gradient after one step of gradient descent, but for embeddings of tokens that the batch lacks. */
    private static void assertWakes(ModelState grown) {
        ReferenceLlama model = ReferenceLlama.of(grown);
        Batch.Tokens batch = RandomModels.batch(grown.shape(), 3, 9, 5);
        Map<String, double[]> first = model.gradients(batch).values();
        model.parameters().forEach((name, values) -> {
            for (int i = 0; i < values.length; i++) {
                values[i] -= 0.1 * first.get(name)[i];
            }
        });
        model.gradients(batch).values().forEach((name, gradient) -> {
            for (int i = 0; i < gradient.length; i++) {
                boolean met = !name.equals("model.embed_tokens.weight")
                        || gradient[i / grown.shape().hidden() * grown.shape().hidden()] != 0;
                assertThat(gradient[i] != 0).as(name + "[" + i + "] gets a gradient").isEqualTo(met);
            }
        });
    }

    @ParameterizedTest
    @CsvSource({"GPT2, 9, 2", "GPT2, 6, 5", "GPT2, 11, 3", "VIT, 9, 2", "VIT, 6, 4", "VIT, 7, 3", "BERT, 9, 2"})
    void zeroKeepsTheFunctionOfLayerNormFamiliesInDepthAndNeurons(Family family, int intermediate, int layers) {
        ModelShape from = SmallShapes.of(family);
        Grown result = Trials.grow(zero, Trials.request(zero, from,
                from.toBuilder().intermediate(intermediate).layers(layers).build()));
        assertThat(Trials.logitChange(from, result)).isLessThan(1e-12);
        assertThat(result.state().shape().normEpsilon()).isEqualTo(from.normEpsilon());
        assertFilledWakes(result);
    }

    /** What was filled in has a slope along a random direction after one step downhill along random directions. */
    private static void assertFilledWakes(Grown result) {
        ReferenceModel model = ReferenceModel.of(result.state());
        List<Batch> batch = List.of(RandomModels.any(result.state().shape(), 2, 5));
        Random random = new Random(1);
        for (String name : List.copyOf(model.parameters().keySet())) {
            double[] values = model.parameters().get(name);
            double[] direction = random.doubles(values.length, -1, 1).toArray();
            double slope = model.directional(name, direction, 1e-4, batch, View.full(), Gates.none(), 0);
            for (int i = 0; i < values.length; i++) {
                values[i] -= 0.1 * Math.signum(slope) * direction[i];
            }
        }
        Trials.filled(result.map()).forEach((name, direction) -> {
            for (int i = 0; i < direction.length; i++) {
                direction[i] *= 2 * random.nextDouble() - 1;
            }
            assertThat(Math.abs(model.directional(name, direction, 1e-3, batch, View.full(), Gates.none(), 0))).as(name)
                    .isGreaterThan(1e-8);
        });
    }

    /** Where an entry is old, SCALED state made from true gradients is the true gradient of the grown model; new entries are born now. */
    @ParameterizedTest
    @CsvSource({"2, 2, 12, 3, 3", "4, 2, 12, 6, 3", "4, 2, 8, 6, 2"})
    void scaledMomentsOfOldEntriesAreTheGrownModelsOwn(int heads, int kvHeads, int hidden, int newHeads, int newKvHeads) {
        ModelShape from = Trials.llama(heads, kvHeads, true);
        GrowthRequest request = Trials.request(zero, from, from.toBuilder().hidden(hidden).heads(newHeads).kvHeads(newKvHeads)
                .intermediate(9).build());
        ModelState small = Trials.withGradients(RandomModels.model(from, 3));
        ModelState grown = Grown.of(zero, small, Trials.with(request, OptimizerStatePolicy.SCALED)).state();
        ModelState truth = Trials.withGradients(grown.parametersOnly());
        grown.optimizer().forEach((name, state) -> state.slots().forEach((slot, moment) -> {
            double[] mapped = Trials.values(moment);
            double[] own = Trials.values(truth.optimizer().get(name).slots().get(slot));
            double[] born = state.born().map(Trials::values).orElse(new double[mapped.length]);
            for (int i = 0; i < mapped.length; i++) {
                assertThat(mapped[i]).as(name + " " + slot + "[" + i + "]").isCloseTo(born[i] == 0 ? own[i] : 0, within(1e-12));
            }
        }));
        assertThat(grown.optimizer().keySet()).isEqualTo(grown.parameters().keySet());
        assertThat(grown.optimizer().get("model.layers.0.mlp.up_proj.weight").born()).isPresent();
    }

    @Test
    void whatReadsNewCoordinatesIsRandomAndGainsAreOne() {
        ModelShape from = Trials.llama(2, 2, false);
        GrowthRequest request = Trials.request(zero, from, from.toBuilder().hidden(12).heads(3).kvHeads(3).intermediate(9).build());
        ModelState grown = Trials.grow(zero, request).state();
        double[] value = Trials.values(grown.parameters().get("model.layers.0.self_attn.v_proj.weight"));
        double[] query = Trials.values(grown.parameters().get("model.layers.0.self_attn.q_proj.weight"));
        double[] gain = Trials.values(grown.parameters().get("model.layers.0.input_layernorm.weight"));
        double[] old = Trials.values(RandomModels.model(from, 3).parameters().get("model.layers.0.input_layernorm.weight"));
        for (int row = 0; row < 12; row++) {
            for (int column = 0; column < 12; column++) {
                boolean zeroBlock = row >= 8 && column < 8;
                assertThat(value[row * 12 + column] == 0).isEqualTo(zeroBlock);
                assertThat(query[row * 12 + column]).isNotZero();
            }
            assertThat(gain[row]).isCloseTo(row < 8 ? Math.sqrt(8 / 12.0) * old[row] : 1, within(1e-15));
        }
        assertThat(Trials.same(grown, Trials.grow(zero, request).state())).isTrue();
        GrowthRequest other = new GrowthRequest(from, request.to(), request.options(), request.optimizerState(), 8);
        assertThat(Trials.same(grown, Trials.grow(zero, other).state())).isFalse();
    }

    @Test
    void whatWouldChangeTheFunctionIsRefusedWithTheReason() {
        ModelShape gpt2 = SmallShapes.of(Family.GPT2);
        assertRefused(gpt2, gpt2.toBuilder().hidden(12).heads(3).build(), "run.yaml:9: zero cannot grow hidden of gpt2 from 8 to 12: mean"
                + " and variance of LayerNorm would change with the added zeros; use random, whose gates weight them, or direct with a"
                + " multiple of 8");
        ModelShape bert = SmallShapes.of(Family.BERT);
        assertRefused(bert, bert.toBuilder().layers(4).build(), "run.yaml:9: zero adds layers that write nothing at first, and a"
                + " block of bert is no identity even then, since it normalises afterwards; keep 2 layers, or use"
                + " random, whose gates hide whole layers, or stack");
        ModelShape llama = Trials.llama(4, 2, false);
        assertRefused(llama, llama.toBuilder().kvHeads(4).build(), "run.yaml:9: heads 4/2 cannot be padded to 4/4: groups of 2 query heads"
                + " would become groups of 1; copy the heads, or keep at least 2 heads per kv-head");
        assertRefused(llama, llama.toBuilder().headSize(8).build(), "run.yaml:9: zero grows layers, hidden, intermediate, heads and"
                + " kv-heads only, but head-size would go from 4 to 8; start with head-size 8, or keep head-size 4 and give heads 8");
    }

    private void assertRefused(ModelShape from, ModelShape to, String message) {
        assertThatThrownBy(() -> zero.plan(Trials.request(zero, from, to))).isInstanceOf(GrowthException.class).hasMessage(message);
    }
}
