package growth.study.account;

import java.util.List;

/**
 * Arms that differ in one setting.
 *
 * @param path   of the setting in the run file
 * @param timing whether it is the time of growth; then {@code x} is the share of the run's FLOPs at its first growth, as measured
 * @param points in the order of {@code x}
 */
public record Sweep(String path, boolean timing, List<SweepPoint> points) {
    public Sweep {
        points = List.copyOf(points);
    }

    /**
     * @param arm   name
     * @param value of the setting, as written
     * @param x     the value as a number; NaN if it is none
     * @param ratio speed-up on FLOPs at the baseline's final loss
     * @param loss  difference of final losses
     */
    public record SweepPoint(String arm, String value, double x, Comparison.Ratio ratio, Comparison.Difference loss) {
    }
}
