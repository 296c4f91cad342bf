package growth.ops.msg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import growth.api.GrowthException;
import growth.api.TrainingTime;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.model.View;
import growth.api.operator.LearningRatePolicy;
import growth.api.schedule.Decision;
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

class MsgScheduleTest {
    private final MsgSchedule schedule = new MsgSchedule();
    private final ModelShape llama = ModelShape.builder(Family.LLAMA).layers(12).hidden(48).heads(12).headSize(4).intermediate(192)
            .vocabulary(100).context(32).build();
    private final ModelShape bert = ModelShape.builder(Family.BERT).layers(12).hidden(48).heads(12).intermediate(192).vocabulary(100)
            .context(32).build();

    /** Base: F, layers 3 to 6, hidden, heads, layers 6 to 12, as in the scripts of the released code. */
    @Test
    void thePapersOrderEndsAtTheTargetAfterEvenStages() {
        List<PlannedStage> plan = plan(llama, new OptionValues().shape("from", "layers=3,hidden=32,heads=8,head-size=4,intermediate=48"));
        ModelShape start = llama.toBuilder().layers(3).hidden(32).heads(8).intermediate(48).build();
        ModelShape neurons = start.toBuilder().intermediate(192).build();
        ModelShape six = neurons.toBuilder().layers(6).build();
        ModelShape wide = six.toBuilder().hidden(48).build();
        assertThat(plan).extracting(PlannedStage::shape)
                .containsExactly(start, neurons, six, wide, wide.toBuilder().heads(12).build(), llama);
        assertThat(plan).extracting(PlannedStage::view).containsOnly(View.full());
        assertThat(plan.get(0).from()).isEqualTo(TrainingTime.steps(0));
        IntStream.range(1, 6).forEach(i -> {
            assertThat(plan.get(i).from().unit()).isEqualTo(TrainingTime.Unit.SHARE);
            assertThat(plan.get(i).from().value()).isCloseTo(i / 6.0, within(1e-12));
        });
    }

    @Test
    void whereHeadsMakeTheHiddenSizeBothGrowAtOnce() {
        List<PlannedStage> plan = plan(bert, new OptionValues().shape("from", "layers=3,hidden=32,intermediate=48"));
        assertThat(plan).hasSize(5);
        ModelShape wide = plan.get(3).shape();
        assertThat(wide).isEqualTo(bert.toBuilder().layers(6).build());
        assertThat(plan.get(4).shape()).isEqualTo(bert);
    }

    @Test
    void theLearningRateIsRewoundAtTheFirstTwoGrowths() {
        OptionValues from = new OptionValues().shape("from", "layers=3,hidden=32,intermediate=48");
        assertThat(rates(plan(bert, from))).containsExactly(Optional.empty(), Optional.of(LearningRatePolicy.REWIND),
                Optional.of(LearningRatePolicy.REWIND), Optional.of(LearningRatePolicy.CONTINUE), Optional.of(LearningRatePolicy.CONTINUE));
        assertThat(rates(plan(bert, from.with("rewinds", 0L)))).doesNotContain(Optional.of(LearningRatePolicy.REWIND));
    }

    @Test
    void itGrowsOnceWhenItsTimeHasCome() {
        RunningSchedule run = begin(bert, new OptionValues().shape("from", "layers=6"));
        assertThat(run.start()).isEqualTo(bert.toBuilder().layers(6).build());
        // 6 → √(6·12) ≈ 8 → 12
        ModelShape eight = bert.toBuilder().layers(8).build();
        assertThat(run.next(progress(0.33, 0), run.start())).isEqualTo(Decision.trainOn());
        assertThat(run.next(progress(0.34, 0), run.start()))
                .isEqualTo(new Decision.Grow(eight, Optional.empty(), View.full(), Optional.of(LearningRatePolicy.REWIND)));
        assertThat(run.next(progress(0.35, 1), eight)).isEqualTo(Decision.trainOn());
        assertThat(run.next(progress(0.67, 1), eight))
                .isEqualTo(new Decision.Grow(bert, Optional.empty(), View.full(), Optional.of(LearningRatePolicy.REWIND)));
        assertThat(run.next(progress(1, 2), bert)).isEqualTo(Decision.trainOn());
    }

    @Test
    void anotherOrderMayBeGiven() {
        OptionValues options = new OptionValues().shape("from", "layers=3,intermediate=48")
                .with("order", List.of("layers", "intermediate"));
        assertThat(plan(bert, options)).extracting(PlannedStage::shape).containsExactly(
                bert.toBuilder().layers(3).intermediate(48).build(), bert.toBuilder().intermediate(48).build(), bert);
    }

