package growth.shell.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.api.Amounts;
import growth.shell.bench.GrowthBench.Growth;
import growth.shell.text.Json;
import growth.shell.text.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a growth took, as lines and as JSON. */
public final class GrowthBenchReport {
    private GrowthBenchReport() {
    }

    /** @param width columns of the page */
    public static List<String> lines(Growth g, int width) {
        Table table = new Table("", "");
        table.row("from", g.from() + ", " + Amounts.bytes(g.state().small()) + " of parameters and moments");
        table.row("to", g.to() + ", " + Amounts.bytes(g.state().grown()) + " of parameters and moments");
        table.row("operator", seconds(g.took().operator()));
        table.row("adopt", seconds(g.took().adopt()));
        table.row("memory", Amounts.bytes(g.resident().before()) + " resident before, at most " + Amounts.bytes(g.resident().highest())
                + ", afterwards " + Amounts.bytes(g.resident().after()));
        table.row("above", Amounts.bytes(g.aboveBothModels()) + " at most beyond both models");
        table.row("ms/step", String.format(Locale.ROOT, "%.1f before, %.1f after, %.1f in a fresh session of the grown shape",
                1e3 * Median.of(g.steps().before()), 1e3 * Median.of(g.steps().after()), 1e3 * Median.of(g.steps().fresh())));
        return new ArrayList<>(table.lines(width));
    }

    /** Returns the same as JSON; units are in the names. */
    public static ObjectNode json(Growth g) {
        ObjectNode object = Json.object();
        object.put("from", g.from().toString()).put("to", g.to().toString());
        Json.put(object, "operator_seconds", g.took().operator());
        Json.put(object, "adopt_seconds", g.took().adopt());
        object.put("old_state_bytes", g.state().small()).put("new_state_bytes", g.state().grown());
        Json.put(object, "resident_bytes_before", g.resident().before());
        Json.put(object, "highest_resident_bytes", g.resident().highest());
        Json.put(object, "resident_bytes_after", g.resident().after());
        Json.put(object, "bytes_above_both_models", g.aboveBothModels());
        Json.put(object, "before_median_ms", 1e3 * Median.of(g.steps().before()));
        Json.put(object, "after_median_ms", 1e3 * Median.of(g.steps().after()));
        Json.put(object, "fresh_session_median_ms", 1e3 * Median.of(g.steps().fresh()));
        return object;
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.2f s", seconds);
    }
}
