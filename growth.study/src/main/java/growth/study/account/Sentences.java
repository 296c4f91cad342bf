package growth.study.account;

import growth.study.account.Comparison.Difference;
import growth.study.account.Comparison.Ratio;
import growth.study.account.Comparison.Speedup;
import growth.study.account.Comparison.Verdict;
import growth.study.statistics.Interval;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Says in words what the numbers say. */
final class Sentences {
    /** More arms than that are told in the table. */
    private static final int ARMS = 4;

    private Sentences() {
    }

    /**
     * Returns the sentences.
     *
     * @param baseline name of the baseline
     * @param arms     comparisons of variants with it
     */
    static List<String> of(String baseline, List<Comparison> arms, Noise noise, ExchangeRate exchange, List<ArmResult> all,
            Envelope envelope) {
        List<String> sentences = new ArrayList<>();
        arms.stream().filter(c -> c.verdict() != Verdict.NO_RESULT)
                .sorted(Comparator.comparingDouble((Comparison c) -> c.loss().mean())).limit(ARMS)
                .forEach(c -> sentences.add(arm(baseline, c)));
        noise(noise, exchange).ifPresent(sentences::add);
        tuning(all).ifPresent(sentences::add);
        sizes(envelope, baseline, all).ifPresent(sentences::add);
        return sentences;
    }

    private static String arm(String baseline, Comparison c) {
        String seeds = c.verdict() == Verdict.ONE_SEED ? "one seed, no interval" : Numbers.count(c.power().seeds(), "seed");
        Speedup speedup = c.speedups().stream().filter(s -> s.axis() == Axis.FLOPS && s.target().share() >= 1).findFirst().orElseThrow();
        return c.arm() + " " + reaches(baseline, speedup.ratio()) + "; " + loss(c) + "; " + seeds;
    }

    private static String reaches(String baseline, Ratio ratio) {
        String goal = "the baseline's final loss";
        if (ratio.of() == 0) {
            return "cannot be held against " + goal;
        }
        if (ratio.reached() == 0) {
            return "never reaches " + goal + " (" + baseline + ")";
        }
        if (ratio.reached() < ratio.of()) {
            return "reaches " + goal + " for " + ratio.reached() + " of " + ratio.of() + " seeds";
        }
        return "reaches " + goal + " with " + saving(ratio.saved(), ratio.savedInterval()) + " compute";
    }

    /** Returns, for example, {@code 31 % (24–37 %) less} or {@code 5.0 % less (from 8.1 % more to 18 % less)}. */
    static String saving(double saved, Interval interval) {
        if (!interval.known()) {
            return amount(saved);
        }
        if (interval.low() >= 0) {
            return Numbers.percent(saved) + " (" + Numbers.percents(interval.low(), interval.high()) + ") less";
        }
        if (interval.high() <= 0) {
            return Numbers.percent(-saved) + " (" + Numbers.percents(-interval.high(), -interval.low()) + ") more";
        }
        return amount(saved) + " (from " + amount(interval.low()) + " to " + amount(interval.high()) + ")";
    }

    private static String amount(double saved) {
        double share = Math.abs(saved);
        return (share > Comparison.MOST_TOLD ? "over " + Numbers.percent(Comparison.MOST_TOLD) : Numbers.percent(share))
                + (saved < 0 ? " more" : " less");
    }

    private static String loss(Comparison c) {
        Difference loss = c.loss();
        if (!Double.isFinite(loss.mean())) {
            return c.words();
        }
        String size = "its final loss is " + Numbers.loss(Math.abs(loss.mean())) + (loss.mean() <= 0 ? " lower" : " higher");
        String range = loss.t().known() ? " (95 %: " + signed(loss.t().low()) + " to " + signed(loss.t().high()) + ")" : "";
        String worth = Double.isNaN(loss.compute()) ? ""
                : ", as the baseline's would be with " + amount(-loss.compute()) + " compute";
        return size + range + worth + (c.verdict() == Verdict.ONE_SEED ? "" : ", " + c.words());
    }

    private static String signed(double value) {
        return String.format(Locale.ROOT, "%+.4f", value);
    }

    private static Optional<String> noise(Noise noise, ExchangeRate exchange) {
        if (noise.loss().count() < 2 || Double.isNaN(noise.loss().deviation())) {
            return Optional.empty();
        }
        String rate = Double.isNaN(exchange.perPercent()) ? "" : String.format(Locale.ROOT,
                "; near its end 10 %% more compute lowers its loss by %.4f", exchange.perLog() * Math.log(1.1));
        return Optional.of("seeds of the baseline differ by a standard deviation of " + Numbers.loss(noise.loss().deviation())
                + ", so unpaired means closer than " + Numbers.loss(noise.floor()) + " are noise" + rate);
    }

    private static Optional<String> tuning(List<ArmResult> all) {
        int trials = all.get(0).tuning().trials().size();
        boolean equal = all.stream().allMatch(arm -> arm.tuning().trials().size() == trials);
        return trials < 2 ? Optional.empty() : Optional.of((equal ? "every arm was tuned over the same " + trials
                + " trials" : "arms were tuned over different numbers of trials") + "; the best of each seed counts");
    }

    private static Optional<String> sizes(Envelope envelope, String baseline, List<ArmResult> all) {
        if (envelope.points().isEmpty()) {
            return Optional.empty();
        }
        double own = all.get(0).loss().mean();
        Envelope.EnvelopePoint best = envelope.points().stream().filter(p -> p.arm().equals(envelope.best())).findFirst().orElseThrow();
        return Optional.of(best.arm().equals(baseline)
                ? "of " + envelope.points().size() + " sizes from scratch at this budget the baseline's is the best"
                : "of " + envelope.points().size() + " sizes from scratch at this budget " + best.arm() + " is the best, "
                        + Numbers.loss(own - best.loss().mean()) + " below the baseline");
    }
}
