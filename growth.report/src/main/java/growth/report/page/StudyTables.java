package growth.report.page;

import growth.api.Amounts;
import growth.report.page.HtmlTable.Cell;
import growth.report.plot.Markup;
import growth.study.account.Account;
import growth.study.account.ArmResult;
import growth.study.account.Axis;
import growth.study.account.Comparison;
import growth.study.account.Comparison.Ratio;
import growth.study.account.Comparison.Speedup;
import growth.study.account.Configuration.Row;
import growth.study.account.GrowthResult;
import growth.study.account.Isoplot;
import growth.study.account.Measures;
import growth.study.account.Spread;
import growth.study.account.Tuning;
import growth.study.account.Warning;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tables of a study. */
final class StudyTables {
    private final Account account;
    private final Tones tones;
    private final Markup to;

    StudyTables(Account account, Markup to) {
        this.account = account;
        this.tones = new Tones(account);
        this.to = to;
    }

    private Cell arm(String name) {
        return new Cell(name, null, "<span class=\"swatch\">" + Figures.key("line " + tones.of(name).classes()) + "</span>", "");
    }

    /** Writes the arms with their losses, differences, speed-ups and warnings. */
    void arms() {
        boolean bits = account.arms().stream().anyMatch(a -> a.finals().containsKey(Measures.BITS_PER_BYTE));
        boolean accuracy = account.setting().quality().equals("accuracy");
        List<String> headings = new ArrayList<>(List.of("arm", ">parameters", ">final loss", accuracy ? ">accuracy" : bits
                ? ">bits per byte" : ">perplexity", ">difference", ">p, Holm", "verdict", ">r at the end", ">compute saved", ">FLOPs",
                ">time"));
        HtmlTable table = new HtmlTable("Mean over seeds, ± one standard deviation; differences to " + account.summary().baseline()
                + " are paired by seed, with " + Figured.percent(account.setting().confidence()) + " intervals",
                headings.toArray(String[]::new));
        for (ArmResult result : account.arms()) {
            Optional<Comparison> comparison = account.comparison(result.name());
            Optional<Ratio> ratio = comparison.flatMap(c -> c.speedups().stream().filter(s -> s.target().share() == 1
                    && s.axis() == Axis.FLOPS).map(Speedup::ratio).findFirst());
            Spread loss = result.loss();
            Spread quality = result.finals().get(accuracy ? Measures.ACCURACY : Measures.BITS_PER_BYTE);
            table.row(List.of(arm(result.name()), Cell.of(Amounts.count(StudyPlots.size(result))),
                    Cell.of(Figured.fixed(loss.mean(), 4), deviation(loss, 4)),
                    Cell.of(quality == null ? accuracy ? "n/a" : Figured.fixed(Math.exp(loss.mean()), 2)
                            : accuracy ? String.format(Locale.ROOT, "%.2f %%", 100 * quality.mean()) : Figured.fixed(quality.mean(), 4)),
                    Cell.of(comparison.map(c -> Figured.signed(c.loss().mean(), 4)).orElse(""),
                            comparison.map(c -> Figured.interval(c.loss().t(), v -> Figured.signed(v, 4))).orElse("")),
                    Cell.of(comparison.map(c -> Figured.p(c.loss().adjusted())).orElse("")),
                    Cell.of(comparison.map(c -> c.verdict().name().toLowerCase(Locale.ROOT).replace('_', ' ')).orElse(result.role())),
                    Cell.of(ratio.map(r -> r.reached() == 0 ? "never" : Figured.fixed(r.r(), 2)).orElse(""),
                            ratio.map(r -> Figured.interval(r.interval(), v -> Figured.fixed(v, 2))).orElse("")),
                    Cell.of(ratio.map(r -> r.reached() == 0 ? "" : Figured.percent(r.saved())).orElse(""),
                            ratio.map(r -> Figured.interval(r.savedInterval(), Figured::percent)).orElse("")),
                    Cell.of(Amounts.operations(result.cost().flops())), Cell.of(Amounts.duration(result.cost().seconds()))));
            List<String> warnings = warnings(result.name());
            if (!warnings.isEmpty()) {
                table.below(warnings);
            }
        }
        table.write(to);
    }

