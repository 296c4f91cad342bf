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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchedulesTest {
    private final ModelShape target = ModelShape.builder(Family.LLAMA).layers(12).hidden(64).heads(4).intermediate(128).vocabulary(100)
            .context(32).build();
    private final GrowthSchedule oneHop = new OneHopSchedule();
    private final GrowthSchedule stages = new StagesSchedule();

    @Test
    void oneHopGrowsOnceWhenItsTimeHasCome() {
        RunningSchedule run = begin(oneHop, "8Mtok", new OptionValues().shape("from", "layers=3").time("at", "1Mtok"));
        ModelShape start = layers(3);
        assertThat(run.start()).isEqualTo(start);
        assertThat(run.plan().orElseThrow()).containsExactly(new PlannedStage(TrainingTime.steps(0), start, View.full(), Optional.empty()),
                new PlannedStage(TrainingTime.tokens(1e6), target, View.full(), Optional.empty()));
        assertThat(run.next(progress(999_999, 0), start)).isEqualTo(Decision.trainOn());
        assertThat(run.next(progress(1_000_000, 0), start)).isEqualTo(new Decision.Grow(target, Optional.empty(), View.full()));
        assertThat(run.next(progress(1_000_001, 1), target)).isEqualTo(Decision.trainOn());
    }

    @ParameterizedTest
    @CsvSource({"7e9, 2e12, 11.11e9", "8e9, 15e12, 6.58e9", "13e9, 2e12, 15.84e9", "70e9, 2e12, 42.48e9"})
    void theGuidelineIsThePapers(double parameters, double tokens, double expected) {
        assertThat(Guideline.tokens(parameters, 6 * parameters * tokens) / expected).isCloseTo(1, within(0.01));
    }

    @Test
    void withoutATimeTheGuidelineDecides() {
        ModelShape large = ModelShape.builder(Family.LLAMA).layers(24).hidden(2048).heads(32).intermediate(5632).vocabulary(32000)
                .context(2048).build();
        ScheduleRequest request = new ScheduleRequest(large, TrainingTime.parse("100Btok"), 1 << 21, 1L << 40,
                new OptionValues().shape("from", "layers=6").build(oneHop.card()), 1);
        PlannedStage growth = oneHop.begin(request).plan().orElseThrow().get(1);
        assertThat(growth.from().unit()).isEqualTo(TrainingTime.Unit.TOKENS);
        assertThat(growth.from().value()).isBetween(10e9, 13e9);
        double flops = 6.0 * large.parameterCount() * 100e9;
        ScheduleRequest inFlops = new ScheduleRequest(large, new TrainingTime(flops, TrainingTime.Unit.FLOPS), 1 << 21, 1L << 40,
                request.options(), 1);
        assertThat(oneHop.begin(inFlops).plan().orElseThrow().get(1).from()).isEqualTo(growth.from());
    }

    @Test
    void whereTheGuidelineCannotBeUsedItSaysSo() {
        OptionValues from = new OptionValues().shape("from", "layers=3");
        assertThatThrownBy(() -> begin(oneHop, "8Mtok", from)).isInstanceOf(GrowthException.class)
                .hasMessageStartingWith("run.yaml:9: at: left out, but the guideline of Du et al. 2024 (equation 2) gives d = ")
                .hasMessageContaining("the run's 8.00e+06 tokens").hasMessageEndingWith("give a time, e.g. at: 10%");
        assertThatThrownBy(() -> begin(oneHop, "90sec", from)).hasMessage("run.yaml:9: at: left out, but the guideline needs the run's"
                + " length in tokens, which 90sec does not tell; give a time, e.g. at: 10%");
    }

    @Test
    void oneHopRefusesWhatIsNoGrowth() {
        assertRefused(oneHop, "8Mtok", new OptionValues().shape("from", "layers=12").time("at", "10%"),
                "run.yaml:1: from: nothing would grow: the model is " + target
                        + " before and after; give other sizes, e.g. fewer layers before");
        assertRefused(oneHop, "8Mtok", new OptionValues().shape("from", "layers=3,hidden=128").time("at", "10%"),
                "run.yaml:1: from: hidden would shrink from 128 to 64; models only grow, so give the earlier one at most 64");
        assertRefused(oneHop, "8Mtok", new OptionValues().shape("from", "layers=3,heads=5").time("at", "10%"),
                "run.yaml:1: from: heads would shrink from 5 to 4");
        assertRefused(oneHop, "8Mtok", new OptionValues().shape("from", "layers=3").time("at", "9Mtok"),
                "run.yaml:2: at: 9Mtok is not within the run of 8Mtok; give an earlier time, e.g. 10%");
        assertRefused(oneHop, "8Mtok", new OptionValues().shape("from", "layers=3").time("at", "8kba"),
                "run.yaml:2: at: 8kba is not within the run of 8Mtok; give an earlier time, e.g. 10%");
        assertRefused(oneHop, "8Mtok", new OptionValues().shape("from", "layers=3").time("at", "100%"),
                "run.yaml:2: at: 100% is not within");
    }

    @Test
    void stagesGrowOneAfterTheOther() {
        RunningSchedule run = begin(stages, "8Mtok", new OptionValues().shape("from", "layers=3").with("stages", List.of(
                new OptionValues().time("at", "10%").shape("shape", "layers=6").with("operator", "identity"),
                new OptionValues().time("at", "2Mtok"))));
        assertThat(run.plan().orElseThrow()).hasSize(3);
        Progress half = progress(4_000_000, 0);
        assertThat(run.next(progress(700_000, 0), layers(3))).isEqualTo(Decision.trainOn());
        assertThat(run.next(half, layers(3))).isEqualTo(new Decision.Grow(layers(6), Optional.of("identity"), View.full()));
        assertThat(run.next(progress(1_000_000, 1), layers(6))).isEqualTo(Decision.trainOn());
        assertThat(run.next(progress(4_000_000, 1), layers(6))).isEqualTo(new Decision.Grow(target, Optional.empty(), View.full()));
        assertThat(run.next(progress(4_000_000, 2), target)).isEqualTo(Decision.trainOn());
    }

    @Test
    void stagesRefuseWhatDoesNotFollow() {
        OptionValues from = new OptionValues().shape("from", "layers=3");
        OptionValues six = new OptionValues().time("at", "20%").shape("shape", "layers=6");
        assertRefused(stages, "8Mtok", from.with("stages", List.of(six)), "run.yaml:2: shape: the last stage is " + layers(6)
                + ", not the target " + target + "; leave its shape out");
        assertRefused(stages, "8Mtok", from.with("stages", List.of()),
                "run.yaml:2: stages: no growth is given; write at least one, e.g. [{at: 10%}]");
        OptionValues early = new OptionValues().time("at", "10%");
        assertRefused(stages, "8Mtok", from.with("stages", List.of(six, early)),
                "run.yaml:1: at: 10% does not come after 20% of the stage before; give a later time");
        OptionValues earlySteps = new OptionValues().time("at", "100ba");
        assertRefused(stages, "8Mtok", from.with("stages", List.of(six, earlySteps)), "run.yaml:1: at: 100ba does not come after 20%");
        OptionValues seconds = new OptionValues().time("at", "9sec");
        assertRefused(stages, "8Mtok", from.with("stages", List.of(six, seconds)),
                "run.yaml:1: at: whether 9sec comes after 20% cannot be told before the run; give both in one unit");
        OptionValues two = new OptionValues().time("at", "20%").shape("shape", "layers=2");
        assertRefused(stages, "8Mtok", from.with("stages", List.of(two)),
                "run.yaml:2: shape: layers would shrink from 3 to 2; models only grow, so give the earlier one at most 2");
    }

    @Test
    void stagesTrainOnLessOfTheDataFirst() {
        OptionValues pooled = new OptionValues().with("kind", "max").with("size", 4L);
        RunningSchedule run = begin(stages, "8Mtok", new OptionValues().shape("from", "layers=3").with("sequence", 16L)
                .with("pooling", pooled).with("stages", List.of(
                new OptionValues().time("at", "10%").with("sequence", 16L),
                new OptionValues().time("at", "20%"))));
        View first = View.full().withSequence(16).withPooling(new View.Pooling(View.Pooling.Kind.MAX, 4));
        assertThat(run.startView()).isEqualTo(first);
        assertThat(run.plan().orElseThrow()).extracting(PlannedStage::view)
                .containsExactly(first, View.full().withSequence(16), View.full());
        assertThat(run.next(progress(1_000_000, 0), layers(3)))
                .isEqualTo(new Decision.Grow(target, Optional.empty(), View.full().withSequence(16)));
        assertThat(run.next(progress(2_000_000, 1), target)).isEqualTo(new Decision.Grow(target, Optional.empty(), View.full()));
        assertRefused(stages, "8Mtok", new OptionValues().shape("from", "layers=12").with("resolution", 32L).with("stages", List.of(
                new OptionValues().time("at", "10%").with("resolution", 32L))), "run.yaml:9: shape: nothing would grow: ");
    }

    @Test
    void cardsDeclareEveryOption() {
        assertThat(oneHop.card().options()).extracting("name").containsExactly("from", "at");
        assertThat(stages.card().options()).extracting("name").containsExactly("from", "stages", "sequence", "resolution", "pooling");
        assertThat(stages.card().options().get(1).nested()).extracting("name").containsExactly("at", "shape", "operator",
                "sequence", "resolution", "pooling");
    }

    private void assertRefused(GrowthSchedule schedule, String duration, OptionValues options, String beginning) {
        assertThatThrownBy(() -> begin(schedule, duration, options)).isInstanceOf(GrowthException.class).hasMessageStartingWith(beginning);
    }

    private RunningSchedule begin(GrowthSchedule schedule, String duration, OptionValues options) {
        return schedule.begin(new ScheduleRequest(target, TrainingTime.parse(duration), 1000, 2_000_000,
                options.build(schedule.card()), 1));
    }

    private ModelShape layers(int layers) {
        return target.toBuilder().layers(layers).build();
    }

    private static Progress progress(long tokens, int stage) {
        return new Progress(tokens / 1000, tokens, tokens / 2e6, 0, 0, tokens / 8e6, 3, OptionalDouble.empty(), stage);
    }
}
