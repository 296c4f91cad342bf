package growth.engine.conformance;

import static growth.engine.conformance.SmallModels.model;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import growth.api.GrowthException;
import growth.api.data.Batch;
import growth.api.engine.AllReduce;
import growth.api.engine.EngineOptions;
import growth.api.engine.EngineSession;
import growth.api.engine.OptimizerSettings;
import growth.api.engine.Regularization;
import growth.api.engine.StepResult;
import growth.api.engine.TrainOptions;
import growth.api.engine.TrainShare;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.OptimizerState.Slot;
import growth.api.model.ParameterLayout;
import growth.api.model.Trainable;
import growth.api.model.View;
import growth.reference.RandomModels;
import growth.reference.SmallShapes;
import growth.testing.ranks.Ranks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Steps that several ranks make together, each on its share of the batches. */
abstract class DataParallelTests extends EngineTests {
    private static final int STEPS = 20;
    /** Of what a number format is granted beside exact results: sums in another order round some operand of a product the other way. */
    private static final double PART = 0.1;
    private static final Regularization DROPPING = new Regularization(0.1, 0.1, 0.1, 0.3, 0.05);
    /** An epsilon beside which the rounding of a gradient that is 0 in theory moves nothing; clipping is at work in most steps. */
    private static final OptimizerSettings CLIPPED = OptimizerSettings.adamw(0.9, 0.95, 1e-4, 0.1).withClip(0.5);

    DataParallelTests(EngineConformance suite) {
        super(suite);
    }

    @BeforeEach
    void needsShares() {
        assumeTrue(suite().dataParallel(), "skipped: the engine does not train data-parallel");
    }

    /** What a training leaves behind. */
    private record Trained(List<StepResult> results, Map<String, double[]> parameters, Map<String, double[]> moments) {
        static Trained of(EngineSession session, List<StepResult> results) {
            ModelState state = session.state();
            Map<String, double[]> moments = new LinkedHashMap<>();
            state.optimizer().forEach((name, s) -> moments.put(name, Numbers.doubles(s.slots().get(Slot.FIRST_MOMENT))));
            return new Trained(results, Numbers.values(state.parameters()), moments);
        }

        void requireSameBits(Trained other) {
            assertThat(results).isEqualTo(other.results);
            requireSame(parameters, other.parameters);
            requireSame(moments, other.moments);
        }

        private static void requireSame(Map<String, double[]> values, Map<String, double[]> others) {
            assertThat(values.keySet()).isEqualTo(others.keySet());
            values.forEach((name, value) -> assertThat(value).as(name).isEqualTo(others.get(name)));
        }
    }

    /**
     * A training of some steps.
     *
     * @param state   what it starts from
     * @param options of its first step
     * @param parts   number of batches of a step
     */
    private record Training(ModelState state, TrainOptions options, int parts) {
        /** The batches of a step, of different numbers of scored labels. */
        List<Batch> batches(int step) {
            return IntStream.range(0, parts).mapToObj(part -> RandomModels.any(state.shape(), 2, 1000L * step + part)).toList();
        }
    }

    private EngineSession open(ModelState state) {
        return engine().open(state, EngineOptions.of(2, 2, 5));
    }

    private Trained alone(Training training) {
        return train(training, (session, step) -> session.train(training.batches(step), at(training, step)));
    }

    private Trained share(Training training, int rank, int size, AllReduce sums) {
        return train(training, (session, step) -> session.train(TrainShare.of(training.batches(step), rank, size, sums),
                at(training, step)));
    }

    private List<Trained> together(Training training, int size) throws Exception {
        return Ranks.run(size, (rank, sums) -> share(training, rank, size, sums));
    }

    private static TrainOptions at(Training training, int step) {
        return training.options().with(training.options().regularization(), step);
    }

    private interface Step {
        StepResult make(EngineSession session, int step);
    }

    private Trained train(Training training, Step step) {
        try (EngineSession session = open(training.state())) {
            List<StepResult> results = new ArrayList<>();
            for (int i = 0; i < STEPS; i++) {
                results.add(step.make(session, i));
            }
            return Trained.of(session, results);
        }
    }