    private static String deviation(Spread spread, int decimals) {
        return Double.isNaN(spread.deviation()) ? "" : "± " + Figured.fixed(spread.deviation(), decimals);
    }

    private List<String> warnings(String arm) {
        return account.summary().warnings().stream().filter(w -> w.arm().equals(arm)).map(Warning::text).toList();
    }

    /** Writes speed-ups at every target on every axis. */
    void targets() {
        HtmlTable table = new HtmlTable("Speed-up at each target: r is what the baseline spends over what the arm spends, s = r − 1; what"
                + " is saved is 1 − 1/r", "arm", "target", ">loss", ">seeds that reach it", ">r on FLOPs", ">s on FLOPs", ">FLOPs saved",
                ">r on seconds", ">r on tokens");
        for (Comparison c : beside()) {
            for (Speedup s : c.speedups().stream().filter(s -> s.axis() == Axis.FLOPS).toList()) {
                Ratio ratio = s.ratio();
                boolean never = ratio.reached() == 0;
                table.row(List.of(arm(c.arm()), Cell.of(s.target().words()), Cell.of(Figured.fixed(s.target().loss(), 4)),
                        Cell.of(ratio.reached() + " of " + ratio.of()), factor(c, s, Axis.FLOPS),
                        Cell.of(never ? "" : Figured.percent(ratio.s())), never ? Cell.of("") : Cell.of(Figured.percent(ratio.saved()),
                                Figured.interval(ratio.savedInterval(), Figured::percent)),
                        factor(c, s, Axis.SECONDS), factor(c, s, Axis.TOKENS)));
            }
        }
        write(table);
    }

    /** Returns the speed-up at the same target on an axis. */
    private static Cell factor(Comparison comparison, Speedup same, Axis axis) {
        return comparison.speedups().stream().filter(s -> s.axis() == axis && s.target().equals(same.target())).findFirst()
                .map(Speedup::ratio).map(ratio -> ratio.reached() == 0 ? Cell.of("never")
                        : Cell.of(Figured.fixed(ratio.r(), 2), Figured.interval(ratio.interval(), v -> Figured.fixed(v, 2))))
                .orElse(Cell.of(""));
    }

    private List<Comparison> beside() {
        return account.comparisons().stream().filter(c -> c.against().equals(account.summary().baseline())).toList();
    }

    /** Writes the other measures at the end. */
    void measures() {
        List<String> names = account.arms().stream().flatMap(a -> a.finals().keySet().stream()).distinct()
                .filter(name -> !Set.of(Measures.LOSS, Measures.BITS_PER_BYTE, Measures.ACCURACY).contains(name)).toList();
        HtmlTable table = new HtmlTable("Other measures at the end, mean over seeds ± one standard deviation",
                Stream.concat(Stream.of("arm"), names.stream().map(n -> ">" + n)).toArray(String[]::new));
        for (ArmResult result : account.arms()) {
            List<Cell> cells = new ArrayList<>(List.of(arm(result.name())));
            names.forEach(name -> cells.add(Cell.of(Optional.ofNullable(result.finals().get(name))
                    .map(s -> Figured.fixed(s.mean(), 4)).orElse(""), Optional.ofNullable(result.finals().get(name))
                    .map(s -> deviation(s, 4)).orElse(""))));
            table.row(cells);
        }
        if (!names.isEmpty()) {
            table.write(to);
        }
    }

