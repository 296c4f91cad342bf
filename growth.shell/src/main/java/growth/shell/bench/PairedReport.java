package growth.shell.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.api.Amounts;
import growth.shell.bench.PairedResult.Side;
import growth.shell.text.Json;
import growth.shell.text.Table;
import growth.shell.text.TextWidth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** How two engines compare, as a table and as JSON. */
public final class PairedReport {
    private static final String NOTE = "%s / %s is how many times as long a step takes on %s, round by round: above 1 %s is faster. "
            + "Both began each size from the same weights, on the same batch; the losses of the first %d steps differ by at most %s "
            + "(allowed: %.0e). Each engine has a process of its own, with the environment that it asks for, and they take turns; peak and "
            + "memory are of that process.";

    private PairedReport() {
    }

    /**
     * @param warmup    steps whose losses were compared
     * @param tolerance their largest relative difference that was allowed
     * @param width     columns of the page
     */
    public static List<String> lines(List<PairedResult> results, int warmup, double tolerance, int width) {
        Side one = results.get(0).first();
        Side other = results.get(0).second();
        Table facts = new Table("", "");
        for (Side side : List.of(one, other)) {
            side.facts().forEach((name, value) -> facts.row(side.name() + " " + name, value));
            BenchPeak peak = results.stream().flatMap(r -> Stream.of(r.first(), r.second())).filter(s -> s.name().equals(side.name()))
                    .map(Side::peak).reduce(BenchPeak::max).orElseThrow();
            facts.row(side.name() + " peak", Amounts.operations(peak.products()) + "/s" + (peak.registers().isEmpty() ? ""
                    : ", FMA in registers " + Amounts.operations(peak.registers().getAsDouble()) + "/s"));
        }
        results.forEach(r -> facts.row("size " + r.size().label(), r.size().shape() + ", " + BenchReport.rows(r.size(), r.rows())));
        List<String> lines = new ArrayList<>(facts.lines(width));
        lines.add("");
        Table table = new Table("size", "engine", ">ms/step median", ">speed", ">share", ">memory", ">" + other.name() + " / " + one.name(),
                ">least", ">most", ">rounds");
        for (PairedResult r : results) {
            double[] ratios = r.ratios();
            row(table, r, r.first(), "", "", "", "");
            row(table, r, r.second(), times(Median.of(ratios)), times(Arrays.stream(ratios).min().orElse(Double.NaN)),
                    times(Arrays.stream(ratios).max().orElse(Double.NaN)), String.valueOf(ratios.length));
        }
        lines.addAll(table.lines(width));
        lines.add("");
        double worst = results.stream().mapToDouble(PairedResult::disagreement).max().orElse(Double.NaN);
        lines.addAll(TextWidth.wrap(String.format(Locale.ROOT, NOTE, other.name(), one.name(), other.name(), one.name(), warmup,
                String.format(Locale.ROOT, "%.1e", worst), tolerance), width));
        return lines;
    }

    private static void row(Table table, PairedResult r, Side side, String... ratios) {
        List<String> cells = new ArrayList<>(List.of(r.size().label(), side.name(), BenchReport.tenths(1e3 * side.median()),
                Amounts.grouped(r.tokens() / side.median()) + " " + BenchReport.unit(r.size()).abbreviation() + "/s",
                Amounts.percent(side.flops() / side.median() / side.peak().products()), Amounts.bytes(side.resident())));
        cells.addAll(List.of(ratios));
        table.row(cells.toArray(String[]::new));
    }

    private static String times(double ratio) {
        return String.format(Locale.ROOT, "%.2f", ratio);
    }

    /** Returns the same as JSON; units are in the names. */
    public static ObjectNode json(List<PairedResult> results, double tolerance) {
        ObjectNode object = Json.object();
        object.put("allowed_loss_difference", tolerance);
        ArrayNode sizes = object.putArray("sizes");
        for (PairedResult r : results) {
            ObjectNode entry = sizes.addObject();
            BenchReport.model(r.size(), r.rows(), entry);
            Json.put(entry, "relative_loss_difference", r.disagreement());
            ArrayNode engines = entry.putArray("engines");
            for (Side side : List.of(r.first(), r.second())) {
                ObjectNode node = engines.addObject().put("name", side.name());
                ObjectNode facts = node.putObject("facts");
                side.facts().forEach(facts::put);
                Json.put(node, "median_ms", 1e3 * side.median());
                side.rounds().forEach(node.putArray("round_median_seconds")::add);
                Json.put(node, "flops_per_step", side.flops());
                Json.put(node, "peak_flops_per_second", side.peak().products());
                side.peak().registers().ifPresent(fma -> Json.put(node, "fma_flops_per_second", fma));
                Json.put(node, "resident_bytes", side.resident());
            }
            Arrays.stream(r.ratios()).forEach(entry.putArray("time_ratios")::add);
            Json.put(entry, "least_time_ratio", Arrays.stream(r.ratios()).min().orElse(Double.NaN));
            Json.put(entry, "median_time_ratio", Median.of(r.ratios()));
            Json.put(entry, "most_time_ratio", Arrays.stream(r.ratios()).max().orElse(Double.NaN));
        }
        return object;
    }
}
