package growth.shell.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.api.Amounts;
import growth.shell.text.Json;
import growth.shell.text.Table;
import growth.shell.text.TextWidth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a soak has shown, as a table and as JSON. */
public final class SoakReport {
    private static final String NOTE = "first and last are the medians of the first and the last tenth of a stage, fresh that of a new "
            + "session of the same shape measured right after the stage. Memory is resident in the process, after the stage's first "
            + "steps and after its last one.";

    private SoakReport() {
    }

    /** @param width columns of the page */
    public static List<String> lines(List<SoakStage> stages, int width) {
        Table table = new Table(">stage", ">steps", ">first ms", ">last ms", ">slower", ">fresh ms", ">last/fresh", ">memory", ">at end",
                ">GCs", ">heap/step", ">growth", "model");
        for (int i = 0; i < stages.size(); i++) {
            SoakStage s = stages.get(i);
            table.row(String.valueOf(i + 1), String.valueOf(s.seconds().length), millis(s.first()), millis(s.last()),
                    Amounts.percent(s.last() / s.first() - 1), millis(s.freshStep()), Amounts.percent(s.last() / s.freshStep()),
                    Amounts.bytes(s.residentAtBegin()), Amounts.bytes(s.residentAtEnd()), String.valueOf(s.collections()),
                    Amounts.bytes(s.allocatedPerStep()), String.format(Locale.ROOT, "%.2fs", s.growthSeconds()), s.shape().toString());
        }
        List<String> lines = new ArrayList<>(table.lines(width));
        lines.add("");
        lines.addAll(TextWidth.wrap(NOTE, width));
        return lines;
    }

    /** Returns the same as JSON; units are in the names. */
    public static ObjectNode json(List<SoakStage> stages) {
        ObjectNode object = Json.object();
        ArrayNode all = object.putArray("stages");
        for (SoakStage s : stages) {
            ObjectNode entry = all.addObject();
            entry.put("shape", s.shape().toString());
            entry.put("steps", s.seconds().length);
            Json.put(entry, "first_tenth_median_ms", 1e3 * s.first());
            Json.put(entry, "last_tenth_median_ms", 1e3 * s.last());
            Json.put(entry, "fresh_session_median_ms", 1e3 * s.freshStep());
            Json.put(entry, "resident_bytes_at_begin", s.residentAtBegin());
            Json.put(entry, "resident_bytes_at_end", s.residentAtEnd());
            entry.put("garbage_collections", s.collections());
            Json.put(entry, "heap_bytes_per_step", s.allocatedPerStep());
            Json.put(entry, "growth_seconds", s.growthSeconds());
        }
        return object;
    }

    private static String millis(double seconds) {
        return String.format(Locale.ROOT, "%.2f", 1e3 * seconds);
    }
}
