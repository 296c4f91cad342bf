package growth.ops.stacking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import growth.api.GrowthException;
import growth.api.TrainingTime;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.model.View;
import growth.api.schedule.Decision;
import growth.api.schedule.GrowthSchedule;
import growth.api.schedule.PlannedStage;
import growth.api.schedule.RunningSchedule;
import growth.api.schedule.ScheduleRequest;
import growth.api.training.Progress;
import growth.reference.OptionValues;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProportionalSchedulesTest {
    private final ModelShape target = ModelShape.builder(Family.LLAMA).layers(24).hidden(64).heads(4).intermediate(128).vocabulary(100)
            .context(32).build();
    private final List<GrowthSchedule> schedules = List.of(new PropAliases.Equal(), new PropAliases.PropOne(), new PropAliases.PropTwo(),
            new PropAliases.PropThree());

    /** Speed-up r = k Σ i^a / Σ i^(a+1) over the full model, cost being proportional to depth (growth-methods 6.1). */
    @ParameterizedTest
    @CsvSource({"2, 1.333, 1.200, 1.111, 1.059", "3, 1.500, 1.286, 1.167, 1.102", "4, 1.600, 1.333, 1.200, 1.130",
        "6, 1.714, 1.385, 1.238, 1.163", "8, 1.778, 1.412, 1.259, 1.182"})
    void plansHaveTheCostOfTheClosedForms(int stages, double equal, double one, double two, double three) {
        double[] expected = {equal, one, two, three};
        for (int a = 0; a < 4; a++) {
            List<PlannedStage> plan = begin(schedules.get(a), new OptionValues().shape("from", "layers=" + 24 / stages)).plan()
                    .orElseThrow();
            assertThat(plan).hasSize(stages);
            double cost = 0;
            for (int i = 0; i < stages; i++) {
                double end = i + 1 < stages ? plan.get(i + 1).from().value() : 1;
                cost += (end - plan.get(i).from().value()) * plan.get(i).shape().layers() / 24;
            }
            assertThat(1 / cost).isCloseTo(expected[a], within(5e-4));
        }
        assertThat(one).isCloseTo(3.0 * stages / (2 * stages + 1), within(5e-4));
        assertThat(two).isCloseTo(2.0 * (2 * stages + 1) / (3 * (stages + 1)), within(5e-4));
    }

    @Test
    void stageILastsInProportionToAPowerOfI() {
        for (int a = 0; a < 4; a++) {
            int power = a;
            List<PlannedStage> plan = begin(schedules.get(a), new OptionValues().shape("from", "layers=6")).plan().orElseThrow();
            double whole = IntStream.rangeClosed(1, 4).mapToDouble(i -> Math.pow(i, power)).sum();
            assertThat(plan.get(0)).isEqualTo(new PlannedStage(TrainingTime.steps(0), layers(6), View.full(), Optional.empty()));
            double begin = 0;
            for (int i = 1; i < 4; i++) {
                begin += Math.pow(i, power) / whole;
                assertThat(plan.get(i).from().unit()).isEqualTo(TrainingTime.Unit.SHARE);
                assertThat(plan.get(i).from().value()).isCloseTo(begin, within(1e-15));
                assertThat(plan.get(i).shape()).isEqualTo(layers(6 * (i + 1)));
                assertThat(plan.get(i).operator()).isEmpty();
            }
        }
    }

    @Test
    void aliasesPlanWhatTheExponentPlans() {
        for (int a = 0; a < 4; a++) {
            OptionValues given = new OptionValues().shape("from", "layers=4").with("block", 5L);
            OptionValues exponent = new OptionValues().shape("from", "layers=4").with("block", 5L).with("exponent", (double) a);
            assertThat(begin(schedules.get(a), given).plan()).isEqualTo(begin(new PropSchedule(), exponent).plan());
            assertThat(schedules.get(a).card().title()).startsWith("Another name of prop with exponent " + a + ": ");
        }
        List<PlannedStage> root = begin(new PropSchedule(), new OptionValues().shape("from", "layers=12").with("exponent", 0.5)).plan()
                .orElseThrow();
        assertThat(root.get(1).from().value()).isCloseTo(1 / (1 + Math.sqrt(2)), within(1e-15));
    }

    @Test
    void theRunFollowsThePlan() {
        RunningSchedule run = begin(new PropAliases.PropOne(), new OptionValues().shape("from", "layers=8").with("stages", 3L));
        assertThat(run.start()).isEqualTo(layers(8));
        assertThat(run.next(progress(0.16, 0), layers(8))).isEqualTo(Decision.trainOn());
        assertThat(run.next(progress(0.17, 0), layers(8))).isEqualTo(new Decision.Grow(layers(16), Optional.empty(), View.full()));
        assertThat(run.next(progress(0.49, 1), layers(16))).isEqualTo(Decision.trainOn());
        assertThat(run.next(progress(0.5, 1), layers(16))).isEqualTo(new Decision.Grow(target, Optional.empty(), View.full()));
        assertThat(run.next(progress(0.9, 2), target)).isEqualTo(Decision.trainOn());
    }

    @Test
    void blocksAndStagesSayHowManyGrowthsThereAre() {
        assertThat(depths(new OptionValues().shape("from", "layers=6").with("block", 9L))).containsExactly(6, 15, 24);
        assertThat(depths(new OptionValues().shape("from", "layers=3").with("stages", 4L))).containsExactly(3, 10, 17, 24);
        assertThat(depths(new OptionValues().shape("from", "layers=8"))).containsExactly(8, 16, 24);
    }

    @Test
    void everySizeGrowsInEqualSteps() {
        List<PlannedStage> plan = begin(new PropAliases.Equal(), new OptionValues()
                .shape("from", "layers=12,hidden=32,intermediate=64").with("stages", 3L)).plan().orElseThrow();
        assertThat(plan.get(0).shape()).isEqualTo(target.toBuilder().layers(12).hidden(32).heads(2).intermediate(64).build());
        assertThat(plan.get(1).shape()).isEqualTo(target.toBuilder().layers(18).hidden(48).heads(3).intermediate(96).build());
        assertThat(plan.get(2).shape()).isEqualTo(target);
    }

    @Test
    void whatDoesNotDivideIsRefusedInWords() {
        assertRefused(new OptionValues().shape("from", "layers=5"), "run.yaml:9: block: growths of 5 layers do not lead from 5 layers to"
                + " 24; give a divisor of 19");
        assertRefused(new OptionValues().shape("from", "layers=6").with("block", 4L), "run.yaml:2: block: growths of 4 layers do not lead"
                + " from 6 layers to 24; give a divisor of 18");
        assertRefused(new OptionValues().shape("from", "intermediate=64"), "run.yaml:9: block: growths of 24 layers do not lead from 24"
                + " layers to 24; give stages instead");
        assertRefused(new OptionValues().shape("from", "layers=6").with("stages", 3L).with("block", 9L), "run.yaml:3: block: the number of"
                + " stages is given, too; give one of both");
        assertRefused(new OptionValues().shape("from", "layers=6").with("stages", 5L), "run.yaml:1: from: layers cannot grow from 6 to 24"
                + " in 4 equal steps; give another size or number of stages");
        assertRefused(new OptionValues().shape("from", "layers=24").with("stages", 3L), "run.yaml:1: from: nothing would grow: the model is"
                + " " + target + " before and after; give other sizes, e.g. fewer layers before");
        assertRefused(new OptionValues().shape("from", "kv-heads=2,heads=2").with("stages", 3L), "run.yaml:1: from: head-size would shrink"
                + " from 32 to 16; models only grow, so give the earlier one at most 16");
        ModelShape grouped = target.toBuilder().heads(8).kvHeads(4).build();
        assertThatThrownBy(() -> new PropAliases.Equal().begin(new ScheduleRequest(grouped, TrainingTime.parse("8Mtok"), 1000, 2_000_000,
                new OptionValues().shape("from", "heads=4").with("stages", 3L).build(new PropAliases.Equal().card()), 1)))
                .hasMessage("run.yaml:1: from: stage 2 would have no possible shape: kv-heads 4 does not divide heads 6");
    }

    private List<Integer> depths(OptionValues options) {
        return begin(new PropAliases.PropTwo(), options).plan().orElseThrow().stream().map(stage -> stage.shape().layers()).toList();
    }

    private void assertRefused(OptionValues options, String message) {
        assertThatThrownBy(() -> begin(new PropAliases.PropTwo(), options)).isInstanceOf(GrowthException.class).hasMessage(message);
    }

    private RunningSchedule begin(GrowthSchedule schedule, OptionValues options) {
        return schedule.begin(new ScheduleRequest(target, TrainingTime.parse("8Mtok"), 1000, 2_000_000, options.build(schedule.card()), 1));
    }

    private ModelShape layers(int layers) {
        return target.toBuilder().layers(layers).build();
    }

    private static Progress progress(double share, int stage) {
        long tokens = (long) (share * 8e6);
        return new Progress(tokens / 1000, tokens, tokens / 2e6, 0, 0, share, 3, OptionalDouble.empty(), stage);
    }
}
