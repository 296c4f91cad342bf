package growth.runtime.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import growth.parallel.cost.Network;
import growth.parallel.cost.StepWork;
import growth.runtime.fake.FakeCatalogue;
import growth.runtime.fake.PlacedToy;
import growth.runtime.fake.ToyEngine;
import growth.runtime.folder.RunFolder;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a plan knows of the ranks of a run. */
class ParallelPlanTest {
    private static final String RUN = """
            model: {family: llama, layers: 4, hidden: 16, heads: 2, intermediate: 24, context: 32}
            data: {kind: toy}
            training: {duration: 100ba, batch: 12, accumulation: 2}
            engine: {kind: toy, device: cpu}
            growth:
              schedule: {kind: hop, from: {layers: 2}, at: 25%}
              operator: {kind: stack}
            """;
    @TempDir
    private Path folder;

    private Plan plan(String more) throws IOException {
        FakeCatalogue catalogue = FakeCatalogue.toys().with("toy", new PlacedToy(new ToyEngine(), 2));
        return new PlannerComponent(catalogue, name -> new RunFolder(folder.resolve("runs"))).plan(catalogue.read(folder, RUN + more),
                line -> { });
    }

    @Test
    void oneProcessAloneExchangesNothing() throws IOException {
        assertThat(plan("").parallel()).isEmpty();
    }

    @Test
    void everyStageSumsWhatLearnsAndTheBatchSaysHowManyRanksArePossible() throws IOException {
        Plan plan = plan("data-parallel: {ranks: 4}\n");
        ParallelPlan parallel = plan.parallel().orElseThrow();
        // 1 and 2 divide the accumulation of 2; 3, 4, 6 and 12 divide the batch and are larger
        assertThat(parallel.possible()).containsExactly(1, 2, 3, 4, 6, 12);
        for (int i = 0; i < 2; i++) {
            Plan.Stage stage = plan.stages().get(i);
            StepWork work = parallel.work().get(i);
            assertThat(work.summed()).isEqualTo(stage.parameters());
            assertThat(work.averaged()).isEqualTo(3 * stage.parameters());
            double steps = i == 0 ? 25 : 75;
            assertThat(work.shared() + work.own()).isCloseTo(stage.seconds() / steps, within(1e-9 + stage.seconds() * 1e-6));
            // 2(W−1)/W · 4n bytes and some hundred bytes of headers and decisions
            assertThat(parallel.step(i, Network.USUAL).bytes()).isBetween(6.0 * stage.parameters(), 6.0 * stage.parameters() + 2000);
        }
        // a tiny model's step is over before its messages have gone round once
        assertThat(parallel.fastest(1, new Network(1e6, 1))).isEqualTo(1);
        assertThat(parallel.seconds(plan.stages(), Network.USUAL)).isPositive();
    }

    @Test
    void localStepsTakeMoreMemoryAndExchangeLess() throws IOException {
        Plan synchronous = plan("data-parallel: {ranks: 2}\n");
        Plan local = plan("data-parallel: {ranks: 2, mode: local, local-steps: 10}\n");
        // the model of the last synchronisation, the outer momentum, and one array of parameters and two moments
        long parameters = local.stages().get(1).parameters();
        assertThat(local.memory().models() - synchronous.memory().models()).isBetween(4.0 * 5 * local.stages().get(0).parameters(),
                4.0 * 5 * parameters);
        double ratio = local.parallel().orElseThrow().step(1, Network.USUAL).moving()
                / synchronous.parallel().orElseThrow().step(1, Network.USUAL).moving();
        assertThat(ratio).isBetween(0.1, 0.3);
    }
}
