package growth.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import growth.api.data.Batch;
import growth.api.model.Axis;
import growth.api.model.Family;
import growth.api.model.GateSite;
import growth.api.model.Gates;
import growth.api.model.ModelShape;
import growth.api.model.ParameterLayout;
import growth.api.model.ParameterRole;
import growth.api.model.ParameterSpec;
import growth.api.model.View;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Gates between 0 and 1 of the reference, against models without gates whose weights are scaled instead. */
class HalfOpenGatesTest {
    private static final float[] NEURONS = {1, 0.25f, 0, 0.5f, 0.75f, 1};

    @ParameterizedTest
    @EnumSource
    void gatesOfNeuronsScaleWhatEntersTheActivation(Family family) {
        ReferenceModel scaled = model(family);
        scaleWritten(scaled, 0, Set.of(ParameterRole.UP), i -> NEURONS[i]);
        assertSame(family, Gates.none().with(new GateSite(Axis.INTERMEDIATE, 0), NEURONS), scaled);
    }

    @ParameterizedTest
    @EnumSource(names = {"GPT2", "BERT", "VIT"})
    void gatesOfHeadsScaleQueriesKeysAndValues(Family family) {
        ReferenceModel scaled = model(family);
        float[] gates = {0.5f, 0.75f};
        // heads of 4; of a fused projection the three parts follow one another
        scaleWritten(scaled, 1, Set.of(ParameterRole.QUERY, ParameterRole.KEY, ParameterRole.VALUE, ParameterRole.QUERY_KEY_VALUE),
                i -> gates[i / 4 % 2]);
        assertSame(family, Gates.none().with(new GateSite(Axis.HEADS, 1), gates), scaled);
    }

    @Test
    void gatesOfGroupedHeadsScaleQueriesTwiceAndWhatTheyReadOnce() {
        ReferenceModel scaled = model(Family.LLAMA);
        float[] heads = {0.5f, 1, 0.75f, 0.25f};
        float[] groups = {0.75f, 0.5f};
        scaleWritten(scaled, 1, Set.of(ParameterRole.QUERY), i -> heads[i / 4] * heads[i / 4]);
        scaleWritten(scaled, 1, Set.of(ParameterRole.KEY, ParameterRole.VALUE), i -> groups[i / 4]);
        double[] out = scaled.parameters().get("model.layers.1.self_attn.o_proj.weight");
        for (int i = 0; i < out.length; i++) {
            out[i] *= heads[i % 16 / 4];
        }
        Gates gates = Gates.none().with(new GateSite(Axis.HEADS, 1), heads).with(new GateSite(Axis.KV_HEADS, 1), groups);
        assertSame(Family.LLAMA, gates, scaled);
    }

    /** Without an MLP a pre-norm block is h + attention(h), so that its gate scales what attention writes. */
    @ParameterizedTest
    @EnumSource(names = {"LLAMA", "GPT2", "VIT"})
    void gatesOfLayersScaleWhatTheirBranchesWrite(Family family) {
        ReferenceModel gated = model(family);
        ReferenceModel scaled = model(family);
        scaleWritten(gated, 0, Set.of(ParameterRole.DOWN), i -> 0);
        scaleWritten(scaled, 0, Set.of(ParameterRole.DOWN), i -> 0);
        scaleWritten(scaled, 0, Set.of(ParameterRole.ATTENTION_OUTPUT), i -> 0.25);
        Batch batch = RandomModels.any(gated.shape(), 2, 4);
        double[] actual = gated.logits(batch, View.full(), Gates.none().with(new GateSite(Axis.LAYERS, 0), new float[] {0.25f}));
        assertThat(actual).containsExactly(scaled.logits(batch, View.full(), Gates.none()), within(1e-12));
    }

    /** A gate of 1/2 on a coordinate and on its exact copy: the two count as one in a norm, and what reads both reads one in all. */
    @Test
    void halfOpenCopiesOfACoordinateCountAsOneInNorms() {
        double[][] wide = {{0.3, -1, 2, 2}, {1, 4, -2, -2}};
        double[][] narrow = {{0.3, -1, 2}, {1, 4, -2}};
        double[] gain = {1.5, -0.5, 0.7, 0.7};
        double[] bias = {0.1, 0.2, -0.3, -0.3};
        double[] halves = {1, 1, 0.5, 0.5};
        double[] ones = {1, 1, 1};
        assertCountAsOne(GatedNorm.rms(wide, gain, halves, 0.01), GatedNorm.rms(narrow, gain, ones, 0.01));
        assertCountAsOne(GatedNorm.layer(wide, gain, bias, halves, 0.01), GatedNorm.layer(narrow, gain, bias, ones, 0.01));
    }

    private static void assertCountAsOne(double[][] wide, double[][] narrow) {
        for (int t = 0; t < wide.length; t++) {
            assertThat(wide[t][2]).isEqualTo(wide[t][3]);
            assertThat(new double[] {wide[t][0], wide[t][1], wide[t][2] + wide[t][3]}).containsExactly(narrow[t], within(1e-14));
        }
    }

    /** Where HIDDEN's gates stand: on what embeds and on what every norm puts out. Even gates leave the statistics alone. */
    @ParameterizedTest
    @EnumSource
    void evenGatesOfTheStreamScaleEmbeddingsAndNorms(Family family) {
        float[] gates = {0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f};
        ReferenceModel scaled = model(family);
        for (ParameterSpec p : ParameterLayout.of(scaled.shape()).parameters()) {
            double[] values = scaled.parameters().get(p.name());
            double factor = factor(p.role(), family);
            for (int i = 0; i < values.length; i++) {
                values[i] *= factor;
            }
        }
        assertSame(family, Gates.none().with(new GateSite(Axis.HIDDEN, ParameterSpec.NO_LAYER), gates), scaled);
    }

    private static double factor(ParameterRole role, Family family) {
        if (role == ParameterRole.FINAL_NORM && family == Family.GPT2) {
            // the tied head, which the stream's gate does not halve, is halved with the embedding
            return 1;
        }
        // BERT's embedded sequence is what its embedding norm puts out
        return role.norm() || role.embeds() && family != Family.BERT ? 0.5 : 1;
    }

    private static void assertSame(Family family, Gates gates, ReferenceModel scaled) {
        ReferenceModel model = model(family);
        Batch batch = RandomModels.any(model.shape(), 2, 4);
        double[] actual = model.logits(batch, View.full(), gates);
        assertThat(actual).containsExactly(scaled.logits(batch, View.full(), Gates.none()), within(1e-12));
        assertThat(actual).isNotEqualTo(model.logits(batch, View.full(), Gates.none()));
    }

    /** Multiplies what the parameters of these roles write, weights and biases, by a factor of the index written. */
    private static void scaleWritten(ReferenceModel model, int layer, Set<ParameterRole> roles, IntToDoubleFunction factor) {
        ModelShape shape = model.shape();
        for (ParameterSpec p : ParameterLayout.of(shape).parameters()) {
            if (p.layer() == layer && roles.contains(p.role())) {
                double[] values = model.parameters().get(p.name());
                boolean columns = shape.family() == Family.GPT2 || p.dimensions().size() == 1;
                int in = values.length / p.dimensions().get(0).size(shape);
                int out = p.dimensions().get(p.dimensions().size() - 1).size(shape);
                for (int i = 0; i < values.length; i++) {
                    values[i] *= factor.applyAsDouble(columns ? i % out : i / in);
                }
            }
        }
    }

    private static ReferenceModel model(Family family) {
        return ReferenceModel.of(RandomModels.model(SmallShapes.of(family), 3));
    }
}
