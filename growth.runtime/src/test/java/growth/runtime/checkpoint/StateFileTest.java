package growth.runtime.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.api.TrainingTime;
import growth.api.data.Cursor;
import growth.api.model.Axis;
import growth.api.model.GateSite;
import growth.api.model.Gates;
import growth.api.model.Trainable;
import growth.api.model.View;
import growth.api.operator.GateRamp;
import growth.api.training.Progress;
import growth.formats.json.PrettyJson;
import growth.runtime.train.gate.GateRamps;
import growth.runtime.train.gate.OpenRamp;
import growth.runtime.train.rate.Moment;
import growth.runtime.train.rate.RateLevels;
import growth.runtime.train.rate.RateState;
import growth.runtime.train.search.Search;
import growth.runtime.train.search.SubNetwork;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The two files beside this test were written before Jackson's records were, field by field. */
class StateFileTest {
    private static final RunState START = RunState.start(RunState.Stage.of(View.full(), Trainable.ALL), Map.of(), 1,
            TrainingTime.tokens(1e6));

    private static String golden(String name) throws IOException {
        try (InputStream in = StateFileTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static StateFile file(RunState state) {
        return StateFile.of(state, Gates.none(), Map.of(), Map.of());
    }

    private static RunState readBack(RunState state) throws IOException {
        return StateFile.read(new ObjectMapper().readTree(file(state).json().toString())).run();
    }

    /** A state with everything a state can have. */
    private static RunState full() {
        Progress progress = new Progress(1234567890123L, 1L << 60, 1.0 / 3, 1e300 / 7, Math.nextUp(0.1), 0.07, Math.PI,
                OptionalDouble.of(Math.E), 3);
        Moment moment = new Moment(3, 1L << 60, 1.0 / 3, 1e300 / 7, Math.nextUp(0.1));
        GateRamp ramp = new GateRamp(new GateSite(Axis.HEADS, 2), new TrainingTime(1e7 / 3, TrainingTime.Unit.TOKENS), GateRamp.Curve.SINE);
        View view = View.full().withSequence(96).withPooling(new View.Pooling(View.Pooling.Kind.MAX, 2)).withResolution(32)
                .withLayers(List.of(0, 2, 5));
        Search search = new Search(List.of(new SubNetwork(List.of(0, 1), View.full()), new SubNetwork(List.of(2, 3),
                View.full().withResolution(16))), TrainingTime.tokens(1234.5));
        RateState rate = new RateState(moment, false, Optional.of(Moment.START), Optional.of(new RateState.Continued(moment,
                new RateLevels(1, 1.0 / 7, 0.1 + 0.2))));
        return new RunState(progress, 77, new RunState.Stage(view, new GateRamps(List.of(new OpenRamp(ramp, 0.1 * 3,
                List.of(0f, 1e-30f, 1f / 3)))), Optional.of(search), new Trainable(false, Optional.of(List.of(1, 3)), true)),
                new Cursor(4, 99), Map.of("next", "2", "seen", "ä \"b\"\n"), rate, 2, new ValidationRecord(1.0 / 3, 10, 0.4, 2), true,
                new TrainingTime(1e9 / 7, TrainingTime.Unit.FLOPS));
    }

    private static final Gates GATES = Gates.none().with(new GateSite(Axis.INTERMEDIATE, 1), new float[] {0, 1, 1f / 3, Math.nextDown(1f)})
            .with(new GateSite(Axis.HIDDEN, -1), new float[] {0.5f});

    @Test
    void theBytesAreThoseOfOlderVersions() throws IOException {
        Map<String, Long> steps = new LinkedHashMap<>();
        steps.put("model.embed_tokens.weight", 5L);
        steps.put("a", 7L);
        Map<String, FileDigest> files = new LinkedHashMap<>();
        files.put("model.safetensors", new FileDigest(12345678901L, "ab12"));
        files.put("config.json", new FileDigest(1, "00"));
        assertThat(new CheckpointManifest(full(), steps, GATES, files).text()).isEqualTo(golden("state-full.json"));
        assertThat(new CheckpointManifest(START, Map.of(), Gates.none(), Map.of()).text()).isEqualTo(golden("state-start.json"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"state-full.json", "state-start.json"})
    void filesOfOlderVersionsAreWrittenAgainAsTheyWere(String name) throws IOException {
        StateFile read = StateFile.read(new ObjectMapper().readTree(golden(name)));
        assertThat(PrettyJson.of(StateFile.of(read.run(), read.modelGates(), read.optimizerSteps(), read.files()).json()))
                .isEqualTo(golden(name));
    }

    @Test
    void everythingComesBackToTheLastBit() throws IOException {
        assertThat(readBack(full())).isEqualTo(full());
        assertThat(readBack(START)).isEqualTo(START);
    }

    @Test
    void whatLearnsComesBack() throws IOException {
        for (Trainable some : List.of(Trainable.layers(List.of(1, 3)), new Trainable(true, Optional.empty(), false))) {
            RunState state = RunState.start(RunState.Stage.of(View.full(), some), Map.of(), 1, TrainingTime.tokens(1e6));
            assertThat(readBack(state)).isEqualTo(state);
        }
        // states that were saved before there was such a field, and those of runs that train everything, have none
        assertThat(file(START).json().has("trainable")).isFalse();
        assertThat(readBack(START).stage().trainable()).isEqualTo(Trainable.ALL);
    }

    @Test
    void validationLossesComeBack() throws IOException {
        assertThat(file(START).json().has("validation")).isFalse();
        ValidationRecord record = ValidationRecord.NONE.after(1.0 / 3, 10).after(0.4, 20);
        assertThat(record).isEqualTo(new ValidationRecord(1.0 / 3, 10, 1.0 / 3, 1));
        for (ValidationRecord one : List.of(record, record.nextStage(), record.nextStage().after(0.5, 30), record.withoutLowest())) {
            assertThat(readBack(START.with(one)).validation()).isEqualTo(one);
        }
    }

    @Test
    void gatesComeBackToTheLastBit() throws IOException {
        StateFile read = StateFile.read(StateFile.of(START, GATES, Map.of(), Map.of()).json());
        assertThat(read.modelGates().sites()).containsExactlyElementsOf(GATES.sites());
        GATES.sites().forEach(site -> assertThat(read.modelGates().at(site)).hasValueSatisfying(values ->
                assertThat(values).containsExactly(GATES.at(site).orElseThrow())));
    }

    @Test
    void missingFieldsAreNamed() {
        for (String name : List.of("cursor", "progress", "schedule", "duration", "gates", "files", "workers", "evaluated_at")) {
            ObjectNode json = (ObjectNode) file(START).json();
            json.remove(name);
            assertThatThrownBy(() -> StateFile.read(json)).as(name).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'" + name + "' is missing");
        }
        ObjectNode json = (ObjectNode) file(START).json();
        ((ObjectNode) json.get("progress")).remove("step");
        assertThatThrownBy(() -> StateFile.read(json)).hasMessageContaining("'progress.step' is missing");
    }

    @Test
    void foreignFieldsAreNamed() {
        ObjectNode json = (ObjectNode) file(START).json();
        json.put("workers", "two");
        assertThatThrownBy(() -> StateFile.read(json)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("'workers'");
        json.put("workers", 1.5);
        assertThatThrownBy(() -> StateFile.read(json)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("'workers'");
    }
}
