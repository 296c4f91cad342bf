package growth.runtime.train.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import growth.api.algebra.LayerMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChoiceTest {
    @Test
    void theExponentIsThatOfAPowerLaw() {
        double[] costs = {1, 2, 3, 5, 8};
        double[] losses = new double[costs.length];
        for (int i = 0; i < costs.length; i++) {
            losses[i] = 2.5 * Math.pow(costs[i], -0.3);
        }
        assertThat(Choice.exponent(losses, costs)).isCloseTo(0.3, within(1e-12));
    }

    @Test
    void aLossThatRisesWithCostIsNoReasonToPay() {
        assertThat(Choice.exponent(new double[] {1, 2}, new double[] {1, 2})).isZero();
        assertThat(Choice.best(new double[] {1.2, 1, 2}, new double[] {1, 5, 9})).isEqualTo(1);
        assertThat(Choice.exponent(new double[] {1, 2}, new double[] {3, 3})).isZero();
    }

    @Test
    void whatLiesFurthestBelowTheLawIsBest() {
        double[] costs = {1, 2, 4, 8};
        // the law is about 2·t^−0.25; the third candidate is a tenth better than it
        double[] losses = {2, 2 * Math.pow(2, -0.25), 0.9 * 2 * Math.pow(4, -0.25), 2 * Math.pow(8, -0.25)};
        assertThat(Choice.best(losses, costs)).isEqualTo(2);
        // on the law itself all are equal, and the first one is taken
        assertThat(Choice.best(new double[] {1, 1}, new double[] {2, 2})).isZero();
    }

    @Test
    void shallowerNetworksLeaveTheFirstCopiesOut() {
        LayerMap grown = LayerMap.of(4, 0, 1, 2, 2, 3, 3);
        assertThat(Supernet.layers(grown, 6)).isEqualTo(List.of(0, 1, 2, 3, 4, 5));
        assertThat(Supernet.layers(grown, 5)).isEqualTo(List.of(0, 1, 2, 4, 5));
        assertThat(Supernet.layers(grown, 4)).isEqualTo(List.of(0, 1, 2, 4));
        assertThat(Supernet.layers(grown, 3)).isEmpty();
        assertThat(Supernet.asIfGrown(4, 6)).isEqualTo(grown);
    }
}
