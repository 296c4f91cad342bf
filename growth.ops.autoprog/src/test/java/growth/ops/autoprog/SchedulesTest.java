package growth.ops.autoprog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.GrowthException;
import growth.api.TrainingTime;
import growth.api.model.Family;
import growth.api.model.ImageShape;
import growth.api.model.ModelShape;
import growth.api.model.View;
import growth.api.options.GivenOptions;
import growth.api.schedule.Decision;
import growth.api.schedule.GrowthSchedule;
import growth.api.schedule.PlannedStage;
import growth.api.schedule.RunningSchedule;
import growth.api.schedule.ScheduleRequest;
import growth.api.training.Progress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class SchedulesTest {
    /** VOLO's depths and resolutions in the paper's script: 18 layers, 224 pixels. */
    private final ModelShape target = ModelShape.builder(Family.VIT).layers(18).hidden(16).heads(2).intermediate(32)
            .image(new ImageShape(224, 32, 3, 10)).build();

    private static RunningSchedule begin(GrowthSchedule schedule, ModelShape target, Object... options) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < options.length; i += 2) {
            values.put((String) options[i], options[i + 1]);
        }
        return schedule.begin(new ScheduleRequest(target, TrainingTime.parse("100ep"), 32, 1000,
                new GivenOptions("autoprog", "run.yaml:9", values, Map.of()).as(schedule.card().record()), 1));
    }

    private static Progress at(double share) {
        return new Progress(1, 1, 1, 1, 1, share, 1, OptionalDouble.empty(), 0);
    }

    private ModelShape layers(int layers) {
        return target.toBuilder().layers(layers).build();
    }

    @Test
    void depthAndResolutionRiseAsInThePapersScript() {
        List<PlannedStage> plan = begin(new AutoProgSchedule(), target, "resolution", 128L).plan().orElseThrow();
        assertThat(plan).extracting(s -> s.shape().layers()).containsExactly(9, 12, 15, 18);
        assertThat(plan).extracting(s -> s.view().resolution()).containsExactly(Optional.of(128), Optional.of(160), Optional.of(192),
                Optional.empty());
        assertThat(plan).extracting(s -> s.from().value()).containsExactly(0.0, 0.25, 0.5, 0.75);
    }

    @Test
    void textHasSequencesInsteadOfImages() {
        ModelShape text = ModelShape.builder(Family.LLAMA).layers(4).hidden(8).heads(2).intermediate(8).vocabulary(9).context(64).build();
        List<PlannedStage> plan = begin(new AutoProgSchedule(), text).plan().orElseThrow();
        assertThat(plan).extracting(s -> s.view().sequence(text)).containsExactly(32, 43, 53, 64);
        assertThatThrownBy(() -> begin(new AutoProgSchedule(), text, "resolution", 32L)).isInstanceOf(GrowthException.class)
                .hasMessage("run.yaml:9: resolution: family llama has no images; give sequence");
        assertThatThrownBy(() -> begin(new AutoProgSchedule(), target, "resolution", 100L)).isInstanceOf(GrowthException.class)
                .hasMessage("run.yaml:9: resolution: 100 is not at most 224 and a multiple of the patch 32");
        assertThatThrownBy(() -> begin(new AutoProgSchedule(), target, "layers", 19L)).isInstanceOf(GrowthException.class)
                .hasMessage("run.yaml:9: layers: 19 layers at the beginning are more than the target's 18");
    }

    @Test
    void stagesThatWouldBeTheSameAreOne() {
        ModelShape flat = ModelShape.builder(Family.VIT).layers(2).hidden(8).heads(2).intermediate(8)
                .image(new ImageShape(4, 2, 3, 5)).build();
        assertThat(begin(new AutoProgSchedule(), flat).plan().orElseThrow()).hasSize(2);
    }

    @Test
    void theFirstSearchTriesNineAndTheLastStageNone() {
        RunningSchedule run = begin(new AutoProgSearchSchedule(), target, "resolution", 128L);
        assertThat(run.plan()).isEmpty();
        assertThat(run.start()).isEqualTo(target);
        Decision.Search first = (Decision.Search) run.next(at(0), target);
        assertThat(first.candidates()).hasSize(9).extracting(c -> c.target().layers()).containsOnly(9, 14, 18);
        assertThat(first.candidates()).extracting(c -> c.view().resolution().orElse(224)).containsOnly(128, 192, 224);
        assertThat(first.length()).isEqualTo(TrainingTime.parse("2%"));
        assertThat(run.next(at(0.2), layers(9))).isEqualTo(Decision.trainOn());

        Decision.Search second = (Decision.Search) run.next(at(0.25), layers(9));
        assertThat(second.candidates()).extracting(c -> c.target().layers()).containsOnly(9, 12, 15);
        assertThat(second.candidates()).extracting(c -> c.view().resolution().orElse(224)).containsOnly(128, 160);
        // a run that is resumed here goes on here
        RunningSchedule resumed = begin(new AutoProgSearchSchedule(), target, "resolution", 128L);
        resumed.restore(run.save());
        assertThat(resumed.next(at(0.3), layers(12))).isEqualTo(Decision.trainOn());
        Decision.Search third = (Decision.Search) resumed.next(at(0.5), layers(15));
        assertThat(third.candidates()).extracting(c -> c.target().layers()).containsOnly(15, 18);
        assertThat(resumed.next(at(0.75), layers(15))).isEqualTo(new Decision.Grow(target, Optional.empty(), View.full()));
        assertThat(resumed.next(at(0.9), target)).isEqualTo(Decision.trainOn());
    }

    @Test
    void searchesThatCannotBeAreRefused() {
        assertThatThrownBy(() -> begin(new AutoProgSearchSchedule(), target, "layers", 8L)).isInstanceOf(GrowthException.class)
                .hasMessage("run.yaml:9: layers: the first search tries models of 8 to 18 layers, but the deepest has at most twice the"
                        + " layers of the shallowest; begin with at least 9");
        assertThatThrownBy(() -> begin(new AutoProgSearchSchedule(), target, "search", TrainingTime.parse("25%")))
                .isInstanceOf(GrowthException.class).hasMessage("run.yaml:9: search: 25% is no part of a stage of 25%; give less");
    }
}
