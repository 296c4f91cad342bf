package growth.report.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class TicksTest {
    private static final Quantity.Unit PLAIN = new Quantity.Unit("", "", 1);

    @Test
    void linearMarksAreRoundAndExact() {
        assertEquals(List.of(0.0, 0.1, 0.2, 0.3), Ticks.of(scale(Scale.Kind.LINEAR, 0, 0.3), PLAIN, 5));
        assertEquals(List.of(1.5, 2.0, 2.5, 3.0), Ticks.of(scale(Scale.Kind.LINEAR, 1.31, 3.2), PLAIN, 6));
    }

    @Test
    void marksAreRoundInTheUnitOfTheAxis() {
        Quantity.Unit minutes = Quantity.SECONDS.unit(1500);
        List<Double> ticks = Ticks.of(scale(Scale.Kind.LINEAR, 0, 1500), minutes, 6);
        assertEquals(List.of(0.0, 300.0, 600.0, 900.0, 1200.0, 1500.0), ticks);
        assertEquals(List.of("0", "5", "10", "15", "20", "25"), Ticks.labels(ticks, minutes));
    }

    @Test
    void logarithmicMarksThinOutWithTheDecades() {
        assertEquals(List.of(1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0), Ticks.of(scale(Scale.Kind.LOG, 1, 100), PLAIN, 7));
        assertEquals(List.of(1e-3, 1e-2, 1e-1, 1.0, 10.0), Ticks.of(scale(Scale.Kind.LOG, 1e-3, 10), PLAIN, 7));
        assertTrue(Ticks.of(scale(Scale.Kind.LOG, 1e-12, 1e12), PLAIN, 7).size() <= 7);
    }

    @Test
    void everyAxisHasSeveralMarksOnItAndNoLabelTwice() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 3000; i++) {
            double low = Math.pow(10, random.nextDouble(-8, 14)) * (random.nextBoolean() ? 1 : -1);
            double high = low + Math.pow(10, random.nextDouble(-4, 3)) * Math.abs(low);
            Scale.Kind kind = low > 0 && random.nextBoolean() ? Scale.Kind.LOG : Scale.Kind.LINEAR;
            Scale scale = scale(kind, low, high);
            List<Double> ticks = Ticks.of(scale, PLAIN, 7);
            assertTrue(ticks.size() >= 2 && ticks.size() <= 8, scale + ": " + ticks);
            assertTrue(ticks.stream().allMatch(scale::holds), scale + ": " + ticks);
            assertEquals(ticks.size(), ticks.stream().distinct().count(), scale + ": " + ticks);
        }
    }

    @Test
    void labelsHaveTheDecimalsOfTheFinest() {
        assertEquals(List.of("1.0", "1.5", "2.0"), Ticks.labels(List.of(1.0, 1.5, 2.0), PLAIN));
        assertEquals(List.of("−0.02", "0.00", "0.02"), Ticks.labels(List.of(-0.02, 0.0, 0.02), PLAIN));
    }

    @Test
    void unitsFollowTheLargestValue() {
        assertEquals("TFLOP", Quantity.FLOPS.unit(1.5e12).words());
        assertEquals("1.5 TFLOP", Quantity.FLOPS.unit(1.5e12).words(1.5e12));
        assertEquals("thousand tokens", Quantity.TOKENS.unit(400_000).words());
        assertEquals("hours", Quantity.SECONDS.unit(20_000).words());
        assertEquals("learning rate (×10⁻³)", Quantity.RATE.unit(3e-3).words());
        assertEquals("200G", Quantity.prefixed(2e11));
        assertEquals("1T", Quantity.prefixed(1e12));
    }

    @Test
    void anAxisOfOneValueIsWidened() {
        Scale scale = Scale.over(Scale.Kind.LINEAR, DoubleStream.of(2, 2, Double.NaN), 0, 100);
        assertTrue(scale.low() < 2 && scale.high() > 2);
        assertEquals(50, scale.at(2), 1e-9);
        assertEquals(50, Scale.over(Scale.Kind.LOG, DoubleStream.of(0, -3, 8), 0, 100).at(8), 1e-9);
    }

    private static Scale scale(Scale.Kind kind, double low, double high) {
        return new Scale(kind, low, high, 0, 100);
    }
}
