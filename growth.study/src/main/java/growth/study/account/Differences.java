package growth.study.account;

import growth.study.account.Comparison.Difference;
import growth.study.account.Comparison.PairedValue;
import growth.study.account.Comparison.Power;
import growth.study.account.Comparison.Verdict;
import growth.study.statistics.Bootstrap;
import growth.study.statistics.Interval;
import growth.study.statistics.Sample;
import growth.study.statistics.StudentT;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Differences between two arms, paired by seed: runs of one seed see the same data in the same order, so much of what moves one moves the
 * other, and the difference is known better than either.
 */
final class Differences {
    /** Of all intervals. */
    static final double CONFIDENCE = 0.95;

    private static final double MANY = 1000;

    private Differences() {
    }

    /**
     * Returns the difference, not adjusted for other arms.
     *
     * @param exchange loss saved per unit of ln(compute); NaN where the measure is no loss
     */
    static Difference of(String measure, List<RunResult> arm, List<RunResult> against, double exchange) {
        List<PairedValue> pairs = new ArrayList<>();
        for (RunResult run : arm) {
            OptionalDouble other = against.stream().filter(r -> r.seed() == run.seed()).mapToDouble(r -> value(r, measure)).findFirst();
            double value = value(run, measure);
            if (other.isPresent() && !Double.isNaN(value) && !Double.isNaN(other.getAsDouble())) {
                pairs.add(new PairedValue(run.seed(), value, other.getAsDouble()));
            }
        }
        double[] differences = differences(pairs);
        double mean = Sample.mean(differences);
        Interval t = StudentT.interval(CONFIDENCE, differences);
        double p = StudentT.p(differences);
        return new Difference(measure, pairs, mean, Sample.finite(differences) ? Sample.deviation(differences) : Double.NaN, t,
                Bootstrap.interval(CONFIDENCE, differences), p, p, compute(mean, exchange),
                new Interval(compute(t.high(), exchange), compute(t.low(), exchange)));
    }

    private static double value(RunResult run, String measure) {
        return run.finals().getOrDefault(measure, Double.NaN);
    }

    /** Returns arm minus the other; 0 where both diverged, which are equally bad. */
    static double[] differences(List<PairedValue> pairs) {
        return pairs.stream().mapToDouble(pair -> pair.arm() == pair.against() ? 0 : pair.arm() - pair.against()).toArray();
    }

    /** Returns the share by which compute would have to grow for as low a loss: L falls by the exchange rate with each unit of ln(C). */
    private static double compute(double difference, double exchange) {
        return exchange > 0 ? Math.expm1(-difference / exchange) : Double.NaN;
    }

    /** Returns the difference with the p that Holm gives. */
    static Difference adjusted(Difference d, double p) {
        return new Difference(d.measure(), d.seeds(), d.mean(), d.deviation(), d.t(), d.bootstrap(), d.p(), p, d.compute(),
                d.computeInterval());
    }

    /** Returns what the pairs say about a loss. A run that diverged is worse than one that did not, whatever the other seeds say. */
    static Verdict verdict(Difference loss) {
        double[] differences = differences(loss.seeds());
        if (differences.length == 0) {
            return Verdict.NO_RESULT;
        }
        if (!Sample.finite(differences)) {
            return Arrays.stream(differences).anyMatch(d -> d == Double.POSITIVE_INFINITY) ? Verdict.WORSE : Verdict.BETTER;
        }
        if (differences.length == 1) {
            return Verdict.ONE_SEED;
        }
        return loss.adjusted() < 1 - CONFIDENCE ? loss.mean() < 0 ? Verdict.BETTER : Verdict.WORSE : Verdict.TIED;
    }

    /** Returns what as many pairs can tell. */
    static Power power(Difference loss) {
        int pairs = loss.seeds().size();
        return new Power(pairs, StudentT.detectable(CONFIDENCE, loss.deviation(), pairs),
                StudentT.needed(CONFIDENCE, loss.mean(), loss.deviation()));
    }

    /**
     * Returns the verdict in words. A difference can be certain and still be too small to matter, because runs of one seed have so much in
     * common; it is held against what seeds make.
     *
     * @param noise standard deviation of the baseline's final losses over seeds
     */
    static String words(Difference loss, Verdict verdict, Power power, double noise) {
        long diverged = loss.seeds().stream().filter(s -> Double.isInfinite(s.arm())).count();
        long against = loss.seeds().stream().filter(s -> Double.isInfinite(s.against())).count();
        return switch (verdict) {
            case NO_RESULT -> "no seed has a result of both";
            case ONE_SEED -> "one seed, no interval";
            case BETTER -> against > 0 ? "better: the baseline diverged for " + Numbers.count(against, "seed")
                    : "better, " + Numbers.p(loss.adjusted()) + small(loss, noise);
            case WORSE -> diverged > 0 ? "worse: diverged for " + Numbers.count(diverged, "seed")
                    : "worse, " + Numbers.p(loss.adjusted()) + small(loss, noise);
            case TIED -> "tied, " + Numbers.p(loss.adjusted()) + more(power);
        };
    }

    private static String small(Difference loss, double noise) {
        return Math.abs(loss.mean()) < noise ? "; by less than seeds differ" : "";
    }

    private static String more(Power power) {
        double more = power.needed() - power.seeds();
        if (!(more > 0)) {
            return "";
        }
        return "; " + (more > MANY ? "more than a thousand more seeds" : "about " + Numbers.count((long) more, "more seed"))
                + " would decide a difference of this size";
    }

    /** Returns the measures that the runs of both have, except loss, in the order of the first. */
    static List<String> others(List<RunResult> arm, List<RunResult> against) {
        return arm.stream().map(RunResult::finals).map(Map::keySet).flatMap(Set::stream).distinct()
                .filter(m -> !m.equals(Measures.LOSS) && against.stream().anyMatch(r -> r.finals().containsKey(m))).toList();
    }
}
