package growth.engine.conformance;

import static growth.engine.conformance.Numbers.values;
import static growth.engine.conformance.SmallModels.model;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import growth.api.GrowthException;
import growth.api.data.Batch;
import growth.api.engine.EngineOptions;
import growth.api.engine.EngineOptions.Recompute;
import growth.api.engine.EngineSession;
import growth.api.engine.OptimizerSettings;
import growth.api.engine.Regularization;
import growth.api.engine.TrainOptions;
import growth.api.model.Family;
import growth.api.model.Gates;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.OptimizerState;
import growth.api.model.ParameterLayout;
import growth.api.model.ParameterSpec;
import growth.api.model.Trainable;
import growth.api.model.TrainingCost;
import growth.api.model.View;
import growth.reference.RandomModels;
import growth.reference.ReferenceLlama;
import growth.reference.ReferenceModel;
import growth.reference.SmallShapes;
import java.util.Arrays;
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
import org.junit.jupiter.params.provider.ValueSource;

/** Steps in which parts of the model are frozen. */
abstract class FrozenTests extends EngineTests {
    private static final int LAYERS = 4;
    private static final double RATE = 1000;
    /** Without memory, and with an epsilon beside which gradients are next to nothing: with {@link #RATE} θ moves by the gradient. */
    private static final OptimizerSettings PLAIN = OptimizerSettings.adamw(0, 0, 1e3, 0);
    private static final List<Trainable> PARTS = List.of(Trainable.layers(List.of(3)), Trainable.layers(List.of(0)),
            Trainable.layers(List.of(1, 3)), new Trainable(true, Optional.of(List.of()), false),
            new Trainable(false, Optional.of(List.of()), true), new Trainable(true, Optional.of(List.of(2)), true));

    FrozenTests(EngineConformance suite) {
        super(suite);
    }

    private static ModelShape shape(Family family) {
        return SmallShapes.of(family).toBuilder().layers(LAYERS).build();
    }

    private static TrainOptions options(Trainable parts, OptimizerSettings optimizer, View view) {
        return TrainOptions.of(0.01, optimizer).withTrainable(parts).withView(view);
    }

    static Stream<Arguments> cases() {
        return Stream.of(Family.values()).flatMap(family -> PARTS.stream().map(parts -> Arguments.of(family, parts)));
    }

    /** One step by the gradient alone; the parameters after it. */
    private Map<String, double[]> moved(ModelState state, EngineOptions engine, List<Batch> batches, Trainable parts,
            View view, Regularization left) {
        try (EngineSession session = engine().open(state, engine)) {
            session.train(batches, new TrainOptions(RATE, parts, PLAIN, view, left, 5));
            return values(session.state().parameters());
        }
    }

