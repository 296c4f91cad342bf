package growth.shell.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.api.Amounts;
import growth.runtime.run.DataUnit;
import growth.shell.text.Json;
import growth.shell.text.Table;
import growth.shell.text.TextWidth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was measured, as a table and as JSON. */
public final class BenchReport {
    private static final String NOTE = "peak is single-precision matrix multiplication (2048 x 2048 x 2048) measured between the sizes; "
            + "share is a ratio within this run, and the only figure that may be compared with other runs on a shared machine. "
            + "FLOPs are those of the step: 6 per matrix parameter and position plus attention, of the head only scored positions. "
            + "Memory is resident in the process after the steps, at most %s so far.";

    private BenchReport() {
    }

    /**
     * @param engine what the engine says of itself
     * @param width  columns of the page
     */
    public static List<String> lines(List<BenchResult> results, Map<String, String> engine, int workers, int width) {
        List<String> lines = new ArrayList<>();
        Table facts = new Table("", "");
        engine.forEach(facts::row);
        facts.row("workers", String.valueOf(workers));
        results.forEach(r -> facts.row("size " + r.size().label(), r.size().shape() + ", " + rows(r.size())));
        lines.addAll(facts.lines(width));
        lines.add("");
        Table table = new Table("size", ">parameters", ">steps", ">ms/step median", ">best", ">speed", ">GFLOP/s", ">peak", ">share",
                ">memory");
        for (BenchResult r : results) {
            table.row(r.size().label(), Amounts.count(r.size().shape().parameterCount()), String.valueOf(r.seconds().length),
                    tenths(1e3 * r.median()), tenths(1e3 * r.best()),
                    Amounts.grouped(r.tokensPerSecond()) + " " + unit(r.size()).abbreviation() + "/s",
                    tenths(r.flopsPerSecond() / 1e9), tenths(r.peak() / 1e9), Amounts.percent(r.shareOfPeak()),
                    Amounts.bytes(r.memory().resident()));
        }
        lines.addAll(table.lines(width));
        lines.add("");
        String highest = results.isEmpty() ? "" : Amounts.bytes(results.get(results.size() - 1).memory().highest());
        lines.addAll(TextWidth.wrap(String.format(Locale.ROOT, NOTE, highest), width));
        return lines;
    }

    /** Returns the same as JSON; units are in the names. */
    public static ObjectNode json(List<BenchResult> results, Map<String, String> engine, int workers) {
        ObjectNode object = Json.object();
        ObjectNode facts = object.putObject("engine");
        engine.forEach(facts::put);
        object.put("workers", workers);
        ArrayNode sizes = object.putArray("sizes");
        for (BenchResult r : results) {
            ObjectNode entry = sizes.addObject();
            entry.put("size", r.size().label());
            entry.put("shape", r.size().shape().toString());
            entry.put(unit(r.size()) == DataUnit.IMAGES ? "images" : "sequences", r.size().rows());
            entry.put("parameters", r.size().shape().parameterCount());
            entry.put("steps", r.seconds().length);
            Json.put(entry, "median_ms", 1e3 * r.median());
            Json.put(entry, "best_ms", 1e3 * r.best());
            Json.put(entry, unit(r.size()).words() + "_per_second", r.tokensPerSecond());
            Json.put(entry, "flops_per_second", r.flopsPerSecond());
            Json.put(entry, "peak_flops_per_second", r.peak());
            Json.put(entry, "share_of_peak", r.shareOfPeak());
            Json.put(entry, "resident_bytes", r.memory().resident());
            Json.put(entry, "highest_resident_bytes", r.memory().highest());
        }
        return object;
    }

    private static DataUnit unit(BenchSize size) {
        return DataUnit.of(size.shape().family());
    }

    private static String rows(BenchSize size) {
        return size.rows() + (unit(size) == DataUnit.IMAGES ? " images" : " sequences");
    }

    private static String tenths(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
