package growth.report.plot;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The style of plots, and the script that makes them answer on a page. */
public final class PlotStyle {
    private static final Pattern VARIABLE = Pattern.compile("var\\(--([a-z0-9]+)\\)");
    private static final String RULES = """
            .plot{font:12px system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",Arial,sans-serif;
            font-variant-numeric:tabular-nums}
            .plot path{fill:none}
            .plot .ground{fill:var(--ground)}
            .plot text{fill:var(--ink)}
            .plot .heading{font-size:15px;font-weight:600}
            .plot .axis text,.plot .rule text{fill:var(--muted)}
            .plot .axis .title{fill:var(--ink)}
            .plot .grid{stroke:var(--grid)}
            .plot .base{stroke:var(--axis)}
            .plot .reference{stroke:var(--ink);stroke-dasharray:2 3}
            .plot .rule path{stroke:var(--axis);stroke-dasharray:4 3}
            .plot .line{stroke-width:1.8;stroke-linejoin:round;stroke-linecap:round}
            .plot .faint .line{stroke-width:1;opacity:.45}
            .plot .band{opacity:.13;stroke:none}
            .plot .dots{stroke-width:6;stroke-linecap:round}
            .plot .marked .dots{stroke-width:5}
            .plot .whisker{stroke-width:1.6}
            .plot .event{stroke:var(--ground);stroke-width:1}
            .plot .name{font-weight:600}
            .plot .name,.plot .words{paint-order:stroke;stroke:var(--ground);stroke-width:4px;stroke-linejoin:round}
            .plot .words{fill:var(--muted)}
            .plot .key path{stroke-width:2.4}
            .plot .key.part path{stroke-width:11}
            .plot .key.points path,.plot .key.events path{stroke-width:7;stroke-linecap:round;
            stroke-dasharray:0 9;stroke-dashoffset:-5}
            .plot .key.faint path{opacity:.45}
            .plot .d1 .line,.plot .d1.key path{stroke-dasharray:7 3}
            .plot .d2 .line,.plot .d2.key path{stroke-dasharray:2 3}
            .plot .d3 .line,.plot .d3.key path{stroke-dasharray:9 3 2 3}
            .plot .cross{stroke:var(--axis)}
            """;
    /** What the script of a page needs. */
    private static final String LIVE = """
            #tip{position:fixed;z-index:9;display:none;max-width:min(420px,92vw);padding:8px 12px;border:1px solid var(--grid);
              border-radius:8px;
              background:var(--ground);box-shadow:0 4px 16px rgba(0,0,0,.18);font-size:13px;line-height:1.45;
              pointer-events:none;font-variant-numeric:tabular-nums}
            #tip b{display:block}
            #tip table{font-size:13px}
            #tip td{padding:0 14px 0 0;border:0}
            #tip td+td{padding:0;text-align:right;white-space:nowrap}
            #tip i{display:inline-block;width:10px;height:10px;margin-right:7px;border-radius:2px}
            .off{display:none}
            """;
    private static final String TONE = """
            .plot .tN .line,.plot .tN .dots,.plot .tN .whisker,.plot .tN.key path{stroke:var(--toneN)}
            .plot .tN .band,.plot .tN .event,.plot .tN .box,.plot .part.tN{fill:var(--toneN)}
            """;

    private PlotStyle() {
    }

    /** Returns the rules for a page, colours for light and dark among them. */
    public static String page() {
        return ":root{" + Palette.LIGHT.variables() + "}\n@media screen and (prefers-color-scheme:dark){:root{" + Palette.DARK.variables()
                + "}}\n" + plots() + LIVE;
    }

    /**
     * Returns the script for a page: it shows values below the pointer, in plots that are there and in those that come later, and uses
     * nothing but the page.
     */
    public static String script() {
        try (InputStream text = Objects.requireNonNull(PlotStyle.class.getResourceAsStream("plot.js"))) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String plots() {
        StringBuilder rules = new StringBuilder(RULES);
        for (int i = 0; i < Palette.LIGHT.tones().size(); i++) {
            rules.append(TONE.replace("N", Integer.toString(i)));
        }
        return rules.toString();
    }

    /** Returns the rules with their colours, as many programs that show SVG do not know variables. */
    static String file() {
        return with(Palette.LIGHT) + "@media screen and (prefers-color-scheme:dark){\n" + with(Palette.DARK) + "}\n";
    }

    private static String with(Palette palette) {
        Map<String, String> colours = palette.colours();
        return VARIABLE.matcher(plots()).replaceAll(m -> Matcher.quoteReplacement(colours.get(m.group(1))));
    }
}
