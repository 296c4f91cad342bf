package growth.runtime.place;

import static org.assertj.core.api.Assertions.assertThat;

import growth.launcher.place.Executor;
import growth.runtime.plan.Plan;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Executors that have too little for a planned run, or are too few. */
class PlacedPlanTest {
    private static PlacedPlan plan(int ranks, long... memories) {
        List<Executor> executors = IntStream.range(0, memories.length)
                .mapToObj(i -> new Executor(Integer.toString(i), "alpha", 2, memories[i], "17", Map.of())).toList();
        return new PlacedPlan("spark", executors, ranks, Plan.Memory.host(3e8, 1.7e9));
    }

    @Test
    void whatFitsIsTold() {
        assertThat(plan(2, 2_000_000_000L, 3_000_000_000L).refusal()).isEmpty();
        assertThat(plan(2, 2_000_000_000L, 0).words()).isEqualTo(
                "spark has 2 executors: 0 on alpha (2 cores, 2.0 GB), 1 on alpha (2 cores)");
        assertThat(plan(1, 1, 2, 3, 4, 5, 6).words()).endsWith(", 3 on alpha (2 cores, 4 B), and 2 more");
        // a place that does not say what executors have refuses nothing
        assertThat(plan(1, 0).refusal()).isEmpty();
    }

    @Test
    void tooFewExecutorsAndTooLittleMemoryAreRefused() {
        assertThat(plan(2, 4_000_000_000L).refusal()).contains("spark has 1 executor, and the run needs 2 at once (data-parallel.ranks);"
                + " start more, or write fewer ranks");
        assertThat(plan(2, 4_000_000_000L, 1_900_000_000L).refusal()).contains("each rank takes 2.0 GB of memory (1.7 GB for models), and"
                + " executor 1 on alpha may take 1.9 GB; give executors more, or make the model, training.batch or the context smaller");
        assertThat(plan(1, 1_000L).refusal().orElseThrow()).startsWith("the run takes 2.0 GB of memory");
        assertThat(new PlacedPlan("spark", List.of(), 1, Plan.Memory.host(1, 1)).refusal()).isPresent();
    }
}
