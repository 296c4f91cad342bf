package growth.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ActivationsTest {

    /** Values to 16 digits, of the C library's erf. */
    @ParameterizedTest
    @CsvSource({"0.1, 0.1124629160182849", "0.5, 0.52049987781304652", "1, 0.84270079294971489",
        "1.5, 0.96610514647531076", "2, 0.99532226501895271", "3, 0.99997790950300136", "4.5, 0.99999999980338394"})
    void errorFunctionIsExactToFifteenDigits(double x, double expected) {
        assertThat(Activations.erf(x)).isCloseTo(expected, within(1e-15));
        assertThat(Activations.erf(-x)).isEqualTo(-Activations.erf(x));
    }

    @Test
    void errorFunctionSaturates() {
        assertThat(Activations.erf(0)).isZero();
        assertThat(Activations.erf(7)).isEqualTo(1);
        assertThat(Activations.erf(-40)).isEqualTo(-1);
        assertThat(Activations.erf(5.9999)).isCloseTo(1, within(1e-15));
    }

    @Test
    void activationsAtOne() {
        // Φ(1), (1 + tanh(√(2/π)·1.044715))/2 and σ(1)
        assertThat(Activations.gelu(1)).isCloseTo(0.84134474606854293, within(1e-15));
        assertThat(Activations.geluTanh(1)).isCloseTo(0.84119199060827676, within(1e-15));
        assertThat(Activations.silu(1)).isCloseTo(0.7310585786300049, within(1e-15));
    }
}
