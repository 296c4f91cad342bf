package growth.runtime.prepare;

import static growth.runtime.fake.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import growth.api.GrowthException.Kind;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.model.Trainable;
import growth.api.model.TrainingCost;
import growth.api.model.View;
import growth.api.operator.GrowthRequest;
import growth.api.operator.LearningRatePolicy;
import growth.api.operator.OptimizerStatePolicy;
import growth.api.training.PluginOrigin;
import growth.runtime.fake.FakeCatalogue;
import growth.runtime.fake.OneModel;
import growth.runtime.fake.ToyData;
import growth.runtime.fake.ToyEngine;
import growth.runtime.fake.ToyOperator;
import growth.runtime.fake.ToySchedule;
import growth.runtime.folder.RunFolder;
import growth.runtime.plan.Plan;
import growth.runtime.plan.PlannerComponent;
import growth.runtime.plan.StageCosts;
import growth.runtime.run.RunFile;
import growth.runtime.train.DepthOperator;
import growth.runtime.train.rate.Moment;
import growth.runtime.train.rate.RateState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunPreparationTest {
    /** 100 steps of 4 × 32 tokens; data of 10,000 tokens. */
    private static final String RUN = """
            model: {family: llama, layers: 4, hidden: 64, heads: 4, intermediate: 128, context: 32}
            data: {kind: toy}
            training: {duration: 100ba, batch: 4}
            growth:
              schedule: {kind: hop, from: {layers: 2}, at: 25%}
              operator: {kind: stack, noise: 0.25}
              learning-rate: rewarm
            """;
    private static final View POOLED = View.full().withPooling(new View.Pooling(View.Pooling.Kind.MEAN, 4));
    @TempDir
    private Path folder;
    private final ToyData data = new ToyData();
    private final ToyOperator stack = new ToyOperator("stack");
    private final ToyOperator other = new ToyOperator("other");
    private final FakeCatalogue catalogue =
            new FakeCatalogue().with(data).with(new ToySchedule()).with(stack).with(other).with("cpu", new ToyEngine());

    private RunFile read(String text) {
        return catalogue.read(folder, text);
    }

    private PreparedRun prepare(String text) {
        return catalogue.prepare(folder, read(text));
    }

    private void refused(String text, Kind kind, String message) {
        assertRefused(kind, () -> prepare(text)).satisfies(m -> assertThat(m.replace(folder + "/", "")).isEqualTo(message));
        assertThat(catalogue.held()).isZero();
    }

    private void refused(String text, String message) {
        refused(text, Kind.CONFIGURATION, message);
    }

    @Test
    void everythingIsOpenAndClosedAgain() throws IOException {
        try (PreparedRun run = prepare(RUN)) {
            assertThat(run.target().toString()).isEqualTo("llama 4L 64H 4h/4kv×16 f128 V256 T32");
            assertThat(run.schedule().start().layers()).isEqualTo(2);
            assertThat(run.scale().tokensPerStep()).isEqualTo(128);
            Moment halfway = new Moment(50, 50 * 128, 0.64, 0, 0);
            assertThat(run.rate().at(halfway, halfway, RateState.START)).isBetween(1e-4, 1e-3);
            assertThat(run.engineOptions().rows()).isEqualTo(4);
            assertThat(run.plugins().origins()).containsOnlyKeys("engine cpu", "data toy", "schedule hop", "operator stack");
            assertThat(data.opened().model().context()).isEqualTo(32);
            assertThat(data.opened().base()).isEqualTo(folder);
            assertThat(data.opened().seed()).isEqualTo(SeedPurpose.DATA.seed(1));
            assertThat(data.closed()).isFalse();
            assertThat(catalogue.held()).as("engine, data source, schedule and operator").isEqualTo(4);
        }
        assertThat(data.closed()).isTrue();
        assertThat(catalogue.held()).isZero();
    }

    @Test
    void aRunKeepsThePlugInsItBeganWith() throws IOException {
        PluginOrigin old = new PluginOrigin("sandwich", "1.0.0", "aa");
        PluginOrigin replaced = new PluginOrigin("sandwich", "1.1.0", "bb");
        catalogue.from("stack", old);
        try (PreparedRun run = prepare(RUN)) {
            catalogue.with(new ToyOperator("stack")).from("stack", replaced);
            LeasedOperator operator = run.operators().lease(Optional.empty());
            assertThat(operator.operator()).isSameAs(stack);
            assertThat(operator.origin()).isEqualTo(old);
            assertThat(run.plugins().origins()).containsEntry("operator stack", old);
        }
        try (PreparedRun next = prepare(RUN)) {
            LeasedOperator operator = next.operators().lease(Optional.empty());
            assertThat(operator.operator()).isNotSameAs(stack);
            assertThat(operator.origin()).isEqualTo(replaced);
        }
    }

    @Test
    void plugInsAreTakenBeforeTheDataAreOpenedWhichMayTakeLong() throws IOException {
        RunFile read = read(RUN);
        List<String> heldBefore = new ArrayList<>();
        data.whileOpening(() -> {
            heldBefore.add("held: " + catalogue.held());
            catalogue.with(new ToyOperator("stack"));
        });
        try (PreparedRun run = catalogue.prepare(folder, read)) {
            assertThat(heldBefore).containsExactly("held: 4");
            assertThat(run.operators().lease(Optional.empty()).operator()).isSameAs(stack);
        }
    }

    @Test
    void aRunFromScratchNeverGrows() throws IOException {
        try (PreparedRun run = prepare(RUN.replaceFirst("(?s)growth:.*", ""))) {
            assertThat(run.schedule().start()).isEqualTo(run.target());
            assertThat(run.schedule().plan().orElseThrow()).hasSize(1);
            assertThat(stack.asked()).isEmpty();
            assertThatThrownBy(() -> run.operators().lease(Optional.empty())).hasMessageContaining("has no growth section");
        }
    }

    @Test
    void operatorsAreAskedForEveryGrowthBeforehand() throws IOException {
        prepare(RUN).close();
        assertThat(stack.asked()).singleElement().satisfies(asked -> {
            assertThat(asked.from().layers()).isEqualTo(2);
            assertThat(asked.to().layers()).isEqualTo(4);
            assertThat(asked.options().as(ToyOperator.DepthOptions.class).noise()).isEqualTo(0.25);
            assertThat(asked.optimizerState()).isEqualTo(OptimizerStatePolicy.RESET);
        });
        refused(RUN.replace("{layers: 2}", "{hidden: 32}"), "run.yaml:6: stack grows depth only");
    }

    @Test
    void anotherOperatorOfTheScheduleGetsItsDefaults() throws IOException {
        try (PreparedRun run = prepare(RUN.replace("at: 25%", "at: 25%, by: other"))) {
            assertThat(stack.asked()).isEmpty();
            assertThat(other.asked()).extracting(GrowthRequest::options).singleElement()
                    .satisfies(options -> assertThat(options.as(ToyOperator.DepthOptions.class).noise()).isEqualTo(0.5));
            assertThat(run.operators().lease(Optional.empty()).learningRate()).isEqualTo(LearningRatePolicy.REWARM);
            assertThat(run.plugins().origins()).containsKeys("operator stack", "operator other");
        }
        refused(RUN.replace("at: 25%", "at: 25%, by: none"), Kind.MISSING_PLUGIN,
                "run.yaml:5: none is not installed; there are [stack, other]");
    }

    @Test
    void whatWouldStopTheRunStopsItHere() {
        refused(RUN.replace("{layers: 2}", "{layers: 8}"),
                "run.yaml:5: stage 2 is smaller than the one before: layers 4 after 8; models only grow");
        refused(RUN.replace("at: 25%", "at: 100ba"),
                "run.yaml:5: stage 2 would begin at 100ba, when the run of 100ba is over; let it begin earlier or train longer");
        refused(RUN.replace("family: llama", "family: gpt2"), "run.yaml:1: the toy engine trains llama only, not gpt2");
        refused(RUN.replace("context: 32}", "context: 32, vocabulary: 100}"),
                "run.yaml:1: model: vocabulary 100 is smaller than the tokenizer's 256; leave it out or raise it");
        refused(RUN.replace("kind: toy", "kind: toy, tokens: 100"), Kind.DATA,
                "run.yaml:2: data: one batch needs 128 tokens, the training data have 100; "
                + "give more data, or lower training.batch or model.context");
        refused(RUN.replace("kind: toy", "kind: toy, held-out: 31"), Kind.DATA,
                "run.yaml:2: data: the validation data are shorter than one sequence; give more of them");
        refused(RUN.replace("batch: 4", "batch: 4, engine: gpu"), Kind.MISSING_PLUGIN,
                "run.yaml:3: engine.kind: gpu is not installed; there are [cpu]");
        refused(RUN.replace("batch: 4", "batch: 4, learning-rate: {warmup: 10sec}"),
                "run.yaml: learning-rate warm-up 10sec cannot be compared with a duration in ba; write a share such as 2%, or use the unit "
                + "ba");
        refused(RUN.replace("context: 32}", "context: 32, start: nowhere}"), Kind.CHECKPOINT,
                "run.yaml:1: model.start: nowhere: there is no such folder; a model folder holds config.json and model.safetensors");
    }

    private double perToken(int layers) {
        ModelShape shape = ModelShape.builder(Family.LLAMA).layers(layers).hidden(64).heads(4)
                .intermediate(128)
                .vocabulary(256).context(32).build();
        return TrainingCost.perToken(shape, View.full());
    }

    @Test
    void stagesCostWhatTheirModelsCost() throws IOException {
        try (PreparedRun run = prepare(RUN)) {
            List<Plan.Stage> stages = StageCosts.of(run, 1e6);
            double small = 3200 * perToken(2);
            double large = 9600 * perToken(4);
            assertThat(stages).extracting(Plan.Stage::from).containsExactly(0.0, 3200.0);
            assertThat(stages).extracting(Plan.Stage::tokens).containsExactly(3200.0, 9600.0);
            assertThat(stages.get(0).flops()).isCloseTo(small, within(1.0));
            assertThat(stages.get(1).flops()).isCloseTo(large, within(1.0));
            assertThat(stages.get(1).share()).isCloseTo(large / (small + large), within(1e-12));
            assertThat(stages.get(1).seconds()).isCloseTo(large / 1e6, within(1e-6));
            assertThat(stages.get(1).bytes()).isEqualTo(16 * run.target().parameterCount() + 4);
        }
    }

    /** A quarter of the operations, not of the tokens. */
    @Test
    void stagesInOperationsAndSecondsAreWalkedThrough() throws IOException {
        try (PreparedRun run = prepare(RUN.replace("100ba", "400Mflop"))) {
            List<Plan.Stage> stages = StageCosts.of(run, Double.NaN);
            assertThat(stages).extracting(Plan.Stage::flops).satisfiesExactly(f -> assertThat(f).isCloseTo(1e8, within(1.0)),
                    f -> assertThat(f).isCloseTo(3e8, within(1.0)));
            assertThat(stages.get(1).from()).isCloseTo(1e8 / perToken(2), within(1e-6));
            assertThat(stages.get(1).tokens()).isCloseTo(3e8 / perToken(4), within(1e-6));
            assertThat(stages.get(0).seconds()).isNaN();
        }
        try (PreparedRun run = prepare(RUN.replace("100ba", "8sec").replace("25%", "2sec"))) {
            assertThat(StageCosts.of(run, 1e8)).extracting(Plan.Stage::seconds)
                    .satisfiesExactly(s -> assertThat(s).isCloseTo(2, within(1e-9)), s -> assertThat(s).isCloseTo(6, within(1e-9)));
            assertThat(StageCosts.of(run, Double.NaN).get(0).tokens()).isNaN();
        }
        try (PreparedRun run = prepare(RUN.replace("25%", "128tok"))) {
            assertThat(StageCosts.of(run, 1e8).get(1).from()).isEqualTo(128.0);
        }
    }

    private static final String NEW = RUN + "  trains: new\n";

    @Test
    void stagesInWhichNewLayersAloneLearnCostLess() throws IOException {
        catalogue.with(new DepthOperator("copies", false));
        try (PreparedRun run = prepare(NEW.replace("kind: stack, noise: 0.25", "kind: copies"))) {
            List<Plan.Stage> stages = StageCosts.of(run, 1e6);
            Trainable upper = Trainable.layers(List.of(2, 3));
            assertThat(stages).extracting(Plan.Stage::trainable).containsExactly(Optional.of(Trainable.ALL), Optional.of(upper));
            assertThat(stages.get(0).flops()).isCloseTo(3200 * perToken(2), within(1.0));
            assertThat(stages.get(1).flops()).isCloseTo(9600 * TrainingCost.perToken(run.target(), View.full(), 1, upper), within(1.0))
                    .isLessThan(0.8 * 9600 * perToken(4));
        }
        Plan plan = planner().plan(read(NEW.replace("kind: stack, noise: 0.25", "kind: copies")), line -> { });
        assertThat(plan.operator()).contains("copies (optimizer state reset, learning rate rewarm, trains new)");
        assertThat(plan.notes()).hasSize(3);
    }

    @Test
    void everyPlanTellsWhichLayersAreNew() throws IOException {
        Plan plan = planner().plan(read(NEW), line -> { });
        Trainable upper = Trainable.layers(List.of(2, 3));
        assertThat(plan.stages().get(1).trainable()).contains(upper);
        assertThat(plan.totalFlops()).isCloseTo(3200 * perToken(2) + 9600 * TrainingCost.perToken(plan.stages().get(1).shape(),
                View.full(), 1, upper), within(2.0));
    }

    @Test
    void growthsThatDoMoreThanInsertLayersCannotTrainNewOnesAlone() {
        String message = "run.yaml:8: trains: new is for growths that insert layers and do nothing else, but hidden would grow from 32 to"
                + " 64; leave trains out, or say all";
        refused(NEW.replace("{layers: 2}", "{layers: 2, hidden: 32}"), message);
        refused(NEW.replace("{layers: 2}, at: 25%", "{hidden: 32}, at: 25%, secret: true"), message);
    }

    @Test
    void schedulesThatSearchCannotTrainNewLayersAlone() {
        catalogue.with(new OneModel("searching", POOLED, true));
        refused(NEW.replaceFirst("schedule: .*", "schedule: {kind: searching}"),
                "run.yaml:8: trains: new leaves"
                + " nothing to learn to sub-networks without new layers, which the schedule tries too; leave trains out, or say all");
    }

    private PlannerComponent planner() {
        return new PlannerComponent(catalogue, run -> new RunFolder(folder.resolve("runs").resolve(run.name())));
    }

    @Test
    void plansSayThatTheRunsFolderIsTakenAndLeaveItAlone() throws IOException {
        RunFile run = read(RUN);
        Path taken = Files.createDirectories(folder.resolve("runs/run"));
        assertThat(planner().plan(run, line -> { }).notes()).hasSize(3);
        Files.writeString(taken.resolve("run.yaml"), "");
        assertThat(planner().plan(run, line -> { }).notes()).hasSize(4).last().satisfies(note -> assertThat(note).startsWith(taken
                + ": already holds a run"));
        assertThat(data.opened().cache()).doesNotExist();
        assertThat(folder.resolve("runs/.cache")).doesNotExist();
    }

    @Test
    void aViewThatTheEngineRefusesIsRefusedWhereItsScheduleStands() {
        catalogue.with(new OneModel("pooled", POOLED, false));
        refused(RUN.replaceFirst("schedule: .*", "schedule: {kind: pooled}"),
                "run.yaml:5: the toy engine does not pool; leave pooling out of the view");
    }

    @Test
    void plansAddUpAndSayWhatTheyAssume() throws IOException {
        Plan plan = planner().plan(read(RUN), line -> { });
        assertThat(plan.complete()).isTrue();
        assertThat(plan.operator()).contains("stack (optimizer state reset, learning rate rewarm)");
        assertThat(plan.totalFlops()).isCloseTo(3200 * perToken(2) + 9600 * perToken(4), within(2.0));
        assertThat(plan.seconds()).isCloseTo(plan.totalFlops() / (0.55 * ToyEngine.PEAK), within(1e-9));
        assertThat(plan.memory().models()).isEqualTo(plan.stages().get(1).bytes());
        assertThat(plan.memory().bytes()).isEqualTo(plan.memory().process() + plan.memory().models());
        assertThat(plan.notes()).containsExactly("the training data have 10,000 tokens, the run passes over them 1.28 times",
                "times assume 55% of this machine's measured 1 GFLOP/s",
                "saved every 5 minutes on the clock and at the end; the newest 2 checkpoints stay, each of up to 2.4 MB");
        assertThat(catalogue.held()).isZero();
        assertThat(data.closed()).isTrue();
    }

    @Test
    void aScheduleThatDecidesWhileTrainingHasAPlanOfItsFirstModelOnly() throws IOException {
        Plan plan = planner().plan(read(RUN.replace("at: 25%", "at: 25%, secret: true")), line -> { });
        assertThat(plan.complete()).isFalse();
        assertThat(plan.stages()).singleElement().satisfies(s -> assertThat(s.shape().layers()).isEqualTo(2));
        assertThat(plan.totalFlops()).isNaN();
        assertThat(plan.notes()).contains("the schedule decides during training: only its first model is known");
    }

    @Test
    void growthsWhoseTimesAreDecidedWhileTrainingAreCheckedBefore() throws IOException {
        String timeless = RUN.replace("at: 25%", "at: 25%, timeless: true");
        prepare(timeless).close();
        assertThat(stack.asked()).singleElement().satisfies(asked -> {
            assertThat(asked.from().layers()).isEqualTo(2);
            assertThat(asked.to().layers()).isEqualTo(4);
            assertThat(asked.seed()).isEqualTo(SeedPurpose.GROWTH.seed(1, 0));
        });
        refused(timeless.replace("{layers: 2}", "{hidden: 32}"), "run.yaml:6: stack grows depth only");
        refused(timeless.replace("{layers: 2}", "{layers: 8}"),
                "run.yaml:5: stage 2 is smaller than the one before: layers 4 after 8; models only grow");
        refused(timeless.replace("timeless: true", "timeless: true, by: none"), Kind.MISSING_PLUGIN,
                "run.yaml:5: none is not installed; there are [stack, other]");
    }

    @Test
    void aPlanWithoutTimesShowsTheModels() throws IOException {
        Plan plan = planner().plan(read(RUN.replace("at: 25%", "at: 25%, timeless: true")), line -> { });
        assertThat(plan.complete()).isFalse();
        assertThat(plan.stages()).extracting(s -> s.shape().layers()).containsExactly(2, 4);
        assertThat(plan.stages().get(0).from()).isZero();
        assertThat(plan.stages().get(1).from()).isNaN();
        assertThat(plan.totalFlops()).isNaN();
        assertThat(plan.memory().models()).isEqualTo(plan.stages().get(1).bytes());
        assertThat(plan.notes()).contains("the schedule decides during training: when the model grows is not known");
    }
}
