package growth.study.account;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One arm over its seeds.
 *
 * @param name    of the arm
 * @param role    {@code baseline}, {@code variant} or {@code reference}
 * @param runs    one a seed, in the order of seeds
 * @param finals  measures at the fixed end over seeds, by name
 * @param bands   validation loss on each axis, mean and range over seeds
 * @param cost    what a run of the arm cost, by item
 * @param growths of all runs
 * @param tuning  of the arm; no trials without a grid
 */
public record ArmResult(String name, String role, List<RunResult> runs, Map<String, Spread> finals, List<Band> bands, Cost cost,
        List<GrowthResult> growths, Tuning tuning) {
    public ArmResult {
        runs = List.copyOf(runs);
        finals = Collections.unmodifiableMap(new LinkedHashMap<>(finals));
        bands = List.copyOf(bands);
        growths = List.copyOf(growths);
    }

    /** Returns the final loss over seeds. */
    public Spread loss() {
        return finals.get(Measures.LOSS);
    }

    /**
     * Validation loss along an axis, as far as all seeds go.
     *
     * @param axis   what is spent
     * @param points in order
     */
    public record Band(Axis axis, List<BandPoint> points) {
        public Band {
            points = List.copyOf(points);
        }
    }

    /**
     * @param x    place on the axis
     * @param mean over seeds
     * @param low  the lowest seed
     * @param high the highest seed
     */
    public record BandPoint(double x, double mean, double low, double high) {
    }

    /**
     * What a run of the arm cost, as the mean over seeds.
     *
     * @param items         training of the small models, of the final one, searches, growing (what operators learn included), evaluation,
     *                      checkpoints; 0 for what there was none of
     * @param flops         all items
     * @param seconds       all items
     * @param trials        runs of the tuning grid per seed; 1 without a grid
     * @param tuningFlops   of all trials of all seeds
     * @param tuningSeconds of all trials of all seeds
     */
    public record Cost(List<CostItem> items, double flops, double seconds, int trials, double tuningFlops, double tuningSeconds) {
        public Cost {
            items = List.copyOf(items);
        }
    }

    /**
     * @param what    e.g. {@code small model}
     * @param flops   NaN if it was not recorded
     * @param seconds NaN if it was not recorded
     * @param charged whether it is part of the axis on which arms are compared
     */
    public record CostItem(String what, double flops, double seconds, boolean charged) {
    }
}
