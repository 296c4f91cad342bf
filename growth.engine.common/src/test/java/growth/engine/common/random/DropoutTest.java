package growth.engine.common.random;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.engine.Regularization;
import growth.engine.common.random.Dropout.Site;
import org.junit.jupiter.api.Test;

class DropoutTest {
    private static final Dropout DROPOUT = new Dropout(new Regularization(0.1, 0.25, 0, 0.5, 0), 7, 3, 1);

    @Test
    void factorsAreThoseOfKeysAndBits() {
        float[] factors = new float[3 * 50];
        DROPOUT.factors(Site.MLP_OUTPUT, 2, 10, 50, factors);
        for (int i = 0; i < factors.length; i++) {
            int key = DROPOUT.key(Site.MLP_OUTPUT, 2, 10 + i / 50);
            boolean dropped = RowNoise.bits(key, i % 50) < 0.25 * (1 << 24);
            assertThat(factors[i]).isEqualTo(dropped ? 0 : (float) (1 / 0.75));
        }
    }

    @Test
    void asMuchIsDroppedAsAsked() {
        float[] factors = new float[400 * 100];
        DROPOUT.factors(Site.ATTENTION, 0, 0, 100, factors);
        int dropped = 0;
        for (float factor : factors) {
            dropped += factor == 0 ? 1 : 0;
        }
        // four standard deviations: 4·√(40,000·0.1·0.9) = 240
        assertThat(dropped).isBetween(3760, 4240);
        assertThat(DROPOUT.touches(Site.EMBEDDING)).isFalse();
        assertThat(DROPOUT.threshold(Site.EMBEDDING)).isZero();
    }

    @Test
    void theFirstBlockAlwaysRuns() {
        int skipped = 0;
        for (int sequence = 0; sequence < 1000; sequence++) {
            assertThat(DROPOUT.depthScale(Site.ATTENTION_OUTPUT, 0, 3, sequence)).isEqualTo(1);
            skipped += DROPOUT.depthScale(Site.ATTENTION_OUTPUT, 2, 3, sequence) == 0 ? 1 : 0;
        }
        // four standard deviations: 4·√(1000·0.25) = 63
        assertThat(skipped).isBetween(437, 563);
    }
}
