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
import growth.runtime.train.gate.GateRamps;
import growth.runtime.train.gate.OpenRamp;
import growth.runtime.train.rate.Moment;
import growth.runtime.train.rate.RateLevels;
import growth.runtime.train.rate.RateState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class RunStateJsonTest {
    private static final TrainingTime LENGTH = TrainingTime.tokens(1e6);

    private static RunState readBack(RunState state) throws IOException {
        return RunStateJson.read(new ObjectMapper().readTree(RunStateJson.write(state).toString()));
    }

    @Test
    void everythingComesBackToTheLastBit() throws IOException {
        Progress progress = new Progress(1234567890123L, 1L << 60, 1.0 / 3, 1e300 / 7, Math.nextUp(0.1), 0.07 * 100 / 100, Math.PI,
                OptionalDouble.of(Math.E), 3);
        Moment moment = new Moment(3, 1L << 60, 1.0 / 3, 1e300 / 7, Math.nextUp(0.1));
        GateRamp ramp = new GateRamp(new GateSite(Axis.HEADS, 2), new TrainingTime(1e7 / 3, TrainingTime.Unit.TOKENS), GateRamp.Curve.SINE);
        RunState state = new RunState(progress, 77, View.full().withSequence(96).withPooling(new View.Pooling(View.Pooling.Kind.MAX, 2))
                .withResolution(32).withLayers(List.of(0, 2, 5)), new Cursor(4, 99), Map.of("next", "2", "seen", "ä \"b\"\n"),
                new RateState(moment, false, Optional.of(Moment.START), Optional.of(new RateState.Continued(moment, new RateLevels(1,
                        1.0 / 7, 0.1 + 0.2)))), new GateRamps(List.of(new OpenRamp(ramp, 0.1 * 3, List.of(0f,
                1e-30f, 1f / 3)))),
                2, new TrainingTime(1e9 / 7, TrainingTime.Unit.FLOPS));
        assertThat(readBack(state)).isEqualTo(state);
    }

    @Test
    void beginningOfARunComesBack() throws IOException {
        RunState state = new RunState(Progress.none(), -1, View.full(), Cursor.START, Map.of(), RateState.START, GateRamps.NONE, 1, LENGTH);
        assertThat(readBack(state)).isEqualTo(state);
    }

    @Test
    void whatLearnsComesBack() throws IOException {
        for (Trainable some : List.of(Trainable.layers(List.of(1, 3)), new Trainable(true, Optional.empty(), false))) {
            RunState state = new RunState(Progress.none(), -1, View.full(), Cursor.START, Map.of(), RateState.START, GateRamps.NONE, 1,
                    Optional.empty(), some, ValidationRecord.NONE, false, LENGTH);
            assertThat(readBack(state)).isEqualTo(state);
        }
        // states that were saved before there was such a field, and those of runs that train everything, have none
        RunState all = new RunState(Progress.none(), -1, View.full(), Cursor.START, Map.of(), RateState.START, GateRamps.NONE, 1, LENGTH);
        assertThat(RunStateJson.write(all).has("trainable")).isFalse();
        assertThat(readBack(all).trainable()).isEqualTo(Trainable.ALL);
    }

    @Test
    void validationLossesComeBack() throws IOException {
        RunState begun = new RunState(Progress.none(), -1, View.full(), Cursor.START, Map.of(), RateState.START, GateRamps.NONE, 1, LENGTH);
        assertThat(RunStateJson.write(begun).has("validation")).isFalse();
        ValidationRecord record = ValidationRecord.NONE.after(1.0 / 3, 10).after(0.4, 20);
        assertThat(record).isEqualTo(new ValidationRecord(1.0 / 3, 10, 1.0 / 3, 1));
        for (ValidationRecord one : List.of(record, record.nextStage(), record.nextStage().after(0.5, 30))) {
            assertThat(readBack(begun.with(one)).validation()).isEqualTo(one);
        }
        RunState grown = new RunState(Progress.none(), -1, View.full(), Cursor.START, Map.of(), RateState.START, GateRamps.NONE, 1,
                Optional.empty(), Trainable.ALL, record, true, LENGTH);
        assertThat(readBack(grown)).isEqualTo(grown);
    }

    @Test
    void gatesComeBackToTheLastBit() {
        GateSite site = new GateSite(Axis.INTERMEDIATE, 1);
        float[] values = {0, 1, 1f / 3, Math.nextDown(1f)};
        List<com.fasterxml.jackson.databind.JsonNode> json = new ArrayList<>();
        GateJson.write(Gates.none().with(site, values)).forEach(json::add);
        assertThat(GateJson.read(json).at(site).orElseThrow()).containsExactly(values);
    }

    @Test
    void missingOrForeignFieldsAreNamed() {
        ObjectNode json = RunStateJson.write(new RunState(Progress.none(), -1, View.full(), Cursor.START, Map.of(), RateState.START,
                GateRamps.NONE, 1, LENGTH));
        ObjectNode without = json.deepCopy();
        without.remove("cursor");
        assertThatThrownBy(() ->
                RunStateJson.read(without)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("'cursor' is missing");
        ObjectNode wrong = json.deepCopy().put("workers", "two");
        assertThatThrownBy(() -> RunStateJson.read(wrong)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("'workers'");
    }
}
