package growth.engine.cpu.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FmaLoopTest {
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void makesTheMultiplyAddsThatItCounts(boolean many) {
        FmaLoop loop = KernelLoader.fma().orElseThrow().get();
        int rounds = 300;
        int accumulators = loop.perRound(many) / loop.width();
        float sum = 0;
        for (int i = 0; i < accumulators; i++) {
            float a = i + 1;
            for (int round = 0; round < rounds; round++) {
                a = Math.fma(a, 0.999f, 0.001f);
            }
            sum += a;
        }
        // the lanes are equal, but the order in which they are added up is the compiler's
        assertThat(loop.run(rounds, many)).isCloseTo(loop.width() * sum, withinPercentage(1e-4));
    }
}
