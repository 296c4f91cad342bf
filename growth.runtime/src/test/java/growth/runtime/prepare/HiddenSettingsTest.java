package growth.runtime.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.model.RopeScaling;
import org.junit.jupiter.api.Test;

class HiddenSettingsTest {
    private static final ModelShape RUN = ModelShape.builder(Family.LLAMA).layers(1).hidden(8).heads(2).intermediate(8).vocabulary(9)
            .context(16).build();

    @Test
    void saysWhatToWriteForWhatTheWordsOfAShapeHide() {
        ModelShape llama3 = RUN.toBuilder().normEpsilon(1e-6).ropeTheta(500000).ropeScaling(new RopeScaling.Llama3(8, 1, 4, 8192)).build();
        assertThat(HiddenSettings.toWrite(llama3, RUN)).isEqualTo(": write norm-epsilon: 1.0E-6, rope-theta: 500000.0, rope-scaling:"
                + " {kind: llama3, factor: 8.0, low-freq-factor: 1.0, high-freq-factor: 4.0, original-context: 8192} in model");
        assertThat(HiddenSettings.toWrite(RUN.toBuilder().ropeScaling(new RopeScaling.Linear(2)).build(), RUN))
                .isEqualTo(": write rope-scaling: {kind: linear, factor: 2.0} in model");
        assertThat(HiddenSettings.toWrite(RUN, RUN.toBuilder().ropeScaling(new RopeScaling.Linear(2)).build()))
                .isEqualTo(": write no rope-scaling in model");
        assertThat(HiddenSettings.toWrite(RUN, RUN.toBuilder().layers(2).build())).isEmpty();
    }
}