    @Test
    void theShapesThemselvesMayBeGiven() {
        OptionValues neurons = new OptionValues().shape("shape", "layers=3");
        OptionValues rest = new OptionValues();
        OptionValues options = new OptionValues().shape("from", "layers=3,intermediate=48").with("stages", List.of(neurons, rest));
        List<PlannedStage> plan = plan(bert, options);
        assertThat(plan).extracting(PlannedStage::shape).containsExactly(bert.toBuilder().layers(3).intermediate(48).build(),
                bert.toBuilder().layers(3).build(), bert);
        assertThat(plan.get(1).from().value()).isCloseTo(1 / 3.0, within(1e-12));
        OptionValues timed = new OptionValues().time("at", "1Mtok");
        assertThat(plan(bert, new OptionValues().shape("from", "layers=3").with("stages", List.of(timed))).get(1).from())
                .isEqualTo(TrainingTime.tokens(1e6));
    }

    @Test
    void whatDoesNotReachTheTargetIsRefusedWithItsPlace() {
        OptionValues from = new OptionValues().shape("from", "layers=3,intermediate=48");
        ModelShape thin = bert.toBuilder().intermediate(48).build();
        assertRefused(from.with("order", List.of("layers")), "run.yaml:2: order: growing layers ends with " + thin + ", not the target "
                + bert + "; name every size that grows");
        assertRefused(from.with("order", List.of("depth")),
                "run.yaml:2: order: 'depth' is not a size that grows; there are intermediate, layers, hidden, heads");
        assertRefused(from.with("order", List.of("hidden", "layers", "hidden")),
                "run.yaml:2: order: hidden stands more than once; only layers may, for other steps give stages");
        assertRefused(from.with("stages", List.of()),
                "run.yaml:2: order: given together with stages, which have an order of their own; leave one of them out");
        assertRefused(new OptionValues().shape("from", "layers=12"), "run.yaml:1: from: nothing would grow: the model is " + bert
                + " before and after; give other sizes, e.g. fewer layers before");
        assertRefused(new OptionValues().shape("from", "hidden=24,heads=12"), "run.yaml:1: from: head-size would change from 2 to 4 while"
                + " heads are added whole; give heads so that head-size is 4, e.g. heads 6");
    }

    @Test
    void stagesThatDoNotFollowAreRefusedWithTheirPlace() {
        OptionValues early = new OptionValues().time("at", "10%").shape("shape", "layers=6");
        OptionValues late = new OptionValues().time("at", "20%").shape("shape", "layers=6");
        OptionValues target = new OptionValues().time("at", "10%");
        OptionValues untimed = new OptionValues();
        assertRefused(stages(), "run.yaml:2: stages: no growth is given; write at least one, e.g. [{}], or leave stages out");
        assertRefused(stages(late), "run.yaml:2: shape: the last stage is " + bert.toBuilder().layers(6).build() + ", not the target "
                + bert + "; leave its shape out");
        assertRefused(stages(late, target), "run.yaml:1: at: 10% does not come after 20% of the stage before; give a later time");
        assertRefused(stages(early, untimed),
                "run.yaml:9: at: left out here, but given at another stage; give it at all stages or at none");
        assertRefused(stages(early, late, target), "run.yaml:2: shape: nothing would grow: the model is "
                + bert.toBuilder().layers(6).build() + " before and after; give other sizes, e.g. fewer layers before");
    }

    @Test
    void theCardDeclaresEveryOption() {
        assertThat(schedule.card().options()).extracting("name").containsExactly("from", "order", "stages", "rewinds");
        assertThat(schedule.card().options().get(2).nested()).extracting("name").containsExactly("at", "shape");
    }

    private OptionValues stages(OptionValues... stages) {
        return new OptionValues().shape("from", "layers=3").with("stages", List.of(stages));
    }

    private void assertRefused(OptionValues options, String message) {
        assertThatThrownBy(() -> begin(bert, options)).isInstanceOf(GrowthException.class).hasMessage(message);
    }

    private List<PlannedStage> plan(ModelShape target, OptionValues options) {
        return begin(target, options).plan().orElseThrow();
    }

    private RunningSchedule begin(ModelShape target, OptionValues options) {
        return schedule.begin(new ScheduleRequest(target, TrainingTime.parse("8Mtok"), 1000, 2_000_000, options.build(schedule.card()), 1));
    }

    private static List<Optional<LearningRatePolicy>> rates(List<PlannedStage> plan) {
        return plan.stream().map(PlannedStage::learningRate).toList();
    }

    private static Progress progress(double share, int stage) {
        return new Progress(0, (long) (share * 8e6), 0, 0, 0, share, 3, OptionalDouble.empty(), stage);
    }
}
