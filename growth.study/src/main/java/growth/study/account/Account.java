package growth.study.account;

import java.util.List;
import java.util.Optional;

/**
 * What a study found: every number and sentence of its table and its page. It is written as {@code account.json} and reads back equal
 * ({@link AccountFile}); nothing in it comes from anywhere but the runs' files, so that it can be recomputed from them.
 *
 * <p>In all records of this package losses are nats per label, compute is FLOPs, time is seconds of the device. NaN is what is not known or
 * was not recorded, infinity what never happened, such as a target that a run does not reach.
 *
 * @param summary       the result in words, and what to beware of
 * @param setting       what was fixed beforehand and is the same for all arms
 * @param arms          the arms, the baseline first
 * @param comparisons   each other arm against the baseline, in the arms' order; then against the best size from scratch, where there is one
 * @param noise         how far runs differ that differ in nothing but their seed
 * @param exchange      how much loss more compute buys
 * @param envelope      several sizes from scratch at the same budget
 * @param sweeps        the arms that one setting tells apart, e.g. the time of growth
 * @param isoplots      scores of suites against loss
 * @param configuration what the arms were made of
 */
public record Account(Summary summary, Setting setting, List<ArmResult> arms, List<Comparison> comparisons, Noise noise,
        ExchangeRate exchange, Envelope envelope, List<Sweep> sweeps, List<Isoplot> isoplots, Configuration configuration) {
    public Account {
        arms = List.copyOf(arms);
        comparisons = List.copyOf(comparisons);
        sweeps = List.copyOf(sweeps);
        isoplots = List.copyOf(isoplots);
    }

    /**
     * @param study     the study's name
     * @param baseline  the name of the arm that the others are compared with
     * @param sentences the result in words, the most important first; each is whole without the others
     * @param warnings  what makes a number less than it seems
     */
    public record Summary(String study, String baseline, List<String> sentences, List<Warning> warnings) {
        public Summary {
            sentences = List.copyOf(sentences);
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * @param seeds        the seeds of every arm
     * @param budget       what each run may use, in words
     * @param targets      losses at which speed-ups are read
     * @param sets         names of the further validation sets
     * @param quality      the measure beside loss: {@code perplexity} or {@code accuracy}
     * @param guessingLoss loss of a model that has learned nothing, ln(labels)
     * @param confidence   of all intervals, e.g. 0.95
     * @param varies       what the study varies on purpose and would otherwise be refused
     */
    public record Setting(List<Long> seeds, String budget, List<Target> targets, List<String> sets, String quality, double guessingLoss,
            double confidence, List<String> varies) {
        public Setting {
            seeds = List.copyOf(seeds);
            targets = List.copyOf(targets);
            sets = List.copyOf(sets);
            varies = List.copyOf(varies);
        }
    }

    /**
     * A loss at which arms are compared: either the same number for all seeds, or what the baseline had reached after a share of its
     * compute, seed by seed.
     *
     * @param words e.g. {@code the baseline's final loss}
     * @param share of the baseline's final compute, 1 for all of it; NaN for a loss that is given
     * @param loss  the given loss, or the mean over seeds
     */
    public record Target(String words, double share, double loss) {
    }

    /** Returns the arm of that name. */
    public Optional<ArmResult> arm(String name) {
        return arms.stream().filter(a -> a.name().equals(name)).findFirst();
    }

    /** Returns the baseline. */
    public ArmResult baseline() {
        return arm(summary.baseline()).orElseThrow();
    }

    /** Returns how the arm compares with the baseline; empty for the baseline. */
    public Optional<Comparison> comparison(String arm) {
        return comparisons.stream().filter(c -> c.arm().equals(arm) && c.against().equals(summary.baseline())).findFirst();
    }
}
