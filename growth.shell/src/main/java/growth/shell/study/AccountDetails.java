package growth.shell.study;

import static growth.shell.study.AccountTable.number;

import growth.api.Amounts;
import growth.shell.text.Table;
import growth.study.account.Account;
import growth.study.account.Account.Target;
import growth.study.account.ArmResult;
import growth.study.account.ArmResult.Cost;
import growth.study.account.ArmResult.CostItem;
import growth.study.account.Axis;
import growth.study.account.Comparison;
import growth.study.account.Comparison.Speedup;
import growth.study.account.Envelope;
import growth.study.account.GrowthResult;
import growth.study.account.Isoplot;
import growth.study.account.Sweep;
import growth.study.account.Tuning;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The parts of an account below its table: other targets, sweeps, sizes, growths, costs, tuning, suites. Empty ones are left out. */
final class AccountDetails {
    private AccountDetails() {
    }

    static List<String> lines(Account account, int width) {
        List<String> lines = new ArrayList<>();
        account.setting().targets().stream().skip(1).forEach(target -> add(lines, "less compute to "
                + (Double.isNaN(target.share()) ? target.words() : target.words() + number(target.loss(), " (%.4f)")),
                target(account, target), width));
        add(lines, "other measures, difference from " + account.summary().baseline(), measures(account), width);
        account.sweeps().forEach(sweep -> add(lines, sweep.path(), sweep(sweep), width));
        add(lines, "sizes from scratch at this budget", sizes(account.envelope()), width);
        add(lines, "growths, mean over seeds", growths(account), width);
        add(lines, "FLOPs of a run, mean over seeds (* on top of what arms are compared by)",
                costs(account, item -> operations(item.flops()), cost -> operations(cost.tuningFlops())), width);
        add(lines, "time of a run, mean over seeds", costs(account, item -> duration(item.seconds()),
                cost -> duration(cost.tuningSeconds())), width);
        add(lines, "tuning, loss by trial, median over seeds", tuning(account), width);
        add(lines, "scores at equal loss, distance from " + account.summary().baseline(), suites(account), width);
        return lines;
    }

    private static void add(List<String> lines, String title, Table table, int width) {
        if (!table.isEmpty()) {
            lines.add("");
            lines.add(title);
            table.lines(width - 2).forEach(line -> lines.add(line.isEmpty() ? "" : "  " + line));
        }
    }

    private static Table target(Account account, Target target) {
        Table table = new Table("arm", ">FLOPs", ">time", ">tokens");
        for (Comparison comparison : account.comparisons()) {
            if (comparison.against().equals(account.summary().baseline())) {
                List<Speedup> at = comparison.speedups().stream().filter(s -> s.target().equals(target)).toList();
                table.row(comparison.arm(), on(Axis.FLOPS, at), on(Axis.SECONDS, at), on(Axis.TOKENS, at));
            }
        }
        return table;
    }

    private static String on(Axis axis, List<Speedup> speedups) {
        return speedups.stream().filter(s -> s.axis() == axis).map(s -> AccountTable.saved(s.ratio())).findFirst().orElse("");
    }

    private static Table measures(Account account) {
        Table table = new Table("measure", "arm", ">mean", ">difference, 95 %");
        for (Comparison comparison : account.comparisons()) {
            if (comparison.against().equals(account.summary().baseline())) {
                ArmResult arm = account.arm(comparison.arm()).orElseThrow();
                comparison.others().forEach(other -> table.row(other.measure(), arm.name(),
                        number(arm.finals().get(other.measure()).mean(), "%.4f"), AccountTable.difference(other)));
            }
        }
        return table;
    }

    private static Table sweep(Sweep sweep) {
        Table table = new Table(">value", sweep.timing() ? ">grown at" : "", ">less compute", ">difference, 95 %", "arm");
        sweep.points().forEach(point -> table.row(point.value(), sweep.timing() ? number(100 * point.x(), "%.1f%%") : "",
                AccountTable.saved(point.ratio()), AccountTable.difference(point.loss()), point.arm()));
        return table;
    }

    private static Table sizes(Envelope envelope) {
        Table table = new Table("arm", ">parameters", ">loss", "");
        envelope.points().forEach(point -> table.row(point.arm(), Amounts.count(point.parameters()), number(point.loss().mean(), "%.4f"),
                point.arm().equals(envelope.best()) ? "best" : ""));
        if (!Double.isNaN(envelope.fittedParameters())) {
            table.row("(parabola)", Amounts.count(envelope.fittedParameters()), number(envelope.fittedLoss(), "%.4f"), "lowest between");
        }
        return table;
    }

