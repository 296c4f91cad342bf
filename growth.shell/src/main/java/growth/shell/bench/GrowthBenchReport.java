package growth.shell.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.api.Amounts;
import growth.shell.bench.GrowthBench.Growth;
import growth.shell.text.Json;
import growth.shell.text.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What a growth took, as lines and as JSON.
 *
 * @param growth in memory
 * @param disk   on disk
 */
public record GrowthBenchReport(Growth growth, DiskGrowthBench.Took disk) {
    /** @param width columns of the page */
    public List<String> lines(int width) {
        Growth g = growth;
        Table table = new Table("", "");
        table.row("from", g.from() + ", " + Amounts.bytes(g.state().small()) + " of parameters and moments");
        table.row("to", g.to() + ", " + Amounts.bytes(g.state().grown()) + " of parameters and moments");
        table.row("in memory", String.format(Locale.ROOT, "%.2f s (the first %.2f): operator %.2f, engine %.2f", g.took().whole(),
                g.took().first(), g.took().operator(), g.took().adopt()));
        table.row("memory", Amounts.bytes(g.resident().before()) + " resident before, at most " + Amounts.bytes(g.resident().highest())
                + ", afterwards " + Amounts.bytes(g.resident().after()));
        table.row("above", Amounts.bytes(g.aboveBothModels()) + " at most beyond both models");
        table.row("ms/step", String.format(Locale.ROOT, "%.1f before, %.1f after, %.1f in a fresh session of the grown shape",
                1e3 * Median.of(g.steps().before()), 1e3 * Median.of(g.steps().after()), 1e3 * Median.of(g.steps().fresh())));
        table.row("on disk", String.format(Locale.ROOT, "%.2f s (the first %.2f) for the parameters, %.2f of them the disk's own",
                Median.of(disk.grown()), disk.first(), Median.of(disk.disk())));
        table.row("beyond", String.format(Locale.ROOT, "%.2f s per 100 M parameters beyond the disk's own time", disk.beyond()));
        return new ArrayList<>(table.lines(width));
    }

    /** Returns the same as JSON; units are in the names. */
    public ObjectNode json() {
        Growth g = growth;
        ObjectNode object = Json.object();
        object.put("from", g.from().toString()).put("to", g.to().toString());
        Json.put(object, "operator_seconds", g.took().operator());
        Json.put(object, "adopt_seconds", g.took().adopt());
        Json.put(object, "first_growth_seconds", g.took().first());
        object.put("old_state_bytes", g.state().small()).put("new_state_bytes", g.state().grown());
        Json.put(object, "resident_bytes_before", g.resident().before());
        Json.put(object, "highest_resident_bytes", g.resident().highest());
        Json.put(object, "resident_bytes_after", g.resident().after());
        Json.put(object, "bytes_above_both_models", g.aboveBothModels());
        Json.put(object, "before_median_ms", 1e3 * Median.of(g.steps().before()));
        Json.put(object, "after_median_ms", 1e3 * Median.of(g.steps().after()));
        Json.put(object, "fresh_session_median_ms", 1e3 * Median.of(g.steps().fresh()));
        Arrays.stream(disk.grown()).forEach(object.putArray("disk_seconds")::add);
        Arrays.stream(disk.disk()).forEach(object.putArray("disk_alone_seconds")::add);
        Json.put(object, "seconds_beyond_disk_per_100m_parameters", disk.beyond());
        return object;
    }
}