    private static TrainOptions dropping(Trainable parts) {
        return new TrainOptions(1e-2, parts, CLIPPED, View.full(), DROPPING, 0);
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void aShareOfAllBatchesIsTheWholeStep(Family family) throws Exception {
        Training training = new Training(model(family), dropping(Trainable.ALL), 3);
        together(training, 1).get(0).requireSameBits(alone(training));
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void ranksAreOneThatAccumulates(Family family) throws Exception {
        Training training = new Training(model(family), dropping(Trainable.ALL), 2);
        requireClose(together(training, 2), alone(training));
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void alsoWithSeveralBatchesEachAndFrozenParts(Family family) throws Exception {
        ModelShape shape = SmallShapes.of(family).toBuilder().layers(3).build();
        Trainable parts = new Trainable(family == Family.GPT2, Optional.of(List.of(1)), family == Family.LLAMA);
        Training training = new Training(model(shape), dropping(parts), 6);
        List<Trained> together = together(training, 3);
        requireClose(together, alone(training));
        Map<String, double[]> before = Numbers.values(training.state().parameters());
        ParameterLayout.of(shape).parameters().forEach(p -> assertThat(Arrays.equals(together.get(0).parameters().get(p.name()),
                before.get(p.name()))).as(p.name()).isEqualTo(!parts.trains(p)));
    }

    /** All ranks have the same bits, and a single session with all batches the same numbers: losses within 1e-5. */
    private void requireClose(List<Trained> together, Trained alone) {
        together.forEach(rank -> rank.requireSameBits(together.get(0)));
        Trained first = together.get(0);
        for (int step = 0; step < STEPS; step++) {
            StepResult found = first.results().get(step);
            StepResult expected = alone.results().get(step);
            assertThat(found.loss()).as("loss %d", step).isCloseTo(expected.loss(), within(Math.max(1e-5, rounding().losses(0) * PART)));
            assertThat(found.gradientNorm()).as("norm %d", step).isCloseTo(expected.gradientNorm(),
                    within(Math.max(1e-4, rounding().gradients(0) * PART) * expected.gradientNorm()));
            assertThat(found.flops()).isCloseTo(expected.flops(), within(1e-9 * expected.flops()));
            assertThat(found.updated()).isTrue();
        }
        double tolerance = Math.max(3e-5, rounding().gradients(0) * PART);
        alone.parameters().forEach((name, value) -> assertThat(Numbers.largestDifference(first.parameters().get(name), value)).as(name)
                .isLessThan(tolerance));
    }

    @Test
    void theSameRanksGiveTheSameBits() throws Exception {
        Training training = new Training(model(Family.GPT2), dropping(Trainable.ALL), 3);
        together(training, 3).get(0).requireSameBits(together(training, 3).get(0));
    }

    /** Counts what is summed, of one rank. */
    private static final class Counting implements AllReduce {
        private final List<Long> floats = new ArrayList<>();
        private int doubles;

        @Override
        public void sum(double[] values) {
            doubles++;
        }

        @Override
        public void sum(INDArray flat) {
            floats.add(flat.length());
        }
    }

    @Test
    void whatLearnsIsSummedOnceInFewCalls() {
        ModelShape shape = SmallShapes.of(Family.LLAMA).toBuilder().layers(3).build();
        ParameterLayout layout = ParameterLayout.of(shape);
        for (Trainable parts : List.of(Trainable.ALL, Trainable.layers(List.of(0, 2)))) {
            Counting counting = new Counting();
            try (EngineSession session = open(model(shape))) {
                session.train(TrainShare.of(List.of(RandomModels.any(shape, 2, 1), RandomModels.any(shape, 2, 2)), 0, 1, counting),
                        dropping(parts));
            }
            assertThat(counting.floats.stream().mapToLong(n -> n).sum()).isEqualTo(layout.parameters().stream().filter(parts::trains)
                    .mapToLong(p -> p.count(shape)).sum());
            assertThat(counting.floats.size()).isLessThanOrEqualTo(4);
            assertThat(counting.doubles).isLessThanOrEqualTo(1);
        }
    }

    /** Makes a step that fails or updates nothing on all ranks; returns what each tells. The models must be as they were. */
    private <T> List<T> nothing(ModelState state, int size, IntFunction<List<Batch>> batches, Told<T> told) throws Exception {
        return Ranks.run(size, (rank, sums) -> {
            try (EngineSession session = open(state)) {
                T result = told.by(session, rank, sums);
                assertThat(SmallModels.same(session.state().parameters(), state.parameters())).isTrue();
                assertThat(session.state().optimizer()).isEmpty();
                // it goes on
                try (EngineSession other = open(state)) {
                    assertThat(session.train(batches.apply(rank), SmallModels.step(1e-3)))
                            .isEqualTo(other.train(batches.apply(rank), SmallModels.step(1e-3)));
                }
                return result;
            }
        });
    }

    private interface Told<T> {
        T by(EngineSession session, int rank, AllReduce sums);
    }

    @Test
    void aLossThatIsNotFiniteOnOneRankChangesNothingOnAny() throws Exception {
        ModelState state = model(Family.LLAMA);
        // untied, so that whoever has not read the token computes as if nothing were wrong
        state.parameters().get("model.embed_tokens.weight").getRow(3).putScalar(0, Float.NaN);
        List<Batch> step = List.of(without(3, RandomModels.batch(state.shape(), 2, 8, 1)), without(3, RandomModels.batch(state.shape(), 2,
                8, 2)), new Batch.Tokens(1, 2, new int[] {3, 1}, new int[] {1, 2}));
        List<StepResult> results = nothing(state, 3, rank -> step.subList(0, 1), (session, rank, sums) ->
                session.train(TrainShare.of(step, rank, 3, sums), SmallModels.step(1e-3)));
        for (StepResult result : results) {
            assertThat(result.updated()).isFalse();
            assertThat(result.loss()).isNaN();
        }
    }

    private static Batch without(int token, Batch.Tokens batch) {
        return new Batch.Tokens(batch.rows(), batch.sequence(), Arrays.stream(batch.inputs()).map(id -> id == token ? 0 : id).toArray(),
                batch.labels());
    }

    @Test
    void sharesThatDoNotMakeUpAStepAreRefusedOnAllRanks() throws Exception {
        ModelState state = model(Family.BERT);
        List<Batch> step = List.of(RandomModels.any(state.shape(), 2, 1), RandomModels.any(state.shape(), 2, 2));
        long scored = step.get(0).scored() + step.get(1).scored();
        List<String> twice = nothing(state, 2, rank -> step, (session, rank, sums) ->
                refused(session, new TrainShare(List.of(step.get(rank)), 0, scored, sums)));
        assertThat(twice).containsOnly("the shares of the ranks do not make up one step: 2 of them have its first batch, and together they"
                + " have " + scored + " scored labels; this rank was told " + scored);
        List<String> less = nothing(state, 2, rank -> step, (session, rank, sums) ->
                refused(session, new TrainShare(List.of(step.get(0)), rank, scored, sums)));
        assertThat(less).containsOnly("the shares of the ranks do not make up one step: 1 of them have its first batch, and together they"
                + " have " + 2 * step.get(0).scored() + " scored labels; this rank was told " + scored);
    }

    private static String refused(EngineSession session, TrainShare share) {
        try {
            session.train(share, SmallModels.step(1e-3));
            return "nothing";
        } catch (GrowthException e) {
            return e.getMessage();
        }
    }

    @Test
    void aRankThatIsLostChangesNothing() throws Exception {
        ModelState state = model(Family.VIT);
        List<Batch> step = List.of(RandomModels.any(state.shape(), 2, 1), RandomModels.any(state.shape(), 2, 2));
        nothing(state, 2, rank -> step, (session, rank, sums) -> {
            if (rank == 0) {
                assertThatThrownBy(() -> session.train(TrainShare.of(step, 0, 2, sums), SmallModels.step(1e-3)))
                        .isInstanceOf(Ranks.Lost.class);
            }
            return rank;
        });
    }
}
