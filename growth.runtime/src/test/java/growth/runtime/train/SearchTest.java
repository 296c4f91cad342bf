package growth.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import growth.api.GrowthException;
import growth.api.TrainingTime;
import growth.api.engine.TrainOptions;
import growth.api.model.ModelShape;
import growth.api.model.View;
import growth.api.options.Card;
import growth.api.options.Option;
import growth.api.schedule.Decision;
import growth.api.schedule.GrowthSchedule;
import growth.api.schedule.PlannedStage;
import growth.api.schedule.RunningSchedule;
import growth.api.schedule.ScheduleRequest;
import growth.api.training.Progress;
import growth.api.training.SearchReport;
import growth.api.training.TrainingEvent.GrowthCompleted;
import growth.api.training.TrainingEvent.RunEnded.Outcome;
import growth.api.training.TrainingEvent.SearchCompleted;
import growth.api.training.TrainingEvent.StageStarted;
import growth.api.training.TrainingEvent.StepCompleted;
import growth.runtime.metrics.RunMetrics;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A schedule that asks for a search among sub-networks, on the real engine. */
class SearchTest {
    static final String YAML = Workshop.SCRATCH.replace("layers: 2", "layers: 4").replace("workers: 1",
            "workers: 2\n  averages: [0.9, 0.5]") + """
            growth:
              schedule: {kind: searching, at: 6ba, smallest: 2}
              operator: {kind: stack}
            """;
    @TempDir
    private Path home;

    /** Searches once, from 2 layers, among 2 to 4 layers and short and full sequences, for six steps. */
    static final class Searching implements GrowthSchedule {
        @Override
        public Card card() {
            return new Card("searching", "Searches once.", "none", SearchingOptions.class);
        }

        @Override
        public RunningSchedule begin(ScheduleRequest request) {
            return new Run(request);
        }
    }

    record SearchingOptions(@Option(description = "when") TrainingTime at,
            @Option(description = "how long", defaultValue = "6ba") TrainingTime length,
            @Option(description = "layers of the smallest candidate") int smallest) {
    }

    private static final class Run implements RunningSchedule {
        private final ScheduleRequest request;
        private boolean searched;

        Run(ScheduleRequest request) {
            this.request = request;
        }

        @Override
        public ModelShape start() {
            return layers(2);
        }

        private ModelShape layers(int layers) {
            return request.target().toBuilder().layers(layers).build();
        }

        @Override
        public Optional<List<PlannedStage>> plan() {
            return Optional.empty();
        }

        @Override
        public Decision next(Progress progress, ModelShape present) {
            if (searched || !progress.reached(request.options().as(SearchingOptions.class).at())) {
                return Decision.trainOn();
            }
            searched = true;
            List<Decision.Grow> candidates = List.of(View.full().withSequence(4), View.full()).stream()
                    .flatMap(view -> List.of(request.options().as(SearchingOptions.class).smallest(), 3, 4).stream()
                            .map(n -> new Decision.Grow(layers(n), Optional.empty(), view))).toList();
            return new Decision.Search(candidates, request.options().as(SearchingOptions.class).length());
        }

        @Override
        public Map<String, String> save() {
            return Map.of("searched", Boolean.toString(searched));
        }

        @Override
        public void restore(Map<String, String> saved) {
            searched = Boolean.parseBoolean(saved.get("searched"));
        }
    }

    private Workshop workshop(RecordingEngine engine) {
        return new Workshop(home, Workshop.installed(engine).with(new Searching()));
    }

