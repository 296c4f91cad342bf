package growth.engine.torch.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import growth.api.data.Batch;
import growth.api.engine.EngineOptions;
import growth.api.engine.EngineOptions.Recompute;
import growth.api.engine.EngineSession;
import growth.api.engine.OptimizerSettings;
import growth.api.engine.Regularization;
import growth.api.engine.TrainOptions;
import growth.api.model.Axis;
import growth.api.model.Family;
import growth.api.model.GateSite;
import growth.api.model.Gates;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.OptimizerState.Slot;
import growth.api.model.ParameterSpec;
import growth.api.model.Trainable;
import growth.api.model.View;
import growth.api.model.View.Pooling;
import growth.engine.common.random.Dropout;
import growth.engine.conformance.Numbers;
import growth.engine.conformance.SmallModels;
import growth.engine.cpu.CpuEngine;
import growth.engine.torch.aten.Dtype;
import growth.reference.RandomModels;
import growth.reference.ReferenceModel;
import growth.reference.SmallShapes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** The whole chain against the engine in Java, and against the reference in float64. */
class TransformerTest {
    static Stream<Arguments> cases() {
        List<Arguments> cases = new ArrayList<>();
        for (Family family : Family.values()) {
            ModelShape shape = SmallShapes.of(family);
            Batch batch = RandomModels.any(shape, 3, 2);
            cases.add(Arguments.of("plain", shape, batch, View.full()));
            cases.add(Arguments.of("second layer alone", shape, batch, View.full().withLayers(List.of(1))));
        }
        cases.add(Arguments.of("tied, grouped queries", SmallModels.TIED, RandomModels.batch(SmallModels.TIED, 3, 17, 2),
                View.full().withSequence(17)));
        ModelShape bert = SmallShapes.of(Family.BERT);
        Batch masked = RandomModels.masked(bert, 4, 9, 3);
        for (Pooling.Kind kind : List.of(Pooling.Kind.MEAN, Pooling.Kind.MAX)) {
            // eight positions behind the first: two kernels of 3 and one of 2
            View pooled = View.full().withPooling(new Pooling(kind, 3));
            cases.add(Arguments.of("pooled " + kind, bert, masked, pooled));
            cases.add(Arguments.of("pooled " + kind + ", second layer", bert, masked, pooled.withLayers(List.of(1))));
        }
        cases.add(Arguments.of("short and pooled", bert, RandomModels.masked(bert, 2, 6, 4),
                View.full().withSequence(6).withPooling(new Pooling(Pooling.Kind.MEAN, 2))));
        cases.add(Arguments.of("pooled by more than there is", bert, RandomModels.masked(bert, 2, 5, 4),
                View.full().withSequence(5).withPooling(new Pooling(Pooling.Kind.MAX, 7))));
        for (Family family : List.of(Family.LLAMA, Family.GPT2, Family.BERT)) {
            ModelShape shape = SmallShapes.of(family);
            cases.add(Arguments.of("padded", shape, RandomModels.padded((Batch.Tokens) RandomModels.any(shape, 5, 2)), View.full()));
        }
        Batch.Tokens typed = RandomModels.typed(RandomModels.masked(bert, 4, 9, 3), 2, 5);
        cases.add(Arguments.of("typed and padded", bert, RandomModels.padded(typed), View.full()));
        cases.add(Arguments.of("typed and pooled", bert, typed, View.full().withPooling(new Pooling(Pooling.Kind.MEAN, 3))));
        ModelShape vit = SmallShapes.of(Family.VIT);
        for (int size : new int[] {2, 4, 10}) {
            cases.add(Arguments.of("resolution " + size, vit, RandomModels.images(vit, 3, size, 5), View.full().withResolution(size)));
        }
        ModelShape gpt2 = SmallShapes.of(Family.GPT2);
        cases.add(Arguments.of("short", gpt2, RandomModels.batch(gpt2, 3, 5, 6), View.full().withSequence(5)));
        return cases.stream();
    }

    /** What gates touch at the ends: the embedded sequence or its norm, pooled rows, the readout; padded or resized, too. */
    @ParameterizedTest
    @EnumSource(Family.class)
    void gatesAreThoseOfTheReference(Family family) {
        ModelState state = SmallModels.model(family);
        Gates gates = Gates.none();
        for (GateSite site : List.of(new GateSite(Axis.HIDDEN, ParameterSpec.NO_LAYER), new GateSite(Axis.INTERMEDIATE, 0),
                new GateSite(Axis.HEADS, 1), new GateSite(Axis.LAYERS, 0), new GateSite(Axis.LAYERS, 1))) {
            float[] values = new float[site.size(state.shape())];
            for (int i = 0; i < values.length; i++) {
                values[i] = i % 3 == 1 ? 1 : 0.4f + 0.05f * i;
            }
            gates = gates.with(site, values);
        }
        Batch any = RandomModels.any(state.shape(), 4, 2);
        Batch batch = any instanceof Batch.Tokens tokens ? RandomModels.padded(tokens) : RandomModels.images(state.shape(), 3, 4, 5);
        View view = family == Family.VIT ? View.full().withResolution(4) : View.full();
        assertGated(state, gates, batch, view);
        if (family == Family.BERT) {
            assertGated(state, gates, any, view.withPooling(new Pooling(Pooling.Kind.MAX, 3)));
        }
    }

