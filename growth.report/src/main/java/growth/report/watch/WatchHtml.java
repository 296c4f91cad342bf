package growth.report.watch;

import growth.report.plot.Legend;
import growth.report.plot.Markup;
import growth.report.plot.Plot;
import growth.report.plot.PlotStyle;
import growth.report.plot.PlotSvg;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** The page: a frame that stays, and what is in it now, which is sent anew when something has changed. */
final class WatchHtml {
    private WatchHtml() {
    }

    /** Returns the page with what is known now; its script asks for more. */
    static String page(Watched watched) {
        Markup html = new Markup();
        html.open("html", "lang", "en").open("head").empty("meta", "charset", "utf-8")
                .empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
                .empty("link", "rel", "icon", "href", "data:,")
                .element("title", watched.title() + " – growth watch")
                .open("style").raw(PlotStyle.page() + resource("watch.css")).close().close();
        html.open("body").open("main", "id", "live").raw(view(watched)).close();
        html.element("p", "", "id", "connection", "role", "status");
        html.open("script").raw(PlotStyle.script() + resource("watch.js")).close().close().close();
        return "<!doctype html>\n" + html + "\n";
    }

    /** Returns what is known now. */
    static String view(Watched watched) {
        Markup html = new Markup();
        html.element("p", watched.several() ? "runs" : "run", "class", "kind").element("h1", watched.title());
        if (watched.runs().isEmpty()) {
            html.element("p", "No run has begun here yet; this page waits for the first.", "class", "state");
        } else if (watched.several()) {
            html.element("p", watched.counts(), "class", "state");
            table(watched.runs(), html);
        } else {
            run(watched.runs().get(0), html);
        }
        watched.notes().forEach(note -> html.element("p", note, "class", "warn"));
        html.open("div", "class", "grid");
        WatchPlots.of(watched).forEach(plot -> figure(plot, html));
        return html.close().toString();
    }

    private static void run(RunView run, Markup html) {
        html.element("p", RunWords.state(run), "class", run.silent() ? "state warn" : "state");
        double share = run.share();
        if (share >= 0) {
            html.element("progress", "", "max", "1", "value", String.format(Locale.ROOT, "%.4f", share), "aria-label", "progress");
        }
        html.open("ul", "class", "tiles");
        RunWords.figures(run).forEach(figure -> html.open("li").element("span", figure.name()).element("b", figure.value()).close());
        html.close();
        run.metrics().end().ifPresent(end -> end.remarks().forEach(remark -> html.element("p", remark, "class", "note")));
    }

    private static void table(List<RunView> runs, Markup html) {
        html.open("div", "class", "scroll").open("table").open("thead").open("tr");
        RunWords.HEADINGS.forEach(heading -> html.element("th", heading));
        html.close().close().open("tbody");
        for (RunView run : runs) {
            html.open("tr").element("th", run.name());
            RunWords.row(run).forEach(cell -> html.element("td", cell));
            html.close();
        }
        html.close().close().close();
    }

    private static void figure(Plot plot, Markup html) {
        html.open("figure").open("figcaption").element("h2", plot.heading().title()).element("p", plot.heading().description()).close();
        html.raw(PlotSvg.inline(plot));
        List<Legend> legend = Legend.of(plot);
        if (!legend.isEmpty()) {
            html.open("ul", "class", "legend");
            for (Legend entry : legend) {
                html.open("li").open("svg", "class", "plot", "width", "22", "height", "12", "viewBox", "0 0 22 12", "aria-hidden", "true")
                        .open("g", "class", "key " + entry.classes()).empty("path", "d", "M2 6h18").close().close()
                        .text(entry.name()).close();
            }
            html.close();
        }
        html.close();
    }

    private static String resource(String name) {
        try (InputStream text = Objects.requireNonNull(WatchHtml.class.getResourceAsStream(name), name)) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
