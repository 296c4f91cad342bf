package growth.report.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ThinningTest {
    @Test
    void extremesAndEndsStay() {
        SplittableRandom random = new SplittableRandom(3);
        List<Spot> spots = new ArrayList<>(IntStream.range(0, 10_000).mapToObj(i -> new Spot(i, random.nextDouble())).toList());
        spots.set(4321, new Spot(4321, 99));
        spots.set(8765, new Spot(8765, -99));
        spots.set(17, new Spot(17, Double.NaN));
        List<Spot> thinned = Thinning.of(spots, 400);
        assertTrue(thinned.size() <= 400 && thinned.size() > 300, thinned.size() + " points");
        assertTrue(spots.containsAll(thinned));
        assertEquals(spots.get(0), thinned.get(0));
        assertEquals(spots.get(9999), thinned.get(thinned.size() - 1));
        assertTrue(thinned.contains(spots.get(4321)) && thinned.contains(spots.get(8765)));
        assertEquals(thinned, thinned.stream().sorted(Comparator.comparingDouble(Spot::x)).toList());
    }

    @Test
    void fewPointsStayAsTheyAre() {
        List<Spot> spots = List.of(new Spot(0, 1), new Spot(1, 2));
        assertSame(spots, Thinning.of(spots, 100));
    }
}
