package growth.runtime.train.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import growth.api.GrowthException;
import growth.api.TrainingTime;
import growth.api.model.Axis;
import growth.api.model.GateSite;
import growth.api.model.Gates;
import growth.api.operator.GateRamp;
import growth.api.training.Progress;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class GateRampsTest {
    private static final GateSite HIDDEN = new GateSite(Axis.HIDDEN, -1);
    private static final GateSite LAYER = new GateSite(Axis.LAYERS, 1);

    private static Progress at(long step) {
        return new Progress(step, 0, 0, 0, 0, 0, Double.NaN, OptionalDouble.empty(), 0);
    }

    private static GateRamp linear(GateSite site, long steps) {
        return new GateRamp(site, TrainingTime.steps(steps), GateRamp.Curve.LINEAR);
    }

    @Test
    void valuesRiseFromWhereTheyBeginToOneAndAreThenGone() {
        Gates gates = Gates.none().with(HIDDEN, new float[] {1, 1, 0, 0.5f});
        GateRamps ramps = GateRamps.NONE.after(gates, List.of(linear(HIDDEN, 10)), "msg", at(100));
        assertThat(ramps.at(at(100)).at(HIDDEN).orElseThrow()).containsExactly(1, 1, 0, 0.5f);
        assertThat(ramps.at(at(105)).at(HIDDEN).orElseThrow()).containsExactly(1, 1, 0.5f, 0.75f);
        assertThat(ramps.unfinished(at(109)).open()).hasSize(1);
        assertThat(ramps.at(at(110)).isEmpty()).isTrue();
        assertThat(ramps.unfinished(at(110)).open()).isEmpty();
    }

    @Test
    void sineRampsFollowTheSine() {
        GateRamp sine = new GateRamp(LAYER, TrainingTime.steps(4), GateRamp.Curve.SINE);
        GateRamps ramps = GateRamps.NONE.after(Gates.none().with(LAYER, new float[] {0}), List.of(sine), "msg", at(0));
        assertThat(ramps.at(at(1)).at(LAYER).orElseThrow()[0]).isCloseTo((float) Math.sin(Math.PI / 8), within(1e-7f));
    }

    @Test
    void rampOnItsWayGoesOnThroughAnotherGrowth() {
        GateRamps first = GateRamps.NONE.after(Gates.none().with(HIDDEN, new float[] {1, 1, 0, 0}), List.of(linear(HIDDEN, 10)),
                "msg", at(0));
        // After 4 of 10 steps another growth copies a coordinate that is 0.4 open and opens a layer of its own.
        Gates gates = Gates.none().with(HIDDEN, new float[] {1, 0.4f, 0.4f, 0.4f}).with(LAYER, new float[] {0});
        GateRamps second = first.after(gates, List.of(linear(LAYER, 2)), "msg", at(4));
        assertThat(second.at(at(4)).at(HIDDEN).orElseThrow()).containsExactly(new float[] {1, 0.4f, 0.4f, 0.4f}, within(1e-6f));
        assertThat(second.at(at(7)).at(HIDDEN).orElseThrow()).containsExactly(new float[] {1, 0.7f, 0.7f, 0.7f}, within(1e-6f));
        assertThat(second.at(at(5)).at(LAYER).orElseThrow()).containsExactly(0.5f);
        assertThat(second.unfinished(at(6)).open()).extracting(r -> r.ramp().site()).containsExactly(HIDDEN);
    }

    @Test
    void rampThatEndsAtAGrowthIsOver() {
        GateRamps first = GateRamps.NONE.after(Gates.none().with(HIDDEN, new float[] {1, 0, 0.5f, 0}), List.of(linear(HIDDEN, 10)),
                "msg", at(0));
        Gates gates = Gates.none().with(HIDDEN, new float[] {1, 0.9f, 0.95f, 1}).with(LAYER, new float[] {0});
        GateRamps second = first.after(gates, List.of(linear(LAYER, 2)), "msg", at(10));
        assertThat(second.at(at(10)).at(HIDDEN)).isEmpty();
        assertThat(second.at(at(11)).at(LAYER).orElseThrow()).containsExactly(0.5f);
    }

    @Test
    void gateThatNothingOpensIsRefused() {
        assertThatThrownBy(() -> GateRamps.NONE.after(Gates.none().with(LAYER, new float[] {0}), List.of(), "msg",
                at(0))).isInstanceOf(GrowthException.class)
                .hasMessageContaining("msg").hasMessageContaining("ramp");
    }
}
