package growth.ops.lossless;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import growth.api.GrowthException;
import growth.api.algebra.IndexMap;
import growth.api.algebra.LayerMap;
import growth.api.model.Axis;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.OptimizerState;
import growth.api.model.OptimizerState.Slot;
import growth.api.model.ParameterLayout;
import growth.api.operator.GrowthOperator;
import growth.api.operator.GrowthRequest;
import growth.api.operator.OptimizerStatePolicy;
import growth.reference.Grown;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperatorsTest {
    private final ModelShape llama = Given.shape("llama", null);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        net2net         | shares=uneven | intermediate=17,heads=8     | true
        aki             |               | hidden=16,intermediate=9    | true
        hyperclone      | snr=5         | hidden=16                   | true
        hyperclone      |               | hidden=16                   | false
        lemon           |               | hidden=20,layers=3          | true
        block-expansion |               | layers=4                    | false
        staged          |               | hidden=16,intermediate=12   | false
        """)
    void theSeedDecidesAndNothingElse(String name, String options, String to, boolean random) {
        GrowthOperator operator = Given.operator(name);
        ModelState before = Measured.model(llama);
        GrowthRequest one = Given.request(operator, options, llama, Given.grown(llama, to), OptimizerStatePolicy.RESET);
        GrowthRequest other = new GrowthRequest(one.from(), one.to(), one.options(), one.optimizerState(), one.seed() + 1);
        Map<String, List<Double>> first = Measured.all(Grown.of(operator, before, one).state());
        assertThat(Measured.all(Grown.of(operator, before, one).state())).isEqualTo(first);
        assertThat(Measured.all(Grown.of(operator, before, other).state()).equals(first)).isEqualTo(!random);
        assertThat(Measured.all(before)).as("left as it was").isEqualTo(Measured.all(Measured.model(llama)));
    }

    @Test
    void net2netCopiesAtRandomAndDividesWhatReadsTheCopies() {
        Net2NetOperator operator = new Net2NetOperator();
        IndexMap map = (IndexMap) operator.plan(Given.request(operator, null, llama, Given.grown(llama, "intermediate=40"),
                OptimizerStatePolicy.RESET)).map().axes().get(Axis.INTERMEDIATE);
        assertThat(Arrays.copyOf(map.source(), 6)).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(Arrays.stream(map.copies()).distinct().count()).as("different multiplicities").isGreaterThan(2);
        for (int i = 0; i < 40; i++) {
            assertThat(map.coefficient()[i]).isEqualTo(1.0 / map.copies()[map.source()[i]]);
        }
    }

    @Test
    void newRowsOfAkiAreThoseOfTheNextLayer() {
        ModelShape small = Given.shape("bert", "layers=3");
        ModelState before = Measured.model(small);
        ModelShape wide = Given.grown(small, "hidden=16,intermediate=9");
        ModelState fpi = Measured.grow(Given.operator("aki"), "fpi=true", before, wide);
        ModelState aki = Measured.grow(Given.operator("aki"), null, before, wide);
        ParameterLayout.of(wide).parameters().forEach(spec -> {
            double[] own = Measured.values(fpi.parameters().get(spec.name()));
            double[] expected = own.clone();
            boolean linear = spec.layer() >= 0 && spec.layer() < 2 && !spec.role().norm();
            if (linear) {
                double[] next = Measured.values(fpi.parameters().get(spec.inLayer(spec.layer() + 1).name()));
                int rows = (int) spec.shape(wide)[0];
                int kept = rows == 16 ? 8 : 6;
                System.arraycopy(next, kept * (own.length / rows), expected, kept * (own.length / rows), (rows - kept)
                        * (own.length / rows));
                assertThat(expected).as(spec.name()).isNotEqualTo(own);
            }
            assertThat(Measured.values(aki.parameters().get(spec.name()))).as(spec.name()).containsExactly(expected);
        });
    }

    @Test
    void akiTakesMomentsAlongAndStacksInDepth() {
        ModelState before = Measured.withMoments(Measured.model(llama));
        GrowthOperator aki = Given.operator("aki");
        GrowthRequest wide = Given.request(aki, null, llama, Given.grown(llama, "intermediate=12"), OptimizerStatePolicy.CARRY);
        GrowthRequest deep = Given.request(aki, null, llama, Given.grown(llama, "intermediate=12,layers=5"), OptimizerStatePolicy.CARRY);
        ModelState once = Grown.of(aki, before, wide).state();
        ModelState stacked = Grown.of(aki, before, deep).state();
        String up = "model.layers.%d.mlp.up_proj.weight";
        int[] sources = {0, 1, 0, 1, 1};
        for (int i = 0; i < 5; i++) {
            assertThat(Measured.all(stacked).get(up.formatted(i))).isEqualTo(Measured.all(once).get(up.formatted(sources[i])));
        }
        IndexMap g = (IndexMap) Grown.of(aki, before, wide).map().axes().get(Axis.INTERMEDIATE);
        for (Slot slot : before.optimizer().get(up.formatted(0)).slots().keySet()) {
            double[] moments = Measured.values(once.optimizer().get(up.formatted(0)).slots().get(slot));
            for (int i = 0; i < moments.length; i++) {
                double[] source = Measured.values(before.optimizer().get(up.formatted(i / 8 < 6 ? 0 : 1)).slots().get(slot));
                assertThat(moments[i]).isEqualTo(source[g.source()[i / 8] * 8 + i % 8]);
            }
        }
        assertThat(Grown.of(aki, before, deep).map().layers()).isEqualTo(LayerMap.stack(2, 5));
    }

    @Test
    void rowsOfAkiAreAsOldAsTheLayerTheyComeFrom() {
        ModelState small = Measured.withMoments(Measured.model(llama));
        String down = "model.layers.%d.mlp.down_proj.weight";
        String gate = "model.layers.%d.mlp.gate_proj.weight";
        String up = "model.layers.%d.mlp.up_proj.weight";
        Map<String, OptimizerState> optimizer = new LinkedHashMap<>(small.optimizer());
        optimizer.put(gate.formatted(1), new OptimizerState(4, optimizer.get(gate.formatted(1)).slots(), Optional.empty()));
        optimizer.put(up.formatted(0), new OptimizerState(4, optimizer.get(up.formatted(0)).slots(), Optional.empty()));
        optimizer.remove(down.formatted(1));
        ModelState before = new ModelState(llama, small.parameters(), optimizer, Map.of(), small.gates());
        GrowthOperator aki = Given.operator("aki");
        ModelShape wide = Given.grown(llama, "hidden=16,intermediate=12");
        GrowthRequest request = Given.request(aki, null, llama, wide, OptimizerStatePolicy.CARRY);
        Map<String, OptimizerState> grown = Grown.of(aki, before, request).state().optimizer();
        double[] gateBorn = Measured.values(grown.get(gate.formatted(0)).born().orElseThrow());
        double[] upBorn = Measured.values(grown.get(up.formatted(0)).born().orElseThrow());
        double[] downBorn = Measured.values(grown.get(down.formatted(0)).born().orElseThrow());
        double[] downMoments = Measured.values(grown.get(down.formatted(0)).slots().get(Slot.SECOND_MOMENT));
        for (int i = 0; i < gateBorn.length; i++) {
            boolean old = i / 16 < 6;
            assertThat(gateBorn[i]).isEqualTo(old ? 0 : 6);
            assertThat(upBorn[i]).as("older rows count as old as the tensor").isZero();
            boolean kept = i / 12 < 8;
            assertThat(downBorn[i]).isEqualTo(kept ? 0 : 10);
            assertThat(downMoments[i] == 0).isEqualTo(!kept);
        }
        assertThat(grown.get("model.layers.0.self_attn.k_proj.weight").born()).isEmpty();
    }

    @Test
    void noiseOfHyperCloneIsAsLoudAsAskedForAndCancels() {
        ModelState before = Measured.model(llama);
        ModelShape to = Given.grown(llama, "hidden=48,intermediate=60");
        ModelState plain = Measured.grow(Given.operator("hyperclone"), null, before, to);
        ModelState noisy = Measured.grow(Given.operator("hyperclone"), "snr=6", before, to);
        String name = "model.layers.0.mlp.up_proj.weight";
        double[] signal = Measured.values(plain.parameters().get(name));
        double[] sum = Measured.values(noisy.parameters().get(name));
        double noise = 0;
        double power = 0;
        for (int i = 0; i < sum.length; i++) {
            noise += (sum[i] - signal[i]) * (sum[i] - signal[i]);
            power += signal[i] * signal[i];
        }
        assertThat(10 * Math.log10(power / noise)).isCloseTo(6, within(0.5));
        for (int row = 0; row < 60; row++) {
            for (int j = 0; j < 8; j++) {
                double copies = 0;
                for (int n = 0; n < 6; n++) {
                    copies += sum[row * 48 + 8 * n + j] - signal[row * 48 + 8 * n + j];
                }
                assertThat(copies).isCloseTo(0, within(1e-14));
            }
        }
        assertThat(Measured.all(noisy).get("model.embed_tokens.weight")).isEqualTo(Measured.all(plain).get("model.embed_tokens.weight"));
    }

    @Test
    void blockExpansionFollowsEachGroupWithItsCopies() {
        BlockExpansionOperator operator = new BlockExpansionOperator();
        ModelShape six = Given.grown(llama, "layers=6");
        assertThat(operator.plan(Given.request(operator, "copies=2", six,
                Given.grown(llama, "layers=10"), OptimizerStatePolicy.RESET)).map()
                .description()).isEqualTo("block-expansion: layers 6 → 10 (0 1 2 2° 2° 3 4 5 5° 5°; ° writes nothing yet)");
        assertThat(operator.plan(Given.request(operator, null, six,
                Given.grown(llama, "layers=8"), OptimizerStatePolicy.RESET)).map().layers())
                .isEqualTo(LayerMap.identityInterleaved(6, 8));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
        net2net | - | llama | hidden=12 | net2net grows hidden by whole factors, and 12 is no multiple of 8: the norms would weigh some \
        coordinates twice; use lemon; give hidden 16
        net2net | - | llama | layers=1 | net2net cannot shrink layers from 2 to 1; give at least 2
        net2net | - | bert | layers=4 | net2net adds layers that write nothing at first, and a block of bert is no identity even then, \
        since it normalises afterwards; keep 2 layers, or use stack
        net2net | - | llama | context=20 | net2net grows layers, hidden, intermediate, heads and kv-heads only, but context would \
        go from 9 to 20; start with context 20
        net2net | - | llama | head-size=8 | net2net grows layers, hidden, intermediate, heads and kv-heads only, but head-size \
        would go from 4 to 8; start with head-size 8, or keep head-size 4 and give heads 8
        aki | - | llama | layers=2 | aki has nothing to grow: the model is llama 2L 8H 4h/2kv×4 f6 V11 T9 before and after; give more \
        layers, hidden, intermediate, heads or kv-heads
        hyperclone | - | llama | hidden=12 | hyperclone grows hidden by whole factors, and 12 is no multiple of 8: copies with even shares \
        need the same number each; use lemon; give hidden 16
        hyperclone | - | gpt2 | hidden=16,intermediate=15 | hyperclone grows intermediate by whole factors, and 15 is no multiple of 6: \
        copies with even shares need the same number each; use lemon; give intermediate 18
        hyperclone | - | llama | head-size=8 | hyperclone cannot grow head-size from 4 to 8: rotary positions would turn the copies by \
        other angles; keep head-size 4 and give more heads
        hyperclone | - | llama | hidden=16,layers=4 | hyperclone grows hidden, intermediate, heads, kv-heads and head-size only, but \
        layers would go from 2 to 4; start with layers 4, or use an operator that grows it
        lemon | - | bert | hidden=16 | lemon keeps the function of pre-norm families only, and bert normalises after its blocks; use \
        hyperclone for whole factors in width, or stack for depth
        lemon | - | llama | head-size=6 | lemon grows layers, hidden, intermediate, heads and kv-heads only, but head-size would \
        go from 4 to 6; start with head-size 6, or keep head-size 4 and give heads 6
        lemon | inner=silent | llama | kv-heads=4 | heads 4/2 cannot be padded to 4/4: groups of 2 query heads would become groups of 1; \
        copy the heads, or keep at least 2 heads per kv-head
        block-expansion | - | llama | layers=5 | block-expansion cannot follow equal groups of 2 layers with 1 of 3 new layers each; give \
        layers 4, or use lemon, which spreads any number
        block-expansion | copies=2 | llama | layers=3 | block-expansion cannot follow equal groups of 2 layers with 2 of 1 new layers \
        each; give layers 4, or use lemon, which spreads any number
        block-expansion | - | bert | layers=4 | block-expansion adds layers that write nothing at first, and a block of bert is no \
        identity even then, since it normalises afterwards; keep 2 layers, or use stack
        block-expansion | - | llama | hidden=16 | block-expansion grows layers only, but hidden would go from 8 to 16; start with \
        hidden 16, or use an operator that grows it
        staged | - | llama | layers=3 | staged doubles the layers or leaves them, and 3 is neither 2 nor 4; give layers 4
        staged | - | llama | hidden=16,intermediate=12,heads=8,kv-heads=2 | staged doubles every width at once, and kv-heads would go from \
        2 to 2: a half would read what belongs to the other; give kv-heads 4
        staged | - | gpt2 | intermediate=12 | staged doubles every width at once, and hidden would go from 8 to 8: a half would read what \
        belongs to the other; give hidden 16
        staged | - | bert | layers=4 | staged with identity: true adds layers that write nothing at first, and a block of bert is no \
        identity even then, since it normalises afterwards; keep 2 layers, or use stack
        """)
    void whatCannotBeDoneIsRefusedWithItsPlace(String name, String options, String family, String to, String message) {
        ModelShape from = Given.shape(family, null);
        assertRefused(name, options, from, Given.grown(from, to), message);
    }

    @Test
    void familyAndTiedHeadStayAsTheyAre() {
        ModelShape tied = llama.toBuilder().tied(true).build();
        for (GrowthOperator operator : Given.operators()) {
            String name = operator.card().card().name();
            assertRefused(name, null, llama, tied, name + " cannot turn " + llama + " into " + tied
                    + "; family and tied head stay as they are");
        }
    }

    @Test
    void everyFamilyOfACardIsTakenAndEveryOtherRefused() {
        for (GrowthOperator operator : Given.operators()) {
            String name = operator.card().card().name();
            for (Family family : Family.values()) {
                ModelShape from = Given.shape(family.id(), null);
                String sizes = name.equals("block-expansion") ? "layers=4" : "hidden=16,intermediate=12";
                GrowthRequest request = Given.request(operator, null, from, Given.grown(from, sizes), OptimizerStatePolicy.RESET);
                if (operator.card().families().contains(family)) {
                    operator.plan(request);
                } else {
                    assertThatThrownBy(() -> operator.plan(request)).as(name + " " + family).isInstanceOf(GrowthException.class);
                }
            }
        }
    }

    private static void assertRefused(String name, String options, ModelShape from, ModelShape to, String message) {
        GrowthOperator operator = Given.operator(name);
        GrowthRequest request = Given.request(operator, options, from, to, OptimizerStatePolicy.RESET);
        assertThatThrownBy(() -> operator.plan(request)).isInstanceOf(GrowthException.class).hasMessage("run.yaml:9: " + message)
                .extracting(e -> ((GrowthException) e).kind()).isEqualTo(GrowthException.Kind.CONFIGURATION);
    }
}
