package growth.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import growth.api.TrainingTime;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.ParameterLayout;
import growth.api.model.ParameterSpec;
import growth.api.model.Trainable;
import growth.api.model.TrainingCost;
import growth.api.model.View;
import growth.api.options.Card;
import growth.api.schedule.GrowthSchedule;
import growth.api.schedule.PlannedRun;
import growth.api.schedule.PlannedStage;
import growth.api.schedule.RunningSchedule;
import growth.api.schedule.ScheduleRequest;
import growth.api.training.TrainingEvent.GrowthCompleted;
import growth.api.training.TrainingEvent.StageStarted;
import growth.api.training.TrainingEvent.StepCompleted;
import growth.formats.huggingface.ModelFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs in which only what a growth inserted learns, on the real engine. */
class NewLayersTest {
    private static final String YAML = Workshop.GROWN.replace("{kind: hop, from: {layers: 2}, at: 10ba}", "{kind: twice}")
            .replace("workers: 1", "workers: 2").replace("{keep: 2}", "{every: 1ba, keep: 30}") + "  trains: new\n";
    @TempDir
    private Path home;

    /** Grows from 2 layers to 3 after 5 steps and to 4 after 15; sequences are short until the 10th. */
    private static final class Twice implements GrowthSchedule {
        @Override
        public Card card() {
            return new Card("twice", "Grows twice.", "none");
        }

        @Override
        public RunningSchedule begin(ScheduleRequest request) {
            View half = View.full().withSequence(4);
            return new PlannedRun(List.of(stage(0, 2, half, request), stage(5, 3, half, request), stage(10, 3, View.full(), request),
                    stage(15, 4, View.full(), request)));
        }

        private static PlannedStage stage(long at, int layers, View view, ScheduleRequest request) {
            return new PlannedStage(TrainingTime.steps(at), request.target().toBuilder().layers(layers).build(), view, Optional.empty());
        }
    }

    private Workshop workshop(RecordingEngine engine) {
        return new Workshop(home, Workshop.installed(engine).with(new Twice()));
    }

    private ModelState saved(int step) {
        Path folder = workshop(new RecordingEngine()).folder("run").checkpoints().resolve("step-%08d".formatted(step));
        return ModelFolder.read(folder, DataType.FLOAT);
    }

    /** Returns the names of the parameters of the earlier model that have other values in the later one. */
    private static Set<String> changed(ModelState earlier, ModelState later) {
        return earlier.parameters().keySet().stream()
                .filter(name -> !same(earlier.parameters().get(name), later.parameters().get(name))).collect(Collectors.toSet());
    }

    private static boolean same(INDArray a, INDArray b) {
        return Arrays.equals(a.data().asFloat(), b.data().asFloat());
    }

    private static Set<String> ofLayer(ModelShape shape, int layer) {
        return ParameterLayout.of(shape).parameters().stream().filter(p -> p.layer() == layer).map(ParameterSpec::name)
                .collect(Collectors.toSet());
    }

    @Test
    void eachGrowthDecidesWhatLearnsUntilTheNext() {
        workshop(new RecordingEngine()).train("run", YAML);
        ModelShape small = saved(5).shape();
        assertThat(changed(saved(4), saved(5))).hasSize(ParameterLayout.of(small).parameters().size());
        // each growth repeats the last layer behind itself
        assertThat(changed(saved(5), saved(15))).isEmpty();
        assertThat(changed(saved(6), saved(15))).isEqualTo(ofLayer(saved(15).shape(), 2));
        assertThat(changed(saved(15), saved(20))).isEmpty();
        assertThat(changed(saved(16), saved(20))).isEqualTo(ofLayer(saved(20).shape(), 3));
    }

    @Test
    void theEngineIsToldAndOperationsAreThoseLeft() {
        RecordingEngine engine = new RecordingEngine();
        Workshop workshop = workshop(engine);
        workshop.train("run", YAML);
        assertThat(engine.asked().subList(0, 5)).allMatch(asked -> asked.trainable().equals(Trainable.ALL));
        assertThat(engine.asked().subList(5, 20)).allMatch(asked -> !asked.trainable().embedding()
                && !asked.trainable().trains(0) && !asked.trainable().head());
        assertThat(engine.asked().subList(5, 15)).allMatch(asked -> asked.trainable().trains(2));
        assertThat(engine.asked().subList(15, 20)).noneMatch(asked -> asked.trainable().trains(2));
        List<StepCompleted> steps = workshop.events(StepCompleted.class);
        ModelShape shape = saved(20).shape();
        double step = steps.get(19).progress().flops() - steps.get(18).progress().flops();
        assertThat(step).isCloseTo(4 * TrainingCost.perSequence(shape, View.full(), 8, Trainable.layers(List.of(3))), within(1.0));
    }

    @Test
    void reportsStagesAndMetricsSayWhatLearns() throws IOException {
        Workshop workshop = workshop(new RecordingEngine());
        workshop.train("run", YAML);
        Trainable third = Trainable.layers(List.of(2));
        Trainable fourth = Trainable.layers(List.of(3));
        assertThat(workshop.events(GrowthCompleted.class)).extracting(e -> e.report().policies().trainable())
                .containsExactly(third, fourth);
        assertThat(workshop.events(StageStarted.class)).extracting(StageStarted::trainable).containsExactly(Trainable.ALL, third, third,
                fourth);
        List<String> told = new ArrayList<>();
        for (String line : Files.readAllLines(workshop.folder("run").metrics())) {
            JsonNode json = new ObjectMapper().readTree(line);
            if (json.has("trains")) {
                told.add(json.get("kind").asText() + json.get("trains"));
            }
        }
        assertThat(told).containsExactly("growth[2]", "stage[2]", "stage[2]", "growth[3]", "stage[3]");
    }

    @Test
    void aRunThatIsResumedStillKnows() {
        RecordingEngine engine = new RecordingEngine();
        Workshop workshop = workshop(engine);
        workshop.stopAfter(12);
        workshop.train("run", YAML);
        workshop.resume("run", YAML);
        Workshop whole = workshop(new RecordingEngine());
        whole.train("whole", YAML);
        assertThat(workshop.losses()).isEqualTo(whole.losses()).hasSize(20);
        assertThat(engine.asked().get(12).trainable()).isEqualTo(engine.asked().get(11).trainable()).isNotEqualTo(Trainable.ALL);
        assertThat(workshop.events(StageStarted.class)).filteredOn(e -> e.progress().step() == 12).singleElement()
                .satisfies(e -> assertThat(e.trainable()).isEqualTo(Trainable.layers(List.of(2))));
    }
}
