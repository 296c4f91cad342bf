package growth.shell.bench;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What two engines took for the same steps.
 *
 * @param size         the size
 * @param rows         sequences or images of one step
 * @param tokens       tokens (images) of one step
 * @param disagreement largest relative difference of the losses of the first steps, which begin from the same weights
 * @param first        the engine that is measured
 * @param second       the engine that it is measured against
 */
public record PairedResult(BenchSize size, int rows, long tokens, double disagreement, Side first, Side second) {
    /**
     * One engine.
     *
     * @param name     its name
     * @param facts    engine, device and libraries, by name
     * @param flops    operations of one step, as it counts them
     * @param peak     best of the measurements before and after the rounds in its process
     * @param resident bytes that its process has resident after the last round
     * @param rounds   seconds of the median step of each round
     */
    public record Side(String name, Map<String, String> facts, double flops, BenchPeak peak, double resident, List<Double> rounds) {
        public Side {
            facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
            rounds = List.copyOf(rounds);
        }

        /** Returns the median of its rounds in seconds. */
        public double median() {
            return Median.of(rounds.stream().mapToDouble(Double::doubleValue).toArray());
        }
    }

    /** Returns how many times as long as the first engine the second one took, in each round. */
    public double[] ratios() {
        double[] ratios = new double[first.rounds().size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = second.rounds().get(i) / first.rounds().get(i);
        }
        return ratios;
    }
}
