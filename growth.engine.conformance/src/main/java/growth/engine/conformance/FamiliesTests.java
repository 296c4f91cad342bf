package growth.engine.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import growth.api.data.Batch;
import growth.api.engine.EngineSession;
import growth.api.engine.OptimizerSettings;
import growth.api.engine.TrainOptions;
import growth.api.model.Axis;
import growth.api.model.Family;
import growth.api.model.GateSite;
import growth.api.model.Gates;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.OptimizerState.Slot;
import growth.api.model.ParameterSpec;
import growth.api.model.RopeScaling;
import growth.api.model.View;
import growth.api.model.View.Pooling;
import growth.api.operator.GrowthContext.Gradients;
import growth.reference.RandomModels;
import growth.reference.ReferenceModel;
import growth.reference.SmallShapes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Every family under gates and views against the float64 reference: logits, loss, and gradients by its finite differences. */
abstract class FamiliesTests extends EngineTests {
    private static final double STEP = 1e-5;

    FamiliesTests(EngineConformance suite) {
        super(suite);
    }

    static Stream<Arguments> cases() {
        List<Arguments> cases = new ArrayList<>();
        for (Family family : Family.values()) {
            ModelShape shape = SmallShapes.of(family);
            Batch batch = RandomModels.any(shape, 3, 2);
            cases.add(Arguments.of("plain", shape, batch, View.full(), Gates.none(), 1));
            cases.add(Arguments.of("plain", shape, batch, View.full(), Gates.none(), 2));
            cases.add(Arguments.of("gated", shape, batch, View.full(), gates(shape), 2));
            cases.add(Arguments.of("second layer alone", shape, batch, View.full().withLayers(List.of(1)), Gates.none(), 2));
            cases.add(Arguments.of("first layer alone, gated", shape, batch, View.full().withLayers(List.of(0)), gates(shape), 1));
        }
        ModelShape bert = SmallShapes.of(Family.BERT);
        Batch masked = RandomModels.masked(bert, 4, 9, 3);
        for (Pooling.Kind kind : List.of(Pooling.Kind.MEAN, Pooling.Kind.MAX)) {
            View pooled = View.full().withPooling(new Pooling(kind, 3));
            cases.add(Arguments.of("pooled " + kind, bert, masked, pooled, Gates.none(), 2));
            cases.add(Arguments.of("pooled, gated", bert, masked, pooled, gates(bert), 1));
            cases.add(Arguments.of("pooled, second layer", bert, masked, pooled.withLayers(List.of(1)), Gates.none(), 2));
        }
        cases.add(Arguments.of("short and pooled", bert, RandomModels.masked(bert, 2, 6, 4),
                View.full().withSequence(6).withPooling(new Pooling(Pooling.Kind.MEAN, 2)), Gates.none(), 2));
        for (Family family : List.of(Family.LLAMA, Family.GPT2, Family.BERT)) {
            ModelShape shape = SmallShapes.of(family);
            Batch.Tokens padded = RandomModels.padded((Batch.Tokens) RandomModels.any(shape, 5, 2));
            cases.add(Arguments.of("padded", shape, padded, View.full(), Gates.none(), 1));
            cases.add(Arguments.of("padded, gated", shape, padded, View.full(), gates(shape), 3));
            cases.add(Arguments.of("padded, second layer", shape, padded, View.full().withLayers(List.of(1)), Gates.none(), 2));
        }
        cases.add(Arguments.of("padded, several blocks of queries", SmallModels.LONG,
                RandomModels.padded(RandomModels.batch(SmallModels.LONG, 4, 150, 2)), View.full(), Gates.none(), 2));
        Batch.Tokens typed = RandomModels.typed(RandomModels.masked(bert, 4, 9, 3), 2, 5);
        cases.add(Arguments.of("typed", bert, typed, View.full(), Gates.none(), 2));
        cases.add(Arguments.of("typed and padded, gated", bert, RandomModels.padded(typed), View.full(), gates(bert), 3));
        cases.add(Arguments.of("typed and pooled", bert, typed, View.full().withPooling(new Pooling(Pooling.Kind.MEAN, 3)), Gates.none(),
                2));
        ModelShape vit = SmallShapes.of(Family.VIT);
        for (int size : new int[] {2, 4, 10}) {
            View view = View.full().withResolution(size);
            cases.add(Arguments.of("resolution " + size, vit, RandomModels.images(vit, 3, size, 5), view, Gates.none(), 2));
        }
        // waves that stay, waves that are mixed and waves that are divided
        ModelShape scaled = ModelShape.builder(Family.LLAMA).layers(2).hidden(8).heads(2).kvHeads(1).headSize(8).intermediate(6)
                .vocabulary(11).context(24).ropeTheta(300).ropeScaling(new RopeScaling.Llama3(4, 1, 4, 30)).build();
        cases.add(Arguments.of("rope llama3", scaled, RandomModels.any(scaled, 2, 5), View.full(), Gates.none(), 2));
        ModelShape linear = scaled.toBuilder().ropeScaling(new RopeScaling.Linear(3)).build();
        cases.add(Arguments.of("rope linear, padded", linear, RandomModels.padded((Batch.Tokens) RandomModels.any(linear, 3, 5)),
                View.full(), gates(linear), 2));
        ModelShape gpt2 = SmallShapes.of(Family.GPT2);
        cases.add(Arguments.of("short", gpt2, RandomModels.batch(gpt2, 3, 5, 6), View.full().withSequence(5), Gates.none(), 2));
        return cases.stream();
    }

