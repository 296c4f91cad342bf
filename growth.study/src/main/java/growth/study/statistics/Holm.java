package growth.study.statistics;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Adjusts probabilities for the number of questions asked (Holm 1979): among all that are below a bound afterwards, even one mistake is no
 * more probable than the bound.
 */
public final class Holm {
    private Holm() {
    }

    /**
     * Returns the adjusted probabilities in the order given.
     *
     * @param p probabilities; NaN is left out of the count and stays
     */
    public static List<Double> adjusted(List<Double> p) {
        int[] order = IntStream.range(0, p.size()).filter(i -> !Double.isNaN(p.get(i))).boxed().sorted(Comparator.comparing(p::get))
                .mapToInt(Integer::intValue).toArray();
        double[] adjusted = p.stream().mapToDouble(Double::doubleValue).toArray();
        double largest = 0;
        for (int rank = 0; rank < order.length; rank++) {
            largest = Math.max(largest, Math.min(1, (order.length - rank) * p.get(order[rank])));
            adjusted[order[rank]] = largest;
        }
        return IntStream.range(0, adjusted.length).mapToObj(i -> adjusted[i]).toList();
    }
}
