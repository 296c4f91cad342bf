package growth.study.account;

import growth.study.statistics.Interval;
import java.util.List;

/**
 * One arm against another, paired by seed.
 *
 * @param arm        the arm
 * @param against    what it is compared with, usually the baseline
 * @param loss       difference of final losses; negative is better
 * @param others     differences of the other measures
 * @param verdict    the judgement, by the adjusted p of the final loss
 * @param words      the judgement in words
 * @param power      what the number of seeds can tell
 * @param speedups   at each target, on each axis
 * @param curves     speed-up at every loss, on each axis
 * @param batches    the same question for each batch of the tuning grid; empty where it has but one
 */
public record Comparison(String arm, String against, Difference loss, List<Difference> others, Verdict verdict, String words, Power power,
        List<Speedup> speedups, List<SpeedupCurve> curves, List<BatchVerdict> batches) {
    public Comparison {
        others = List.copyOf(others);
        speedups = List.copyOf(speedups);
        curves = List.copyOf(curves);
        batches = List.copyOf(batches);
    }

    /** The largest share of compute that is told as a number: few seeds give intervals that reach to any height. */
    public static final double MOST_TOLD = 9;

    /** What the seeds say. */
    public enum Verdict {
        BETTER, WORSE,
        /** The interval of the difference holds zero. */
        TIED,
        /** There is a difference but no interval. */
        ONE_SEED,
        /** No seed has a result of both. */
        NO_RESULT
    }

    /**
     * The difference of a measure, arm minus the other, paired by seed.
     *
     * @param measure   its name
     * @param seeds     pairs
     * @param mean      over pairs; infinite if one of a pair diverged
     * @param deviation sample standard deviation of the differences; NaN for one seed
     * @param t         interval of the mean by Student's t
     * @param bootstrap interval of the mean by resampling seeds
     * @param p         two-sided, of the paired t test; NaN for one seed
     * @param adjusted  the same by Holm over the arms
     * @param compute   the difference as compute: share by which the baseline's compute would have to grow for the same gain; negative if
     *                  the arm is worse; NaN for other measures than loss
     * @param computeInterval the same for the t interval
     */
    public record Difference(String measure, List<PairedValue> seeds, double mean, double deviation, Interval t, Interval bootstrap,
            double p, double adjusted, double compute, Interval computeInterval) {
        public Difference {
            seeds = List.copyOf(seeds);
        }
    }

    /**
     * @param seed    what the two have in common
     * @param arm     value of the arm
     * @param against value of the other
     */
    public record PairedValue(long seed, double arm, double against) {
    }

    /**
     * @param seeds      pairs there are
     * @param detectable the smallest mean difference that as many pairs find four times in five, with the deviation observed
     * @param needed     pairs with which the difference observed would be found four times in five; infinite for a difference of zero
     */
    public record Power(int seeds, double detectable, double needed) {
    }

    /**
     * How much sooner the arm reaches a target.
     *
     * @param target the loss
     * @param axis   what is spent
     * @param ratio  over seeds
     * @param seeds  where each seed reaches it, infinite for never
     */
    public record Speedup(Account.Target target, Axis axis, Ratio ratio, List<PairedValue> seeds) {
        public Speedup {
            seeds = List.copyOf(seeds);
        }
    }

    /**
     * The three ways in which a speed-up is told (Du et al., Stacking Your Transformers, arXiv 2405.15319, appendix B.2, give s).
     *
     * @param r        what the other spends over what the arm spends, geometric mean over seeds; 0 if the arm never reaches the target
     * @param s        r − 1, the speed-up as a share
     * @param saved    1 − 1/r, the share of compute that is saved
     * @param interval of r
     * @param savedInterval of the saved share
     * @param reached  seeds of the arm that reach the target
     * @param of       seeds
     */
    public record Ratio(double r, double s, double saved, Interval interval, Interval savedInterval, int reached, int of) {
    }

    /**
     * @param axis   what is spent
     * @param points from the highest loss to the lowest
     */
    public record SpeedupCurve(Axis axis, List<SpeedupPoint> points) {
        public SpeedupCurve {
            points = List.copyOf(points);
        }
    }

    /**
     * @param loss     that both reach
     * @param r        geometric mean over seeds
     * @param interval of r
     */
    public record SpeedupPoint(double loss, double r, Interval interval) {
    }

    /**
     * @param batch   value in the tuning grid
     * @param mean    difference of losses between the best trials of that batch
     * @param t       its interval
     * @param verdict not adjusted
     */
    public record BatchVerdict(String batch, double mean, Interval t, Verdict verdict) {
    }
}
