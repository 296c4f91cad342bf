package growth.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import growth.api.data.Batch;
import growth.api.engine.EngineOptions;
import growth.api.engine.EngineOptions.Recompute;
import growth.api.engine.EngineSession;
import growth.api.engine.OptimizerSettings;
import growth.api.engine.Regularization;
import growth.api.engine.StepResult;
import growth.api.engine.TrainOptions;
import growth.api.engine.TrainShare;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.View;
import growth.engine.conformance.Numbers;
import growth.engine.conformance.SmallModels;
import growth.engine.cpu.kernels.PlainKernels;
import growth.reference.RandomModels;
import growth.reference.SmallShapes;
import growth.testing.ranks.Ranks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sequences that do not divide evenly over the workers, and more workers than there are sequences, heads, rows or cores. */
@Timeout(60)
class ManyWorkersTest {
    private static final int SEQUENCES = 3;
    /** An optimizer without memory or epsilon to speak of would turn rounding into signs. */
    private static final OptimizerSettings BY_THE_GRADIENT = OptimizerSettings.adamw(0, 0, 1, 0);
    private static final Regularization DROPPING = new Regularization(0.1, 0.1, 0.1, 0.3, 0.05);

    /** What some steps leave behind. */
    private record Trained(List<Double> losses, Map<String, double[]> gradients, double evaluated, Map<String, double[]> parameters) {
    }

    private static Trained train(ModelShape shape, EngineOptions options) {
        ModelState state = SmallModels.model(shape);
        try (EngineSession session = new CpuEngine().open(state, options)) {
            Batch batch = RandomModels.any(shape, SEQUENCES, 5);
            Map<String, double[]> gradients = Numbers.values(session.gradients(batch, View.full()).values());
            List<Double> losses = new ArrayList<>();
            for (int step = 0; step < 2; step++) {
                List<Batch> batches = List.of(RandomModels.any(shape, SEQUENCES, step), RandomModels.any(shape, 1, 9 + step));
                StepResult result = session.train(batches, TrainOptions.of(0.1, BY_THE_GRADIENT).with(DROPPING, step));
                losses.add(result.loss());
                losses.add(result.gradientNorm());
            }
            double evaluated = session.evaluate(batch, View.full()).loss();
            return new Trained(losses, gradients, evaluated, Numbers.values(session.state().parameters()));
        }
    }

    private static void assertSame(Map<String, double[]> values, Map<String, double[]> expected) {
        expected.forEach((name, value) -> assertThat(values.get(name)).as(name).isEqualTo(value));
    }

    /** Within rounding of the largest number of all: the gradient of a key's bias is 0 but for rounding. */
    private static void assertClose(Map<String, double[]> values, Map<String, double[]> expected) {
        double largest = expected.values().stream().flatMapToDouble(Arrays::stream).map(Math::abs).max().orElseThrow();
        expected.forEach((name, value) -> assertThat(Numbers.largestDifference(values.get(name), value) / largest).as(name)
                .isLessThan(2e-6));
    }

    /** With one number of workers the bits are the same each time; with any other the numbers are those of one worker, but for rounding. */
    @ParameterizedTest
    @CsvSource({"LLAMA, 2, NONE", "LLAMA, 64, ATTENTION", "GPT2, 16, BLOCK", "BERT, 2, ATTENTION", "BERT, 64, NONE", "VIT, 5, BLOCK"})
    void theSameNumberGivesTheSameBitsAndAnotherTheSameNumbers(Family family, int workers, Recompute recompute) {
        ModelShape shape = SmallShapes.of(family);
        EngineOptions options = EngineOptions.of(workers, SEQUENCES, 7).withRecompute(recompute);
        Trained one = train(shape, options.withWorkers(1));
        Trained once = train(shape, options);
        Trained again = train(shape, options);

        assertThat(again.losses()).isEqualTo(once.losses());
        assertThat(again.evaluated()).isEqualTo(once.evaluated());
        assertSame(again.gradients(), once.gradients());
        assertSame(again.parameters(), once.parameters());

        for (int i = 0; i < one.losses().size(); i++) {
            assertThat(once.losses().get(i)).isCloseTo(one.losses().get(i), within(1e-5 * one.losses().get(i)));
        }
        assertThat(once.evaluated()).isCloseTo(one.evaluated(), within(1e-5));
        assertClose(once.gradients(), one.gradients());
        assertClose(once.parameters(), one.parameters());
    }

    /** Several query blocks, heads that share keys, and logits that are made in portions. */
    @Test
    void longSequencesAndLargeVocabulariesAreSplitToo() {
        for (ModelShape shape : List.of(SmallModels.LONG, SmallModels.WORDY)) {
            assertClose(train(shape, EngineOptions.of(4, SEQUENCES, 7)).gradients(),
                    train(shape, EngineOptions.of(1, SEQUENCES, 7)).gradients());
        }
    }

    /** Ranks on unlike machines, with other numbers of workers and with vectors or without, update alike to the bit. */
    @ParameterizedTest
    @ValueSource(strings = {OptimizerSettings.ADAMW, OptimizerSettings.MUON})
    void ranksOnUnlikeMachinesStayTheSame(String optimizer) throws Exception {
        ModelState state = SmallModels.model(SmallModels.TIED);
        List<CpuEngine> engines = List.of(new CpuEngine(), new CpuEngine(PlainKernels::new), new CpuEngine());
        List<Map<String, double[]>> ranks = Ranks.run(engines.size(), (rank, sums) -> {
            EngineOptions options = EngineOptions.of(1 + 2 * rank, 2, 7).withAverages(Map.of("0.9", 0.9));
            try (EngineSession session = engines.get(rank).open(state, options)) {
                for (int step = 0; step < 5; step++) {
                    List<Batch> batches = IntStream.range(3 * step, 3 * step + 3)
                            .<Batch>mapToObj(seed -> RandomModels.any(state.shape(), 2, seed)).toList();
                    session.train(TrainShare.of(batches, rank, engines.size(), sums),
                            TrainOptions.of(0.01, SmallModels.ADAMW.withKind(optimizer).withClip(0.1)).with(DROPPING, step));
                }
                return Numbers.values(session.state().parameters());
            }
        });
        assertSame(ranks.get(1), ranks.get(0));
        assertSame(ranks.get(2), ranks.get(0));
    }
}
