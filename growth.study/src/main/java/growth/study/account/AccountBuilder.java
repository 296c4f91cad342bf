package growth.study.account;

import growth.api.GrowthException;
import growth.runtime.metrics.MetricsRecord.End;
import growth.runtime.metrics.RunMetrics;
import growth.study.account.Account.Setting;
import growth.study.account.Account.Summary;
import growth.study.account.Account.Target;
import growth.study.account.StudyRecords.ArmRecords;
import growth.study.account.StudyRecords.Rules;
import growth.study.account.StudyRecords.RunRecord;
import growth.study.account.StudyRecords.TargetRule;
import growth.study.file.Difference;
import growth.study.statistics.StudentT;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Computes the account of a study from what its runs wrote down: a pure function, so that the same files give the same account. */
public final class AccountBuilder {
    private static final String REFERENCE = "reference";

    private final StudyRecords records;
    private final Map<String, List<RunRecord>> chosen = new LinkedHashMap<>();
    private final List<ArmResult> arms;

    private AccountBuilder(StudyRecords records) {
        this.records = records;
        records.arms().forEach(arm -> chosen.put(arm.name(), Tunings.chosen(arm.runs())));
        arms = records.arms().stream().map(this::arm).toList();
    }

    /**
     * Returns the account. Runs that are missing or not over are left out and warned of, so that a study can be looked at while it runs.
     *
     * @throws GrowthException (CONFIGURATION) if arms cannot be compared
     */
    public static Account account(StudyRecords records) {
        Refusals.check(records);
        return new AccountBuilder(records).account();
    }

    private ArmResult arm(ArmRecords arm) {
        List<RunRecord> runs = chosen.get(arm.name());
        List<RunResult> results = runs.stream().map(RunReading::of).toList();
        Map<String, Spread> finals = new LinkedHashMap<>();
        finals.put(Measures.LOSS, Spreads.of(results.stream().mapToDouble(RunResult::loss).toArray()));
        results.stream().flatMap(r -> r.finals().keySet().stream()).distinct().forEach(measure -> finals.put(measure,
                Spreads.of(results.stream().mapToDouble(r -> r.finals().getOrDefault(measure, Double.NaN)).toArray())));
        List<ArmResult.Band> bands = Arrays.stream(Axis.values())
                .map(axis -> Curves.band(results.stream().map(RunResult::curve).toList(), axis)).toList();
        return new ArmResult(arm.name(), arm.role(), results, finals, bands, Costs.of(runs, arm.runs()),
                runs.stream().flatMap(run -> GrowthReading.of(run).stream()).toList(), Tunings.of(arm, records.rules().grid()));
    }

    private Account account() {
        ArmResult baseline = arms.get(0);
        List<ArmResult> sizes = arms.stream().filter(arm -> arm == baseline || arm.role().equals(REFERENCE)).toList();
        List<Target> targets = targets(baseline);
        ExchangeRate exchange = ExchangeRates.of(baseline.runs(), sizes.stream().map(ArmResult::runs).toList());
        Envelope envelope = Envelopes.of(sizes);
        Comparisons comparisons = new Comparisons(targets, baseline.runs(), exchange.perLog(), records.rules().grid());
        List<Comparison> variants = comparisons.of(sides(arm -> arm != baseline && !arm.role().equals(REFERENCE)), side(baseline));
        List<Comparison> references = comparisons.of(sides(arm -> arm != baseline && arm.role().equals(REFERENCE)), side(baseline));
        List<Comparison> all = new ArrayList<>(Stream.concat(variants.stream(), references.stream()).toList());
        Noise noise = noise(baseline);
        List<Warning> warnings = warnings(noise, exchange, all, targets);
        arms.stream().filter(arm -> arm.name().equals(envelope.best()) && arm != baseline).findFirst()
                .ifPresent(best -> all.addAll(comparisons.of(sides(arm -> !arm.role().equals(REFERENCE) && arm != baseline), side(best))));
        return new Account(
                new Summary(records.rules().study(), baseline.name(),
                        Sentences.of(baseline.name(), variants, noise, exchange, arms, envelope), warnings),
                setting(targets), arms, all, noise, exchange, envelope, Sweeps.of(records.arms(), arms, all), Isoplots.of(chosen),
                Configurations.of(chosen));
    }