    private static Table growths(Account account) {
        Table table = new Table("arm", "operator", ">step", ">before", ">after", ">recovered in", ">|Δlogit|", ">dead", "claims");
        for (ArmResult arm : account.arms()) {
            List<Long> seeds = arm.growths().stream().map(GrowthResult::seed).distinct().toList();
            int most = seeds.stream().mapToInt(seed -> of(arm, seed).size()).max().orElse(0);
            for (int i = 0; i < most; i++) {
                int which = i;
                row(table, arm, seeds.stream().map(seed -> of(arm, seed)).filter(g -> g.size() > which).map(g -> g.get(which)).toList());
            }
        }
        return table;
    }

    private static List<GrowthResult> of(ArmResult arm, long seed) {
        return arm.growths().stream().filter(growth -> growth.seed() == seed).toList();
    }

    private static void row(Table table, ArmResult arm, List<GrowthResult> growths) {
        GrowthResult first = growths.get(0);
        double steps = growths.stream().mapToDouble(g -> g.recovery().steps()).average().orElse(Double.NaN);
        table.row(arm.name(), first.operator(), String.valueOf(Math.round(growths.stream().mapToLong(g -> g.at().step()).average()
                .orElse(Double.NaN))), number(growths.stream().mapToDouble(g -> g.recovery().before()).average().orElse(0), "%.4f"),
                number(growths.stream().mapToDouble(g -> g.recovery().after()).average().orElse(0), "%.4f"),
                Double.isInfinite(steps) ? "never" : number(steps, "%.0f"),
                number(growths.stream().mapToDouble(g -> g.preservation().maxLogitChange()).max().orElse(0), "%.1e"),
                String.valueOf(growths.stream().mapToInt(g -> g.health().dead().size()).max().orElse(0)), first.preservation().claimed());
    }

    /** Returns a column for each item that any arm has. */
    private static Table costs(Account account, Function<CostItem, String> item, Function<Cost, String> tuning) {
        List<CostItem> all = account.arms().stream().flatMap(arm -> arm.cost().items().stream()).toList();
        List<String> items = all.stream().filter(i -> !item.apply(i).isEmpty()).map(CostItem::what).distinct().toList();
        boolean tuned = account.arms().stream().anyMatch(arm -> arm.cost().trials() > 1);
        List<String> headings = new ArrayList<>(List.of("arm"));
        items.forEach(what -> headings.add(">" + what
                + (all.stream().anyMatch(i -> i.what().equals(what) && i.charged()) ? "" : " *")));
        if (tuned) {
            headings.add(">all trials");
        }
        Table table = new Table(headings.toArray(String[]::new));
        for (ArmResult arm : account.arms()) {
            List<String> cells = new ArrayList<>(List.of(arm.name()));
            items.forEach(what -> cells.add(arm.cost().items().stream().filter(i -> i.what().equals(what)).map(item).findFirst()
                    .orElse("")));
            if (tuned) {
                cells.add(tuning.apply(arm.cost()));
            }
            table.row(cells.toArray(String[]::new));
        }
        return table;
    }

    private static String operations(double flops) {
        return Double.isNaN(flops) ? "unknown" : flops == 0 ? "" : Amounts.operations(flops);
    }

    private static String duration(double seconds) {
        return Double.isNaN(seconds) ? "unknown" : seconds == 0 ? "" : Amounts.duration(seconds);
    }

    private static Table tuning(Account account) {
        Table table = new Table("arm", "trial", ">loss", ">best for");
        for (ArmResult arm : account.arms()) {
            Tuning tuning = arm.tuning();
            for (Tuning.Trial trial : tuning.trials()) {
                double[] losses = trial.losses().stream().mapToDouble(Tuning.SeedLoss::loss).filter(loss -> !Double.isNaN(loss)).sorted()
                        .toArray();
                long best = tuning.chosen().stream().filter(c -> c.trial().equals(trial.name())).count();
                table.row(arm.name(), trial.settings().entrySet().stream().map(s -> s.getKey().replaceAll(".*\\.", "") + " " + s.getValue())
                        .collect(Collectors.joining(", ")), losses.length == 0 ? number(Double.NaN, "")
                                : number((losses[(losses.length - 1) / 2] + losses[losses.length / 2]) / 2, "%.4f"),
                        best == 0 ? "" : best + (best == 1 ? " seed" : " seeds"));
            }
        }
        return table;
    }

    private static Table suites(Account account) {
        Table table = new Table("score", "arm", ">distance", ">95 %");
        account.isoplots().stream().sorted(Comparator.comparing(Isoplot::measure)).forEach(plot -> plot.distances().stream()
                .filter(d -> !Double.isNaN(d.distance())).forEach(d -> table.row(plot.measure(), d.arm(), number(d.distance(), "%+.4f"),
                        d.interval().known() ? number(d.interval().low(), "%+.4f") + " to " + number(d.interval().high(), "%+.4f") : "")));
        return table;
    }
}
