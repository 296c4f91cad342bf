package growth.study.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import growth.study.account.RunResult.CurvePoint;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading between evaluations. */
class CurvesTest {
    private static List<CurvePoint> curve(int evaluations, DoubleUnaryOperator loss) {
        return IntStream.rangeClosed(1, evaluations).mapToObj(i -> new CurvePoint(new At(i, i, i / (double) evaluations, i),
                loss.applyAsDouble(i / (double) evaluations))).toList();
    }

    private static List<CurvePoint> losses(double... losses) {
        return curve(losses.length, share -> losses[(int) Math.round(share * losses.length) - 1]);
    }

    /** Evaluations every 5 % of a budget: the place of a loss in its second half is known to 0.1 %, whatever the exponent. */
    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.3, 0.5})
    void findsPlacesToAThousandth(double exponent) {
        DoubleUnaryOperator loss = share -> 2 + 0.8 * Math.pow(share, -exponent);
        for (double place = 0.5; place < 1; place += 0.013) {
            double goal = loss.applyAsDouble(place);
            double error = Math.abs(Math.log(Curves.reach(curve(20, loss), Axis.FLOPS, goal) / place));
            assertThat(error).isLessThan(1e-3).isLessThanOrEqualTo(Curves.error(curve(20, loss), Axis.FLOPS, goal) + 1e-12);
        }
    }

    @Test
    void takesTheFirstPlaceAndNotTheLast() {
        List<CurvePoint> spike = losses(4, 3, 3.5, 2.5);
        assertThat(Curves.reach(spike, Axis.TOKENS, 3)).isEqualTo(2);
        assertThat(Curves.reach(spike, Axis.TOKENS, 2.5)).isEqualTo(4);
        assertThat(Curves.reach(spike, Axis.TOKENS, 2.4)).isInfinite();
        assertThat(Curves.reach(spike, Axis.TOKENS, 5)).isEqualTo(1);
        assertThat(Curves.reach(spike, Axis.TOKENS, 3.5)).isCloseTo(Math.sqrt(2), within(1e-12));
        assertThat(Curves.reach(List.of(), Axis.TOKENS, 3)).isInfinite();
    }

    @Test
    void readsLossesOnlyWhereTheCurveIs() {
        List<CurvePoint> curve = losses(4, 3, 2);
        assertThat(Curves.loss(curve, Axis.TOKENS, 2)).isEqualTo(3);
        assertThat(Curves.loss(curve, Axis.TOKENS, Math.sqrt(2))).isCloseTo(3.5, within(1e-12));
        assertThat(Curves.loss(curve, Axis.TOKENS, 0.5)).isNaN();
        assertThat(Curves.loss(curve, Axis.TOKENS, 3.5)).isNaN();
    }

    @Test
    void bandsGoAsFarAsAllSeedsGo() {
        ArmResult.Band band = Curves.band(List.of(losses(4, 3, 2), losses(4.2, 3.2), List.of()), Axis.TOKENS);
        assertThat(band.points()).hasSize(2);
        ArmResult.BandPoint last = band.points().get(1);
        assertThat(last.x()).isEqualTo(2);
        assertThat(last.mean()).isCloseTo(3.1, within(1e-12));
        assertThat(last.low()).isEqualTo(3);
        assertThat(last.high()).isEqualTo(3.2);
    }
}