    private static void assertGated(ModelState state, Gates gates, Batch batch, View view) {
        double expected = ReferenceModel.of(state).loss(batch, view, gates, 0);
        try (ModelRun run = new ModelRun(state).gates(gates); EngineSession cpu = new CpuEngine().open(state, EngineOptions.of(1, 5, 0))) {
            cpu.gates(gates);
            assertThat(run.backward(List.of(batch), view)).isCloseTo(expected, within(1e-5));
            assertSame(run.gradients(), Numbers.values(cpu.gradients(batch, view).values()), 1e-5);
        }
    }

    @ParameterizedTest(name = "{1} {0}")
    @MethodSource("cases")
    void lossLogitsAndGradientsAreThoseOfTheCpuEngineAndTheReference(String name, ModelShape shape, Batch batch, View view) {
        ModelState state = SmallModels.model(shape);
        ReferenceModel reference = ReferenceModel.of(state);
        double loss = reference.loss(batch, view, Gates.none(), 0);
        try (ModelRun run = new ModelRun(state); EngineSession cpu = new CpuEngine().open(state, EngineOptions.of(1, 5, 0))) {
            assertThat(run.loss(batch, view)).isCloseTo(loss, within(1e-5));
            assertThat(run.correct(batch, view)).isEqualTo(cpu.evaluate(batch, view).correct());
            if (view.pooling().isEmpty()) {
                assertThat(Numbers.relativeError(run.logits(batch, view), reference.logits(batch, view, Gates.none()))).isLessThan(3e-6);
            }
            assertThat(run.backward(List.of(batch), view)).isCloseTo(loss, within(1e-5));
            assertSame(run.gradients(), Numbers.values(cpu.gradients(batch, view).values()), 1e-5);
            along(run.gradients(), reference, List.of(batch), view, 0);
        }
    }

    /** Compares all gradients, the small ones by the size of the others: what is 0 in theory is rounding. */
    private static void assertSame(Map<String, double[]> ours, Map<String, double[]> theirs, double most) {
        assertThat(ours.keySet()).containsExactlyInAnyOrderElementsOf(theirs.keySet());
        double largest = theirs.values().stream().mapToDouble(TransformerTest::norm).max().orElseThrow();
        ours.forEach((name, gradient) -> {
            double[] difference = new double[gradient.length];
            Arrays.setAll(difference, i -> gradient[i] - theirs.get(name)[i]);
            assertThat(norm(difference)).as(name).isLessThan(most * Math.max(norm(theirs.get(name)), 1e-2 * largest));
        });
    }

    private static double norm(double[] x) {
        return Math.sqrt(Arrays.stream(x).map(v -> v * v).sum());
    }

