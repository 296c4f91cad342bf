package growth.runtime.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import growth.api.TrainingTime;
import growth.api.algebra.GrowthMap;
import growth.api.algebra.LayerMap;
import growth.api.model.Axis;
import growth.api.model.Family;
import growth.api.model.GateSite;
import growth.api.model.TrainingCost;
import growth.api.model.View;
import growth.api.operator.GateRamp;
import growth.api.operator.GrowthOperator;
import growth.api.operator.GrowthPlan;
import growth.api.operator.GrowthRequest;
import growth.api.operator.LearningRatePolicy;
import growth.api.operator.OperatorCard;
import growth.api.operator.OptimizerStatePolicy;
import growth.api.operator.Preservation;
import growth.api.options.Card;
import growth.runtime.fake.FakeCatalogue;
import growth.runtime.fake.ToyData;
import growth.runtime.fake.ToyEngine;
import growth.runtime.fake.ToySchedule;
import growth.runtime.folder.RunFolder;
import growth.runtime.prepare.PreparedRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What operators say beforehand is counted in the plan and warned of. */
class RunWarningsTest {
    /** 100 steps of 4 × 32 tokens. */
    private static final String RUN = """
            model: {family: llama, layers: 4, hidden: 64, heads: 4, intermediate: 128, context: 32}
            data: {kind: toy}
            training: {duration: 100ba, batch: 4}
            growth:
              schedule: {kind: hop, from: {layers: 2}, at: 25%}
              operator: {kind: telling}
            """;
    @TempDir
    private Path folder;

    /** Grows nothing, but says what it would do. */
    private record Telling(UnaryOperator<GrowthPlan> said) implements GrowthOperator {
        @Override
        public OperatorCard card() {
            return new OperatorCard(new Card("telling", "Tells.", "none"), "none", Preservation.NONE, "none",
                    Set.of(Family.LLAMA), OptimizerStatePolicy.RESET, LearningRatePolicy.RESTART, "growing");
        }

        @Override
        public GrowthPlan plan(GrowthRequest request) {
            return said.apply(GrowthPlan.of(GrowthMap.between(request.from(), request.to()).copyWidth()
                    .layers(LayerMap.stack(request.from().layers(), request.to().layers())).build("telling"), Preservation.NONE));
        }
    }

    private static UnaryOperator<GrowthPlan> opening(TrainingTime time) {
        return plan -> plan.opening(List.of(new GateRamp(new GateSite(Axis.LAYERS, 0), time, GateRamp.Curve.LINEAR)));
    }

    private static FakeCatalogue catalogue(UnaryOperator<GrowthPlan> said) {
        return new FakeCatalogue().with(new ToyData()).with(new ToySchedule()).with(new Telling(said)).with("cpu", new ToyEngine());
    }

    private List<String> warnings(UnaryOperator<GrowthPlan> said, String text) {
        FakeCatalogue catalogue = catalogue(said);
        try (PreparedRun run = catalogue.prepare(folder, catalogue.read(folder, text))) {
            return run.warnings().stream().map(line -> line.replace(folder + "/", "")).toList();
        }
    }

    @ParameterizedTest
    @CsvSource({"5000ba, 25%, 1", "76%, 25%, 1", "75%, 25%, 0", "9600tok, 25ba, 0", "9601tok, 25ba, 1", "5%, 97%, 1", "5%, 25%, 0"})
    void gatesThatCannotOpenInTime(String ramp, String at, int expected) throws IOException {
        List<String> warnings = warnings(opening(TrainingTime.parse(ramp)), RUN.replace("25%", at));
        assertThat(warnings).hasSize(expected).allMatch(line -> line.startsWith("run.yaml:6: telling's gates that begin to open at "
                + TrainingTime.parse(at) + " take " + TrainingTime.parse(ramp) + ", and the run of 100ba is over before they are open"));
    }

    @Test
    void gatesThatAreLongerThanTheRunWheneverItGrows() throws IOException {
        String slope = RUN.replace("at: 25%", "timeless: true");
        assertThat(warnings(opening(TrainingTime.steps(5000)), slope)).singleElement().asString()
                .startsWith("run.yaml:6: telling's gates take 5kba, and the run of 100ba is over");
        assertThat(warnings(opening(TrainingTime.steps(50)), slope)).isEmpty();
    }