    /** Gates between 0 and 1 at every site of the family. */
    private static Gates gates(ModelShape shape) {
        Random random = new Random(7);
        Gates gates = Gates.none().with(new GateSite(Axis.HIDDEN, ParameterSpec.NO_LAYER), gate(random, shape.hidden()));
        for (int layer = 0; layer < shape.layers(); layer++) {
            gates = gates.with(new GateSite(Axis.INTERMEDIATE, layer), gate(random, shape.intermediate()))
                    .with(new GateSite(Axis.HEADS, layer), gate(random, shape.heads()))
                    .with(new GateSite(Axis.LAYERS, layer), gate(random, 1));
            if (shape.kvHeads() < shape.heads()) {
                gates = gates.with(new GateSite(Axis.KV_HEADS, layer), gate(random, shape.kvHeads()));
            }
        }
        return gates;
    }

    private static float[] gate(Random random, int size) {
        float[] gate = new float[size];
        for (int i = 0; i < size; i++) {
            gate[i] = i % 3 == 1 ? 1 : 0.2f + 0.7f * random.nextFloat();
        }
        gate[0] = 0.4f;
        return gate;
    }

    @ParameterizedTest(name = "{1} {0}, {5} workers")
    @MethodSource("cases")
    void logitsLossAndGradientsAreThoseOfTheReference(String name, ModelShape shape, Batch batch, View view, Gates gates, int workers) {
        ModelState state = SmallModels.model(shape);
        ReferenceModel reference = ReferenceModel.of(state);
        double loss = reference.loss(batch, view, gates, 0);
        try (EngineSession session = open(state, workers, 5)) {
            session.gates(gates);
            if (view.pooling().isEmpty()) {
                double error = Numbers.relativeError(Numbers.doubles(session.logits(batch, view)), reference.logits(batch, view, gates));
                assertThat(error).isLessThan(rounding().logits(3e-6));
            }
            assertThat(session.evaluate(batch, view).loss()).isCloseTo(loss, within(rounding().losses(1e-5)));
            Gradients gradients = session.gradients(batch, view);
            assertThat(gradients.loss()).isCloseTo(loss, within(rounding().losses(1e-5)));
            assertGradients(reference, gradients.values(), List.of(batch), view, gates);
        }
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void gradientsAreSummedOverBatchesOfDifferentSizes(Family family) {
        ModelShape shape = SmallShapes.of(family);
        ModelState state = SmallModels.model(shape);
        List<Batch> batches = List.of(unscored(RandomModels.any(shape, 1, 5)), RandomModels.any(shape, 2, 2), RandomModels.any(shape, 3,
                9));
        // a step that learns nothing, after which the first moment is the gradient
        OptimizerSettings still = OptimizerSettings.adamw(0, 0.9, 1e-8, 0);
        try (EngineSession session = open(state, 2, 3)) {
            session.train(List.of(RandomModels.any(shape, 3, 7)), TrainOptions.of(0, still));
            session.train(batches, TrainOptions.of(0, still));
            Map<String, INDArray> gradients = new LinkedHashMap<>();
            session.state().optimizer().forEach((name, s) -> gradients.put(name, s.slots().get(Slot.FIRST_MOMENT)));
            assertGradients(ReferenceModel.of(state), gradients, batches, View.full(), Gates.none());
        }
    }

    /** The same without any label, where the family has such batches. */
    private static Batch unscored(Batch batch) {
        if (!(batch instanceof Batch.Tokens tokens)) {
            return batch;
        }
        int[] labels = new int[tokens.labels().length];
        Arrays.fill(labels, Batch.IGNORED);
        return new Batch.Tokens(tokens.rows(), tokens.sequence(), tokens.inputs(), labels);
    }

    private void assertGradients(ReferenceModel reference, Map<String, INDArray> gradients, List<Batch> batches, View view,
            Gates gates) {
        Random random = new Random(8);
        double largest = gradients.values().stream().mapToDouble(g -> g.norm2Number().doubleValue()).max().orElseThrow();
        gradients.forEach((name, gradient) -> {
            double[] analytic = Numbers.doubles(gradient);
            double[] direction = random.doubles(analytic.length, -1, 1).toArray();
            double along = 0;
            double size = 0;
            for (int i = 0; i < analytic.length; i++) {
                along += analytic[i] * direction[i];
                size += direction[i] * direction[i];
            }
            double expected = reference.directional(name, direction, STEP, batches, view, gates, 0);
            // what is exactly 0 in theory (biases of keys) is compared with the size of the other gradients
            double scale = Math.max(gradient.norm2Number().doubleValue(), rounding().zeros(1e-3) * largest)
                    * Math.sqrt(size / analytic.length);
            assertThat(along).as(name).isCloseTo(expected, within(rounding().gradients(1e-4) * scale));
            int entry = random.nextInt(analytic.length);
            double single = reference.difference(name, entry, STEP, batches, view, gates, 0);
            assertThat(analytic[entry]).as(name + " " + entry).isCloseTo(single, within(rounding().gradients(1e-4) * scale + 1e-7));
        });
    }
}