    /** Writes every growth of every run. */
    void growths() {
        HtmlTable table = new HtmlTable("Every growth: validation loss right before and after, and how long it took to come back",
                "arm", ">seed", "operator", ">step", "from", "to", ">before", ">after", ">recovered after", ">max |Δlogit|", "claimed",
                "new parameters");
        for (ArmResult result : account.arms()) {
            for (GrowthResult g : result.growths()) {
                double steps = g.recovery().steps();
                table.row(List.of(arm(result.name()), Cell.of(Long.toString(g.seed())), Cell.of(g.operator()),
                        Cell.of(Amounts.grouped(g.at().step())), Cell.of(g.from()), Cell.of(g.to()),
                        Cell.of(Figured.fixed(g.recovery().before(), 4)), Cell.of(Figured.fixed(g.recovery().after(), 4)),
                        Cell.of(Double.isNaN(steps) ? "n/a" : Double.isInfinite(steps) ? "not at all" : steps == 0 ? "never rose"
                                : Amounts.grouped(steps) + " steps, " + Amounts.operations(g.recovery().flops())),
                        Cell.of(GrowthPanel.small(g.preservation().maxLogitChange())), Cell.of(g.preservation().claimed()),
                        new Cell(g.health().dead().isEmpty() ? "" : g.health().dead().size() + " without gradient",
                                g.health().dead().isEmpty() ? null : "warn", "", "")));
            }
        }
        write(table);
    }

    /** Writes the trials of the tuning grid. */
    void tuning() {
        HtmlTable table = new HtmlTable("Tuning: the same trials for every arm; each seed goes on with its best, and the median of these is"
                + " reported", "arm", "trial", "losses by seed", ">chosen by seeds", ">median of the best");
        for (ArmResult result : account.arms()) {
            Tuning tuning = result.tuning();
            for (Tuning.Trial trial : tuning.trials()) {
                long chosen = tuning.chosen().stream().filter(c -> c.trial().equals(trial.name())).count();
                table.row(List.of(arm(result.name()), Cell.of(trial.settings().entrySet().stream()
                        .map(e -> e.getKey() + " " + e.getValue()).collect(Collectors.joining(", "))),
                        Cell.of(trial.losses().stream().map(l -> Figured.fixed(l.loss(), 4)).collect(Collectors.joining("  "))),
                        Cell.of(chosen == 0 ? "" : Long.toString(chosen)), Cell.of(Figured.fixed(tuning.median(), 4))));
            }
        }
        if (account.arms().stream().anyMatch(a -> a.tuning().trials().size() > 1)) {
            table.write(to);
        }
    }

    /** Writes how far arms lie from the baseline at equal loss, in the scores of suites. */
    void distances() {
        HtmlTable table = new HtmlTable("Score minus the baseline's at equal loss", "score", "arm", ">distance");
        for (Isoplot isoplot : account.isoplots()) {
            isoplot.distances().forEach(d -> table.row(List.of(Cell.of(isoplot.measure()), arm(d.arm()),
                    Cell.of(Figured.signed(d.distance(), 4), Figured.interval(d.interval(), v -> Figured.signed(v, 4))))));
        }
        write(table);
    }

    /** Writes the settings in which arms differ. */
    void differences() {
        List<String> arms = account.arms().stream().map(ArmResult::name).toList();
        HtmlTable table = new HtmlTable("Settings that are not the same in all arms", Stream.concat(Stream.of("setting"), arms.stream())
                .toArray(String[]::new));
        for (Row row : account.configuration().differences()) {
            table.row(Stream.concat(Stream.of(row.path()), arms.stream().map(a -> row.values().getOrDefault(a, "–")))
                    .toArray(String[]::new));
        }
        write(table);
    }

    private void write(HtmlTable table) {
        if (!table.isEmpty()) {
            table.write(to);
        }
    }

    /** Returns the figures at the top. */
    Map<String, String> figures() {
        Map<String, String> figures = new LinkedHashMap<>();
        figures.put("arms", Integer.toString(account.arms().size()));
        figures.put(account.setting().seeds().size() == 1 ? "seed" : "seeds", Integer.toString(account.setting().seeds().size()));
        if (!account.setting().budget().isEmpty()) {
            figures.put("budget of each run", account.setting().budget());
        }
        figures.put(account.summary().baseline() + ", final loss", Figured.fixed(account.baseline().loss().mean(), 4));
        if (!Double.isNaN(account.noise().floor())) {
            figures.put("noise floor, nats", Figured.fixed(account.noise().floor(), 4));
        }
        if (!Double.isNaN(account.exchange().perPercent())) {
            figures.put("nats for 1 % more compute", Figured.fixed(account.exchange().perPercent(), 5));
        }
        return figures;
    }
}
