package growth.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class GatesTest {
    private static final GateSite HIDDEN = new GateSite(Axis.HIDDEN, ParameterSpec.NO_LAYER);

    @Test
    void areGoneWhenFullyOpen() {
        Gates half = Gates.none().with(HIDDEN, new float[] {1, 0.5f});
        assertThat(half.at(HIDDEN)).hasValueSatisfying(v -> assertThat(v).containsExactly(1, 0.5f));
        assertThat(half.with(HIDDEN, new float[] {1, 1}).isEmpty()).isTrue();
    }

    @Test
    void cannotBeChangedFromOutside() {
        float[] values = {0, 1};
        Gates gates = Gates.none().with(HIDDEN, values);
        values[0] = 1;
        gates.at(HIDDEN).orElseThrow()[0] = 1;
        assertThat(gates.at(HIDDEN).orElseThrow()[0]).isZero();
    }

    @Test
    void refuseValuesAndPlacesThatMakeNoSense() {
        assertThatThrownBy(() -> Gates.none().with(HIDDEN, new float[] {1.5f})).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new GateSite(Axis.VOCABULARY, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new GateSite(Axis.HEADS, ParameterSpec.NO_LAYER)).isInstanceOf(IllegalArgumentException.class);
    }
}