    /** Compares gradients along a random direction in each parameter with the differences of the reference's loss. */
    private static void along(Map<String, double[]> gradients, ReferenceModel reference, List<Batch> batches, View view, double smoothing) {
        Random random = new Random(8);
        double largest = gradients.values().stream().mapToDouble(TransformerTest::norm).max().orElseThrow();
        gradients.forEach((name, gradient) -> {
            double[] direction = random.doubles(gradient.length, -1, 1).toArray();
            double along = 0;
            for (int i = 0; i < gradient.length; i++) {
                along += gradient[i] * direction[i];
            }
            double expected = reference.directional(name, direction, 1e-5, batches, view, Gates.none(), smoothing);
            assertThat(along).as(name).isCloseTo(expected, within(1e-4 * Math.max(norm(gradient), 1e-3 * largest)));
        });
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void labelsAreSmoothedAsTheReferenceDoes(Family family) {
        ModelState state = SmallModels.model(family);
        Batch batch = RandomModels.any(state.shape(), 3, 2);
        try (ModelRun run = new ModelRun(state).training(Dropout.NONE, 0.1, Trainable.ALL)) {
            ReferenceModel reference = ReferenceModel.of(state);
            assertThat(run.backward(List.of(batch), View.full()))
                    .isCloseTo(reference.loss(batch, View.full(), Gates.none(), 0.1), within(1e-5));
            along(run.gradients(), reference, List.of(batch), View.full(), 0.1);
        }
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void gradientsAreSummedOverBatchesOfDifferentSizes(Family family) {
        ModelState state = SmallModels.model(family);
        Batch first = RandomModels.any(state.shape(), 1, 5);
        List<Batch> batches = List.of(first instanceof Batch.Tokens tokens ? unscored(tokens) : first,
                RandomModels.any(state.shape(), 2, 2), RandomModels.any(state.shape(), 3, 9));
        try (ModelRun run = new ModelRun(state)) {
            ReferenceModel reference = ReferenceModel.of(state);
            run.backward(List.of(RandomModels.any(state.shape(), 3, 7)), View.full());
            assertThat(run.backward(batches, View.full())).isCloseTo(reference.loss(batches, View.full(), Gates.none(), 0), within(1e-5));
            along(run.gradients(), reference, batches, View.full(), 0);
        }
    }

    private static Batch unscored(Batch.Tokens tokens) {
        int[] labels = new int[tokens.labels().length];
        Arrays.fill(labels, Batch.IGNORED);
        return new Batch.Tokens(tokens.rows(), tokens.sequence(), tokens.inputs(), labels);
    }

    /** Portions of any size are sums in another order. */
    @ParameterizedTest
    @EnumSource(Family.class)
    void portionsOfLogitsGiveTheSame(Family family) {
        ModelState state = SmallModels.model(family);
        Batch batch = RandomModels.any(state.shape(), 3, 2);
        try (ModelRun run = new ModelRun(state)) {
            double loss = run.backward(List.of(batch), View.full());
            Map<String, double[]> whole = run.gradients();
            long correct = run.correct(batch, View.full());
            for (int rows : new int[] {1, 2, 5}) {
                run.portion(rows);
                assertThat(run.backward(List.of(batch), View.full())).isCloseTo(loss, within(1e-6));
                assertSame(run.gradients(), whole, 1e-5);
                assertThat(run.loss(batch, View.full())).isCloseTo(loss, within(1e-6));
                assertThat(run.correct(batch, View.full())).isEqualTo(correct);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void frozenPartsGetNoGradientAndTheOthersTheSame(Family family) {
        ModelState state = SmallModels.model(family);
        assertFrozen(state, View.full());
        assertFrozen(state, View.full().withLayers(List.of(1)));
        if (family == Family.BERT) {
            assertFrozen(state, View.full().withPooling(new Pooling(Pooling.Kind.MAX, 3)));
        }
    }

    private static void assertFrozen(ModelState state, View view) {
        Batch batch = RandomModels.any(state.shape(), 3, 2);
        try (ModelRun run = new ModelRun(state)) {
            run.backward(List.of(batch), view);
            Map<String, double[]> all = run.gradients();
            for (Trainable some : List.of(Trainable.layers(List.of(1)), new Trainable(false, Optional.of(List.of(0, 1)), false),
                    new Trainable(true, Optional.of(List.of()), false), new Trainable(false, Optional.of(List.of()), true),
                    new Trainable(false, Optional.of(List.of(0)), true))) {
                Trainable parts = some.computed(state.shape());
                run.training(Dropout.NONE, 0, parts).backward(List.of(batch), view);
                run.gradients().forEach((name, gradient) -> {
                    double[] expected = parts.trains(run.layout.places().get(name).spec()) ? all.get(name) : new double[gradient.length];
                    assertThat(gradient).as(name + " of " + parts).containsExactly(expected);
                });
            }
        }
    }

    /** A pass that fails at its far end, as one does for which memory is too small, leaves nothing, and the next one computes the same. */
    @ParameterizedTest
    @EnumSource(Family.class)
    void aPassThatFailsLeavesNothing(Family family) {
        ModelState state = SmallModels.model(family);
        Batch batch = RandomModels.any(state.shape(), 3, 2);
        try (ModelRun run = new ModelRun(state)) {
            double loss = run.backward(List.of(batch), View.full());
            long live = run.aten.live();
            run.failing(true);
            assertThatThrownBy(() -> run.backward(List.of(batch), View.full())).hasMessage("too little memory");
            assertThat(run.aten.live()).isEqualTo(live);
            run.failing(false);
            assertThat(run.backward(List.of(batch), View.full())).isEqualTo(loss);
            assertThat(run.aten.live()).isEqualTo(live);
        }
    }

    /** Where all logits are the same, every label has the highest one. */
    @Test
    void labelsThatShareTheHighestLogitAreCorrect() {
        ModelState state = SmallModels.model(Family.LLAMA);
        state.parameters().get("lm_head.weight").assign(0);
        Batch batch = RandomModels.any(state.shape(), 3, 2);
        try (ModelRun run = new ModelRun(state)) {
            assertThat(run.correct(batch, View.full())).isEqualTo(batch.scored());
            assertThat(run.loss(batch, View.full())).isCloseTo(Math.log(state.shape().vocabulary()), within(1e-6));
        }
    }

    /** Tokens and positions that are alike: of equal maxima the first one gets the gradient, as in the engine in Java. */
    @Test
    void theFirstOfEqualMaximaGetsTheGradient() {
        ModelState state = SmallModels.model(Family.BERT);
        String positions = "bert.embeddings.position_embeddings.weight";
        state.parameters().get(positions).assign(Nd4j.zeros(DataType.FLOAT, state.parameters().get(positions).shape()));
        int[] labels = {Batch.IGNORED, 4, Batch.IGNORED, Batch.IGNORED, 5, Batch.IGNORED};
        Batch batch = new Batch.Tokens(1, 6, new int[] {3, 3, 3, 3, 3, 7}, labels);
        View view = View.full().withSequence(6).withPooling(new Pooling(Pooling.Kind.MAX, 2));
        try (ModelRun run = new ModelRun(state); EngineSession cpu = new CpuEngine().open(state, EngineOptions.of(1, 5, 0))) {
            run.backward(List.of(batch), view);
            Map<String, double[]> expected = Numbers.values(cpu.gradients(batch, view).values());
            assertThat(Numbers.relativeError(run.gradients().get(positions), expected.get(positions))).isLessThan(1e-5);
        }
    }

    /** All that is random is decided by the hash that the engine in Java uses, so that even trained losses agree. */
    @ParameterizedTest
    @EnumSource(Family.class)
    void dropsWhatTheCpuEngineDrops(Family family) {
        ModelState state = SmallModels.model(family);
        Batch batch = RandomModels.any(state.shape(), 4, 2);
        OptimizerSettings still = OptimizerSettings.adamw(0, 0.9, 1e-8, 0);
        View view = family == Family.BERT ? View.full().withPooling(new Pooling(Pooling.Kind.MEAN, 3)) : View.full();
        for (Regularization rates : List.of(new Regularization(0, 0, 0.4, 0, 0), new Regularization(0.2, 0.15, 0.1, 0.3, 0.1))) {
            try (ModelRun run = new ModelRun(state); EngineSession cpu = new CpuEngine().open(state, EngineOptions.of(1, 5, 11))) {
                double expected = cpu.train(List.of(batch), new TrainOptions(0, Trainable.ALL, still, view, rates, 5)).loss();
                run.training(new Dropout(rates, 11, 5, 0), rates.labelSmoothing(), Trainable.ALL);
                assertThat(run.backward(List.of(batch), view)).isCloseTo(expected, within(1e-5));
                Map<String, double[]> moments = new LinkedHashMap<>();
                cpu.state().optimizer().forEach((name, s) -> moments.put(name,
                        Numbers.doubles(s.slots().get(Slot.FIRST_MOMENT))));
                assertSame(run.gradients(), moments, 1e-5);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void bfloat16IsNear(Family family) {
        ModelState state = SmallModels.model(family);
        Batch batch = RandomModels.any(state.shape(), 3, 2);
        try (ModelRun run = new ModelRun(state)) {
            double loss = run.backward(List.of(batch), View.full());
            Map<String, double[]> exact = run.gradients();
            run.precision(Dtype.BF16);
            assertThat(run.loss(batch, View.full())).isCloseTo(loss, within(0.02)).isNotEqualTo(loss);
            assertThat(run.backward(List.of(batch), View.full())).isCloseTo(loss, within(0.02));
            assertSame(run.gradients(), exact, 0.1);
        }
    }

    /** What autograd records, what is recomputed and how often a pass ran before changes no bit, and nothing is left on the device. */
    @ParameterizedTest
    @EnumSource(Family.class)
    void passesRepeatToTheBitAndLeaveNothing(Family family) {
        ModelState state = SmallModels.model(family);
        Batch batch = RandomModels.any(state.shape(), 3, 2);
        try (ModelRun run = new ModelRun(state).training(new Dropout(new Regularization(0.2, 0.1, 0.1, 0.1, 0), 1, 2, 0), 0,
                Trainable.ALL)) {
            double loss = run.backward(List.of(batch), View.full());
            Map<String, double[]> first = run.gradients();
            long live = run.aten.live();
            for (Recompute recompute : Recompute.values()) {
                assertThat(run.recompute(recompute).backward(List.of(batch), View.full())).isEqualTo(loss);
                run.gradients().forEach((name, gradient) -> assertThat(gradient).as(name).containsExactly(first.get(name)));
                run.loss(batch, View.full());
                run.logits(batch, View.full());
                assertThat(run.aten.live()).isEqualTo(live);
            }
        }
    }
}