    @Test
    void trainsSubNetworksAndGoesOnWithTheBest() {
        RecordingEngine engine = new RecordingEngine();
        Workshop workshop = workshop(engine);
        TrainOutcome outcome = workshop.train("run", YAML);
        assertThat(outcome.outcome()).isEqualTo(Outcome.FINISHED);
        assertThat(outcome.progress().step()).isEqualTo(20);

        // 2 layers, then all sub-networks of 4, then the chosen one
        List<StageStarted> stages = workshop.events(StageStarted.class);
        assertThat(stages).extracting(s -> s.shape().layers()).startsWith(2, 4).hasSize(3);
        assertThat(stages.get(2).progress().step()).isEqualTo(12);
        assertThat(workshop.events(GrowthCompleted.class)).hasSize(1);
        List<View> searched = engine.asked().subList(6, 12).stream().map(TrainOptions::view).toList();
        assertThat(searched).allMatch(view -> view.layers().isPresent());
        assertThat(searched.stream().map(v -> v.layers().orElseThrow()).collect(Collectors.toSet()))
                .isSubsetOf(List.of(0, 1), List.of(0, 1, 3), List.of(0, 1, 2, 3), List.of(2, 3)).hasSizeGreaterThan(1);
        assertThat(engine.asked().subList(0, 6)).allMatch(o -> o.view().layers().isEmpty());
        assertThat(engine.asked().subList(12, 20)).allMatch(o -> o.view().equals(stages.get(2).view()));

        List<String> told = workshop.notes().stream().filter(n -> n.contains("layers") && n.contains("loss")).toList();
        assertThat(told).hasSize(6).filteredOn(n -> n.contains("→")).singleElement()
                .satisfies(n -> assertThat(n).contains(stages.get(2).shape().layers() + " layers"));
        // what scoring costs is counted: 6 candidates, 50 batches each, a third of a step
        List<StepCompleted> steps = workshop.events(StepCompleted.class);
        double scoring = stages.get(2).progress().flops() - steps.get(11).progress().flops();
        SearchCompleted completed = workshop.events(SearchCompleted.class).get(0);
        double once = completed.report().candidates().stream().mapToDouble(SearchReport.Candidate::cost).sum() / 3 * 50 * 4;
        assertThat(scoring).isPositive().isCloseTo(once, within(once * 1e-9));
        assertThat(completed.report().scoring().flops().orElseThrow()).isCloseTo(scoring, within(scoring * 1e-9));
        assertThat(completed.report().training().flops().orElseThrow()).isEqualTo(steps.get(11).progress().flops()
                - steps.get(5).progress().flops());
        assertThat(completed.progress()).isEqualTo(stages.get(2).progress());
        assertThat(completed.report().candidates()).hasSize(6);
        assertThat(completed.report().candidates().get(completed.report().chosen()).layers()).isEqualTo(stages.get(2).shape().layers());
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 6, 9, 12, 15})
    void aRunStoppedAnywhereGoesOnToTheLastBit(int stopAfter) {
        Workshop whole = workshop(new RecordingEngine());
        TrainOutcome straight = whole.train("whole", YAML);
        Workshop parts = workshop(new RecordingEngine());
        parts.stopAfter(stopAfter);
        assertThat(parts.train("parts", YAML).outcome()).isEqualTo(Outcome.STOPPED);
        TrainOutcome resumed = parts.resume("parts", YAML);
        assertThat(parts.losses()).isEqualTo(whole.losses()).hasSize(20);
        RunMetrics record = RunMetrics.read(home.resolve("parts"));
        assertThat(record.searches()).singleElement().satisfies(search -> {
            SearchCompleted straightAway = whole.events(SearchCompleted.class).get(0);
            assertThat(search.training().flops()).isEqualTo(straightAway.report().training().flops());
            assertThat(search.candidates()).isEqualTo(straightAway.report().candidates());
        });
        for (String file : List.of("model.safetensors", "optimizer.safetensors", "config.json")) {
            assertThat(resumed.checkpoint().orElseThrow().resolve(file))
                    .hasSameBinaryContentAs(straight.checkpoint().orElseThrow().resolve(file));
        }
    }

    @Test
    void aSearchWithNothingToLearnForSomeIsRefusedInOneLine() {
        assertThatThrownBy(() -> workshop(new RecordingEngine()).train("run", YAML + "  trains: new\n"))
                .isInstanceOf(GrowthException.class).hasMessageContaining("run.yaml:15: trains: new leaves nothing to learn to"
                + " sub-networks without new layers, which the schedule tries too; leave trains out, or say all");
    }

    @Test
    void candidatesThatAreNoPartOfTheGrownModelAreRefused() {
        assertThatThrownBy(() -> workshop(new RecordingEngine()).train("run", YAML.replace("smallest: 2", "smallest: 1")))
                .isInstanceOf(GrowthException.class)
                .hasMessageContaining("a candidate of 1 layers is not part of a model of 4 that was grown from 2");
    }
}