    /** What learns must move by the same bits as without freezing, the rest not at all. */
    private void requireSameMoves(ModelState state, EngineOptions engine, List<Batch> batches, Trainable parts,
            View view, Regularization left) {
        Map<String, double[]> before = values(state.parameters());
        Map<String, double[]> free = moved(state, engine, batches, Trainable.ALL, view, left);
        Map<String, double[]> found = moved(state, engine, batches, parts, view, left);
        List<ParameterSpec> all = ParameterLayout.of(state.shape()).parameters();
        all.forEach(p -> assertThat(found.get(p.name())).as(p.name()).isEqualTo((parts.trains(p) ? free : before).get(p.name())));
        assertThat(all).anyMatch(p -> parts.trains(p) && !Arrays.equals(found.get(p.name()), before.get(p.name())));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void whatLearnsGetsTheSameGradientAndTheRestStays(Family family, Trainable parts) {
        ModelShape shape = shape(family);
        List<Batch> batches = List.of(RandomModels.any(shape, 4, 2), RandomModels.any(shape, 3, 3));
        Regularization left = new Regularization(0.1, 0.1, 0.1, 0.2, 0.1);
        for (Recompute recompute : Recompute.values()) {
            for (int workers : suite().workers()) {
                EngineOptions engine = EngineOptions.of(workers, 4, 7).withRecompute(recompute);
                requireSameMoves(model(shape), engine, batches, parts, View.full(), left);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void singlePartsCanBeFrozen(Family family) {
        ModelShape shape = shape(family);
        List<Batch> batches = List.of(RandomModels.any(shape, 4, 2));
        for (Trainable rest : List.of(new Trainable(false, Optional.empty(), true), new Trainable(true, Optional.empty(), false),
                new Trainable(true, Optional.of(List.of(1, 2, 3)), true), new Trainable(true, Optional.of(List.of(0, 1, 3)), true),
                new Trainable(true, Optional.of(List.of(0, 1, 2)), true))) {
            requireSameMoves(model(shape), EngineOptions.of(2, 4, 0), batches, rest, View.full(), Regularization.NONE);
        }
    }

    @Test
    void alsoWhereBlocksDoNotRunOrTheSequenceIsPooled() {
        ModelShape shape = shape(Family.BERT);
        List<Batch> batches = List.of(RandomModels.any(shape, 4, 2));
        View pooled = View.full().withPooling(new View.Pooling(View.Pooling.Kind.MEAN, 2));
        for (View view : List.of(View.full().withLayers(List.of(0, 1, 3)), pooled, pooled.withLayers(List.of(1, 3)))) {
            for (Trainable parts : List.of(Trainable.layers(List.of(1, 2)), Trainable.layers(List.of(3)), PARTS.get(3), PARTS.get(5))) {
                requireSameMoves(model(shape), EngineOptions.of(2, 4, 0), batches, parts, view, Regularization.NONE);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void theyAreTheGradientsOfTheReference(Family family) {
        ModelShape shape = shape(family);
        ModelState state = model(shape);
        Trainable parts = Trainable.layers(List.of(1, 3));
        List<Batch> batches = List.of(RandomModels.any(shape, 4, 2));
        Map<String, double[]> moved = moved(state, EngineOptions.of(2, 4, 0), batches, parts, View.full(),
                Regularization.NONE);
        ReferenceModel reference = ReferenceModel.of(state);
        Random random = new Random(3);
        for (ParameterSpec p : ParameterLayout.of(shape).parameters().stream().filter(parts::trains).toList()) {
            double[] before = reference.parameters().get(p.name());
            double[] direction = random.doubles(before.length, -1, 1).toArray();
            double expected = reference.directional(p.name(), direction, 1e-5, batches, View.full(), Gates.none(), 0);
            double found = 0;
            for (int i = 0; i < before.length; i++) {
                // without memory the step is rate·g / (|g| + epsilon)
                double step = (before[i] - moved.get(p.name())[i]) / RATE;
                found += direction[i] * step * PLAIN.epsilon() / (1 - Math.abs(step));
            }
            assertThat(found).as(p.name()).isCloseTo(expected, within(2e-5));
        }
    }

    @Test
    void aFrozenTrainingIsThatOfDoublePrecision() {
        ModelShape shape = SmallModels.TIED.toBuilder().layers(3).build();
        TrainOptions options = options(Trainable.layers(List.of(1)), OptimizerSettings.adamw(0.8, 0.9, 1e-6, 0.3).withClip(0.05),
                View.full());
        ReferenceAdamW reference = new ReferenceAdamW(ReferenceLlama.of(model(shape)), ParameterLayout.of(shape));
        try (EngineSession session = open(model(shape), 2, 4)) {
            for (int step = 0; step < 6; step++) {
                reference.requireSame(session, RandomModels.batch(shape, 4, 13, step), options);
            }
            reference.requireSame(session);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {OptimizerSettings.ADAMW, OptimizerSettings.MUON})
    void theOptimizerForgetsAndLearnsNothingOfWhatIsFrozen(String optimizer) {
        ModelShape shape = shape(Family.LLAMA);
        OptimizerSettings settings = SmallModels.ADAMW.withKind(optimizer);
        TrainOptions frozen = options(Trainable.layers(List.of(1, 3)), settings, View.full());
        List<Batch> batches = List.of(RandomModels.any(shape, 4, 2));
        try (EngineSession session = open(model(shape), 2, 4)) {
            session.train(batches, TrainOptions.of(0.01, settings));
            ModelState before = session.state().copy();
            session.train(batches, frozen);
            session.train(batches, frozen);
            ModelState after = session.state();
            for (ParameterSpec p : ParameterLayout.of(shape).parameters()) {
                OptimizerState then = before.optimizer().get(p.name());
                OptimizerState now = after.optimizer().get(p.name());
                boolean learns = frozen.trainable().trains(p);
                assertThat(now.steps()).as(p.name()).isEqualTo(learns ? 3 : 1);
                assertThat(SmallModels.same(now.slots().values().iterator().next(), then.slots().get(now.slots().keySet().iterator()
                        .next()))).as(p.name()).isEqualTo(!learns);
                assertThat(SmallModels.same(after.parameters().get(p.name()), before.parameters().get(p.name()))).isEqualTo(!learns);
            }
        }
        try (EngineSession session = open(model(shape), 2, 4)) {
            session.train(batches, frozen);
            // what never learned has no state at all
            assertThat(session.state().optimizer().keySet()).containsExactlyInAnyOrderElementsOf(ParameterLayout.of(shape).parameters()
                    .stream().filter(frozen.trainable()::trains).map(ParameterSpec::name).toList());
        }
    }

    @Test
    void averagesFollowWhatIsFrozen() {
        ModelShape shape = shape(Family.GPT2);
        List<Batch> batches = List.of(RandomModels.any(shape, 4, 2));
        try (EngineSession session = engine().open(model(shape), EngineOptions.of(2, 4, 0).withAverages(Map.of("0.5", 0.5)))) {
            session.train(batches, SmallModels.step(0.01));
            Map<String, double[]> expected = values(session.state().averages().get("0.5"));
            Map<String, double[]> fixed = values(session.state().parameters());
            session.train(batches, options(Trainable.layers(List.of(2)), SmallModels.ADAMW, View.full()));
            String frozen = "transformer.h.0.mlp.c_fc.weight";
            double[] average = Numbers.doubles(session.state().averages().get("0.5").get(frozen));
            for (int i = 0; i < average.length; i++) {
                assertThat(average[i]).isCloseTo(0.5 * expected.get(frozen)[i] + 0.5 * fixed.get(frozen)[i], within(1e-7));
            }
            assertThat(average).isNotEqualTo(expected.get(frozen));
        }
    }

    @Test
    void allGradientsAreThereAgainWhenAsked() {
        ModelShape shape = shape(Family.LLAMA);
        Batch batch = RandomModels.any(shape, 4, 2);
        try (EngineSession session = open(model(shape), 2, 4)) {
            session.train(List.of(batch), options(Trainable.layers(List.of(3)), SmallModels.ADAMW, View.full()));
            Map<String, double[]> found = values(session.gradients(batch, View.full()).values());
            try (EngineSession other = open(session.state().parametersOnly(), 2, 4)) {
                values(other.gradients(batch, View.full()).values()).forEach((name, gradient) ->
                        assertThat(found.get(name)).as(name).isEqualTo(gradient));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void operationsAreThoseLeft(Family family, Trainable parts) {
        ModelShape shape = shape(family);
        Batch batch = RandomModels.any(shape, 4, 2);
        double scored = batch.scored() / 4.0;
        try (EngineSession session = open(model(shape), 2, 4)) {
            double flops = session.train(List.of(batch), options(parts, SmallModels.ADAMW, View.full())).flops();
            // a tied table that learns has the head's gradient too
            Trainable counted = shape.tied() && parts.embedding() ? new Trainable(true, parts.layers(), true) : parts;
            assertThat(flops).isEqualTo(4 * TrainingCost.perSequence(shape, View.full(), scored, counted));
            assertThat(flops).isLessThan(session.train(List.of(batch), SmallModels.step(0.01)).flops());
        }
    }

    @Test
    void aStepThatTrainsNothingIsRefused() {
        ModelShape shape = shape(Family.LLAMA);
        Batch batch = RandomModels.any(shape, 4, 2);
        TrainOptions options = options(Trainable.layers(List.of(2)), SmallModels.ADAMW, View.full().withLayers(List.of(0, 1, 3)));
        try (EngineSession session = open(model(shape), 2, 4)) {
            assertThatThrownBy(() -> session.train(List.of(batch), options)).isInstanceOf(GrowthException.class)
                    .hasMessage("nothing that runs learns: all that is not frozen are layers [2], and layers [0, 1, 3] run; let one of them"
                            + " run, or freeze less");
        }
    }
}
