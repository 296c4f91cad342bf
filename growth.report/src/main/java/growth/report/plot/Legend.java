package growth.report.plot;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An entry of a legend.
 *
 * @param name    the name of a series or part
 * @param classes the CSS classes of its key
 */
public record Legend(String name, String classes) {

    /** Returns the entries of a plot; none where its rows carry their names. */
    public static List<Legend> of(Plot plot) {
        Map<String, Legend> entries = new LinkedHashMap<>();
        if (plot instanceof Plot.Chart chart) {
            // Events and pale lines of a name belong to its line.
            chart.series().forEach(s -> entries.putIfAbsent(s.name(), new Legend(s.name(),
                    s.style().name().toLowerCase(Locale.ROOT) + " " + s.tone().classes())));
        } else if (plot instanceof Plot.Bars bars) {
            for (int i = 0; i < bars.parts().size(); i++) {
                int part = i;
                if (bars.rows().stream().anyMatch(row -> row.values().get(part) > 0)) {
                    entries.put(bars.parts().get(i), new Legend(bars.parts().get(i), "part " + new Tone(i + 1).classes()));
                }
            }
        }
        return entries.size() > 1 || plot instanceof Plot.Bars ? List.copyOf(entries.values()) : List.of();
    }
}
