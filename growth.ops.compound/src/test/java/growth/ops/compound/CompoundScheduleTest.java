package growth.ops.compound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import growth.api.GrowthException;
import growth.api.TrainingTime;
import growth.api.model.Family;
import growth.api.model.ImageShape;
import growth.api.model.ModelShape;
import growth.api.model.TrainingCost;
import growth.api.model.View;
import growth.api.schedule.Decision;
import growth.api.schedule.PlannedStage;
import growth.api.schedule.RunningSchedule;
import growth.api.schedule.ScheduleRequest;
import growth.api.training.Progress;
import growth.reference.OptionValues;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompoundScheduleTest {
    private static final View POOLED = View.full().withPooling(new View.Pooling(View.Pooling.Kind.MEAN, 2));
    private final CompoundSchedule schedule = new CompoundSchedule();
    private final ModelShape bert = ModelShape.builder(Family.BERT).layers(8).hidden(16).heads(4).intermediate(64).vocabulary(100)
            .context(32).build();
    private final ModelShape llama = ModelShape.builder(Family.LLAMA).layers(8).hidden(16).heads(4).intermediate(60).vocabulary(100)
            .context(31).build();
    private final ModelShape vit = ModelShape.builder(Family.VIT).layers(8).hidden(16).heads(4).intermediate(64)
            .image(new ImageShape(20, 4, 3, 10)).build();

    @Test
    void withoutOptionsAllIsHalvedAtFirst() {
        List<PlannedStage> plan = plan(bert, "8Mtok", new OptionValues());
        assertThat(plan).extracting(PlannedStage::shape).containsExactly(bert.toBuilder().layers(4).intermediate(32).build(), bert);
        assertThat(plan).extracting(PlannedStage::view).containsExactly(POOLED, View.full());
        assertThat(plan.get(1).learningRate()).isEmpty();
    }

    @Test
    void stagesTakeTheirFactorsAndEndAtTheTarget() {
        List<PlannedStage> plan = plan(llama, "8Mtok", stages(stage(4, 4, 4), stage(2, 1, 4), stage(2, 1, 1)));
        assertThat(plan).extracting(PlannedStage::shape).containsExactly(llama.toBuilder().layers(2).intermediate(15).build(),
                llama.toBuilder().layers(4).build(), llama.toBuilder().layers(4).build(), llama);
        // a quarter of 31 positions, rounded up
        assertThat(plan).extracting(PlannedStage::view).containsExactly(View.full().withSequence(8), View.full().withSequence(8),
                View.full(), View.full());
    }

    @Test
    void imagesBeginWithFewerPatches() {
        List<PlannedStage> plan = plan(vit, "8ktok", new OptionValues());
        // half of five patches a side, rounded up
        assertThat(plan.get(0).view()).isEqualTo(View.full().withResolution(12));
        assertThat(plan.get(1).view()).isEqualTo(View.full());
    }

    @Test
    void bertMayTruncateInsteadOfPooling() {
        List<PlannedStage> plan = plan(bert, "8Mtok", new OptionValues().with("sequence", "truncate"));
        assertThat(plan.get(0).view()).isEqualTo(View.full().withSequence(16));
    }

    /** Tokens of a stage times operations per token are the same in every stage; 15 of 100 of BERT's positions are scored. */
    @Test
    void stagesOfARunInTokensCostTheSame() {
        List<PlannedStage> plan = plan(bert, "8Mtok", new OptionValues().with("stages", List.of(stage(4, 4, 4), stage(2, 2, 2))));
        double[] lengths = lengths(plan);
        double[] costs = new double[3];
        for (int i = 0; i < 3; i++) {
            costs[i] = lengths[i] * TrainingCost.perToken(plan.get(i).shape(), plan.get(i).view(), 0.15);
        }
        assertThat(costs[1] / costs[0]).isCloseTo(1, within(1e-9));
        assertThat(costs[2] / costs[0]).isCloseTo(1, within(1e-9));
        assertThat(lengths[0]).isGreaterThan(lengths[1]).isGreaterThan(lengths[2]);
    }

    @Test
    void stagesOfARunInStepsOrImagesCostTheSame() {
        for (ModelShape target : new ModelShape[] {llama, vit}) {
            List<PlannedStage> plan = plan(target, target == vit ? "8ktok" : "1000ba", new OptionValues());
            double[] lengths = lengths(plan);
            double small = lengths[0] * TrainingCost.perSequence(plan.get(0).shape(), plan.get(0).view());
            assertThat(lengths[1] * TrainingCost.perSequence(target, View.full()) / small).isCloseTo(1, within(1e-9));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"5Bflop", "90sec"})
    void stagesOfARunInOperationsOrSecondsAreEquallyLong(String duration) {
        List<PlannedStage> plan = plan(bert, duration, new OptionValues().with("stages", List.of(stage(4, 4, 4), stage(2, 2, 2))));
        assertThat(lengths(plan)).containsExactly(new double[] {1 / 3.0, 1 / 3.0, 1 / 3.0}, within(1e-12));
    }

    @Test
    void timesMayBeGiven() {
        OptionValues first = stage(4, 1, 1).time("until", "10%");
        OptionValues second = stage(2, 1, 1).time("until", "2Mtok");
        RunningSchedule run = begin(bert, "8Mtok", new OptionValues().with("stages", List.of(first, second)));
        assertThat(run.plan().orElseThrow()).extracting(PlannedStage::from)
                .containsExactly(TrainingTime.steps(0), TrainingTime.share(0.1), TrainingTime.tokens(2e6));
        ModelShape four = bert.toBuilder().layers(4).build();
        assertThat(run.next(progress(700_000, 0), run.start())).isEqualTo(Decision.trainOn());
        assertThat(run.next(progress(800_000, 0), run.start())).isEqualTo(new Decision.Grow(four, Optional.empty(), View.full()));
        assertThat(run.next(progress(2_000_000, 1), four)).isEqualTo(new Decision.Grow(bert, Optional.empty(), View.full()));
    }

    @Test
    void whatAFamilyCannotDoIsRefusedWithItsPlace() {
        assertRefused(llama, new OptionValues().with("sequence", "pool"), "run.yaml:1: sequence: pool, but in llama a pooled position would"
                + " see later tokens; pool bert's sequences, or use truncate");
        assertRefused(vit, new OptionValues().with("sequence", "truncate"),
                "run.yaml:1: sequence: truncate, but vit sees images, whose resolution grows; leave it out");
    }

    @Test
    void whatIsNoGrowthIsRefusedWithItsPlace() {
        assertRefused(bert, stages(), "run.yaml:1: stages: no stage is given; write at least one, e.g. [{layers: 2, intermediate: 2}],"
                + " or leave stages out");
        assertRefused(bert, stages(stage(2, 1, 1), stage(2, 2, 1)), "run.yaml:2: intermediate: the factor would rise from 1 to 2; models"
                + " only grow, so give at least 2 here");
        assertRefused(bert, stages(stage(2, 1, 1), stage(2, 1, 1)), "run.yaml:1: layers: nothing would grow after this stage: its factors"
                + " are those of the next one; give a larger one here");
        assertRefused(bert, stages(stage(9, 1, 1), stage(8, 1, 1)), "run.yaml:9: stages: nothing would grow after stage 1: the model is "
                + bert.toBuilder().layers(1).build() + " before and after; give factors whose sizes differ");
        assertRefused(bert, stages(stage(4, 1, 1).time("until", "10%"), stage(2, 1, 1)),
                "run.yaml:9: until: left out here, but given at another stage; give it at all stages or at none");
        assertRefused(bert, stages(stage(4, 1, 1).time("until", "20%"), stage(2, 1, 1).time("until", "10%")),
                "run.yaml:4: until: 10% does not come after 20% of the stage before; give a later time");
        assertRefused(bert, stages(stage(4, 1, 1).time("until", "9Mtok")),
                "run.yaml:4: until: 9Mtok is not within the run of 8Mtok; give an earlier time, e.g. 10%");
    }

    @Test
    void theCardDeclaresEveryOption() {
        assertThat(schedule.card().options()).extracting("name").containsExactly("stages", "sequence");
        assertThat(schedule.card().options().get(0).nested()).extracting("name")
                .containsExactly("layers", "intermediate", "sequence", "until");
    }

    private OptionValues stages(OptionValues... stages) {
        return new OptionValues().with("stages", List.of(stages));
    }

    private OptionValues stage(long layers, long intermediate, long sequence) {
        return new OptionValues().with("layers", layers).with("intermediate", intermediate).with("sequence", sequence);
    }

    private void assertRefused(ModelShape target, OptionValues options, String message) {
        assertThatThrownBy(() -> begin(target, "8Mtok", options)).isInstanceOf(GrowthException.class).hasMessage(message);
    }

    private List<PlannedStage> plan(ModelShape target, String duration, OptionValues options) {
        return begin(target, duration, options).plan().orElseThrow();
    }

    private RunningSchedule begin(ModelShape target, String duration, OptionValues options) {
        return schedule.begin(new ScheduleRequest(target, TrainingTime.parse(duration), 1000, 2_000_000,
                options.build(schedule.card()), 1));
    }

    /** Shares of the run. */
    private static double[] lengths(List<PlannedStage> plan) {
        double[] lengths = new double[plan.size()];
        for (int i = 0; i < lengths.length; i++) {
            double end = i + 1 < lengths.length ? plan.get(i + 1).from().value() : 1;
            lengths[i] = end - (i == 0 ? 0 : plan.get(i).from().value());
        }
        return lengths;
    }

    private static Progress progress(long tokens, int stage) {
        return new Progress(0, tokens, 0, 0, 0, tokens / 8e6, 3, OptionalDouble.empty(), stage);
    }
}