    private List<Comparisons.Side> sides(Predicate<ArmResult> which) {
        return arms.stream().filter(which).map(this::side).toList();
    }

    private Comparisons.Side side(ArmResult arm) {
        return new Comparisons.Side(arm.name(), arm.runs(),
                records.arms().stream().filter(a -> a.name().equals(arm.name())).findFirst().orElseThrow().runs());
    }

    private List<Target> targets(ArmResult baseline) {
        List<TargetRule> rules = new ArrayList<>(List.of(new TargetRule(1, Double.NaN)));
        records.rules().targets().stream().filter(rule -> !rules.contains(rule)).forEach(rules::add);
        return rules.stream().map(rule -> {
            if (Double.isNaN(rule.share())) {
                return new Target("loss " + rule.loss(), Double.NaN, rule.loss());
            }
            double loss = Spreads.of(baseline.runs().stream().mapToDouble(run -> Speedups.lossAt(run, rule.share())).toArray()).mean();
            return new Target(rule.share() >= 1 ? "the baseline's final loss"
                    : "the baseline's loss after " + Numbers.percent(rule.share()) + " of its compute", rule.share(), loss);
        }).toList();
    }

    private Setting setting(List<Target> targets) {
        Rules rules = records.rules();
        List<RunRecord> all = chosen.values().stream().flatMap(List::stream).toList();
        List<Long> seeds = all.stream().map(RunRecord::seed).distinct().toList();
        List<String> sets = all.stream().flatMap(run -> run.metrics().stream()).flatMap(run -> run.evaluations().stream())
                .flatMap(e -> e.sets().keySet().stream()).distinct().toList();
        double guessing = all.stream().flatMap(run -> run.metrics().flatMap(RunMetrics::end).flatMap(End::facts).stream())
                .mapToDouble(facts -> facts.guessing().uniform()).findFirst().orElse(Double.NaN);
        boolean images = all.stream().anyMatch(run -> "vit".equals(run.facts().settings().get("model.family")));
        return new Setting(seeds, rules.budget(), targets, sets, images ? "accuracy" : "perplexity", guessing, Differences.CONFIDENCE,
                rules.varies().stream().map(Difference::id).toList());
    }

    private Noise noise(ArmResult baseline) {
        Spread loss = baseline.loss();
        Optional<Instant> last = chosen.get(baseline.name()).stream().flatMap(run -> run.facts().begun().stream())
                .max(Comparator.naturalOrder());
        // Runs made by hand have no order.
        boolean first = last.isEmpty() || records.rules().budget().isEmpty() || arms.stream().filter(arm -> arm != baseline)
                .flatMap(arm -> chosen.get(arm.name()).stream()).flatMap(run -> run.ended().stream()).noneMatch(last.get()::isAfter);
        return new Noise(loss, StudentT.chance(Differences.CONFIDENCE, loss.deviation(), loss.count()), first);
    }

    private List<Warning> warnings(Noise noise, ExchangeRate exchange, List<Comparison> comparisons, List<Target> targets) {
        ArmResult baseline = arms.get(0);
        Warnings warnings = new Warnings();
        for (ArmResult arm : arms) {
            warnings.runs(arm, chosen.get(arm.name())).tuning(arm);
            if (arm != baseline) {
                warnings.beside(arm, baseline);
            }
            comparisons.stream().filter(c -> c.arm().equals(arm.name())).forEach(c -> warnings.comparison(arm, c, baseline.runs()));
        }
        return warnings.study(noise, exchange, targets, baseline.runs()).all();
    }
}
