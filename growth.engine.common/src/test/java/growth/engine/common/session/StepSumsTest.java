package growth.engine.common.session;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.data.Batch;
import growth.api.engine.StepResult;
import growth.api.engine.TrainShare;
import growth.api.model.Family;
import growth.reference.RandomModels;
import growth.reference.SmallShapes;
import growth.testing.ranks.Ranks;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StepSumsTest {
    private static final List<Batch> STEP = IntStream.range(0, 3).<Batch>mapToObj(part ->
            RandomModels.any(SmallShapes.of(Family.BERT), 2 + part, part)).toList();

    /** What each of three ranks comes to. */
    private static List<StepResult> results(StepSums... sums) throws Exception {
        return Ranks.run(3, (rank, all) -> sums[rank].of(TrainShare.of(STEP, rank, 3, all)));
    }

    @Test
    void allRanksTakeTheNormOfTheFirst() throws Exception {
        long scored = STEP.stream().mapToLong(Batch::scored).sum();
        // the same gradients, added up in three orders
        assertThat(results(new StepSums(1, 2, 10), new StepSums(2, Math.nextUp(2.0), 20), new StepSums(4, Math.nextDown(2.0), 40)))
                .containsOnly(new StepResult(7.0 / scored, 2, 70, true));
    }

    @Test
    void whatIsNotFiniteOnOneRankIsSoForAll() throws Exception {
        StepSums good = new StepSums(1, 2, 10);
        assertThat(results(good, good, new StepSums(Double.NaN, 2, 10)))
                .allMatch(result -> !result.updated() && Double.isNaN(result.loss()));
        assertThat(results(new StepSums(1, Double.POSITIVE_INFINITY, 10), good, good))
                .allMatch(result -> !result.updated() && result.gradientNorm() == Double.POSITIVE_INFINITY);
    }
}