    /** Dropout leaves out coordinates and heads one by one, but the sum of neurons. */
    @ParameterizedTest
    @CsvSource({"hidden: 32, 0, 1", "hidden: 32, 0.1, 0", "'hidden: 32, intermediate: 64', 0.1, 1", "layers: 2, 0, 1"})
    void copiesThatStayEqual(String from, String dropout, int expected) throws IOException {
        String text = RUN.replace("layers: 2", from).replace("batch: 4", "batch: 4, dropout: {hidden: " + dropout + "}");
        assertThat(warnings(plan -> plan.parted(true, "snr: 10"), text)).hasSize(expected)
                .allMatch(line -> line.equals("run.yaml:6: stage 2: some of the copies that telling makes get the same gradients as their"
                        + " originals and stay equal to them forever; what separates them is snr: 10"));
        assertThat(warnings(plan -> plan.parted(false, "snr: 10"), text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"60ba, restart, 1", "30ba, restart, 0", "60ba, rewind, 0", "60%, restart, 0"})
    void aWarmUpThatTheRestartSqueezes(String warmup, String policy, int expected) throws IOException {
        String text = RUN.replace("batch: 4", "batch: 4, learning-rate: {warmup: " + warmup + "}").replace("25%", "40%")
                + "  learning-rate: " + policy + "\n";
        assertThat(warnings(UnaryOperator.identity(), text)).hasSize(expected).allMatch(line -> line.equals("run.yaml:6: the learning rate"
                + " restarts at 40%, where its warm-up of 60ba would take more than half of what is left; it takes 36ba; write"
                + " training.learning-rate.warmup as a share, e.g. 2%"));
    }

    /** 20 batches of 4 × 32 tokens on the grown model, before its 75 steps. */
    @Test
    void whatAnOperatorTrainsOnIsCounted() throws IOException {
        FakeCatalogue catalogue = catalogue(plan -> plan.training(20));
        Plan plan = new PlannerComponent(catalogue, run -> new RunFolder(folder.resolve("runs"))).plan(
                catalogue.read(folder, RUN), line -> { });
        Plan without = new PlannerComponent(catalogue(UnaryOperator.identity()), run -> new RunFolder(folder.resolve("runs")))
                .plan(catalogue.read(folder, RUN), line -> { });
        assertThat(plan.stages()).extracting(Plan.Stage::from).containsExactly(0.0, 3200.0);
        assertThat(plan.stages()).extracting(Plan.Stage::tokens).containsExactly(3200.0, 9600.0 + 20 * 128);
        assertThat(plan.totalFlops() - without.totalFlops())
                .isCloseTo(20 * 128 * TrainingCost.perToken(plan.stages().get(1).shape(), View.full()), within(1.0));
        assertThat(plan.seconds()).isGreaterThan(without.seconds());
        assertThat(plan.notes()).contains("telling trains itself on 2.6k tokens when it makes stage 2, which are counted there");
    }

    /** In a run of so many tokens the operator's own take the place of steps, here of those of the last stage. */
    @Test
    void whatAnOperatorTrainsOnTakesTheTimeOfSteps() throws IOException {
        String tokens = RUN.replace("100ba", "12800tok");
        assertThat(warnings(plan -> plan.training(200), tokens)).isEmpty();
        FakeCatalogue catalogue = catalogue(plan -> plan.training(20));
        try (PreparedRun run = catalogue.prepare(folder, catalogue.read(folder, tokens))) {
            assertThat(StageCosts.of(run, 1e9)).extracting(Plan.Stage::tokens).containsExactly(3200.0, 9600.0);
        }
    }

    /** The plan is of what happens: neither the stage nor what its operator would train on. */
    @Test
    void aStageThatNeverBeginsCostsNothing() throws IOException {
        FakeCatalogue catalogue = catalogue(plan -> plan.training(20));
        Plan plan = new PlannerComponent(catalogue, name -> new RunFolder(folder.resolve("runs")))
                .plan(catalogue.read(folder, RUN.replace("25%", "99.5%")), line -> { });
        assertThat(plan.stages()).extracting(Plan.Stage::tokens).containsExactly(12_800.0);
        assertThat(plan.notes()).noneMatch(note -> note.contains("trains itself"));
        assertThat(plan.warnings()).singleElement().asString().contains("stage 2 of 2").contains("never begins");
    }
}
