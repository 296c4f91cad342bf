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
        table.row("from", g.from() + ", " + Amounts.bytes(g.oldBytes()) + " of parameters and moments");
        table.row("to", g.to() + ", " + Amounts.bytes(g.newBytes()) + " of parameters and moments");
        table.row("operator", seconds(g.operatorSeconds()));
        table.row("adopt", seconds(g.adoptSeconds()));
        table.row("memory", Amounts.bytes(g.residentBefore()) + " resident before, at most " + Amounts.bytes(g.residentHighest())
                + ", afterwards " + Amounts.bytes(g.residentAfter()));
        table.row("above", Amounts.bytes(g.aboveBothModels()) + " at most beyond both models");
        table.row("ms/step", String.format(Locale.ROOT, "%.1f before, %.1f after, %.1f in a fresh session of the grown shape",
                1e3 * Median.of(g.before()), 1e3 * Median.of(g.after()), 1e3 * Median.of(g.fresh())));
        return new ArrayList<>(table.lines(width));
    }

    /** Returns the same as JSON; units are in the names. */
    public static ObjectNode json(Growth g) {
        ObjectNode object = Json.object();
        object.put("from", g.from().toString()).put("to", g.to().toString());
        Json.put(object, "operator_seconds", g.operatorSeconds());
        Json.put(object, "adopt_seconds", g.adoptSeconds());
        object.put("old_state_bytes", g.oldBytes()).put("new_state_bytes", g.newBytes());
        Json.put(object, "resident_bytes_before", g.residentBefore());
        Json.put(object, "highest_resident_bytes", g.residentHighest());
        Json.put(object, "resident_bytes_after", g.residentAfter());
        Json.put(object, "bytes_above_both_models", g.aboveBothModels());
        Json.put(object, "before_median_ms", 1e3 * Median.of(g.before()));
        Json.put(object, "after_median_ms", 1e3 * Median.of(g.after()));
        Json.put(object, "fresh_session_median_ms", 1e3 * Median.of(g.fresh()));
        return object;
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.2f s", seconds);
    }
}
