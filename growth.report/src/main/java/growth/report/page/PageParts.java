package growth.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import growth.report.plot.Markup;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What pages of runs and of studies have in common. */
final class PageParts {
    private final Markup to;

    PageParts(Markup to) {
        this.to = to;
    }

    /**
     * Writes the top of a page.
     *
     * @param kind     of what it is
     * @param name     of the run or study
     * @param summary  a sentence
     * @param figures  name → value
     * @param warnings one line each
     */
    void header(String kind, String name, String summary, Map<String, String> figures, List<String> warnings) {
        to.open("header").element("p", kind, "class", "kind").element("h1", name).element("p", summary, "class", "summary");
        if (!figures.isEmpty()) {
            to.open("ul", "class", "tiles");
            figures.forEach((words, value) -> to.open("li").element("b", value).element("span", words).close());
            to.close();
        }
        if (!warnings.isEmpty()) {
            to.open("ul", "class", "warnings", "aria-label", "Warnings");
            warnings.forEach(warning -> to.element("li", warning));
            to.close();
        }
        to.close();
    }

    void footer() {
        to.open("footer").text("Written by Growth. This file is complete in itself and loads nothing.").close();
    }

    /** Writes the text of a run file or study. */
    void runFile(Optional<String> text) {
        text.ifPresentOrElse(yaml -> file("run.yaml, as resolved", yaml),
                () -> to.element("p", "There is no run.yaml.", "class", "note"));
    }

    /** Writes a text that can be unfolded. */
    void file(String title, String text) {
        to.open("details", "class", "part").element("summary", title).element("pre", text, "tabindex", "0").close();
    }

    /** Writes on what a run ran, and with what. */
    void provenance(List<JsonNode> starts, JsonNode data) {
        facts("Data", flat(data));
        if (starts.isEmpty()) {
            return;
        }
        JsonNode last = starts.get(starts.size() - 1);
        facts("Machine and engine", flat(last.path("machine"), last.path("engine")));
        facts("Plug-ins", flat(last.path("plugins")));
        facts("Bundles", flat(last.path("bundles")));
        HtmlTable table = new HtmlTable("Each start, and what it changed of the run file", "time", ">from step", "changes");
        starts.forEach(start -> table.row(start.path("time").asText(), start.path("step").asText(), changes(start.path("changes"))));
        to.open("details", "class", "part").element("summary", "Starts");
        table.write(to);
        to.close();
    }

    private static String changes(JsonNode changes) {
        List<String> words = new ArrayList<>();
        changes.forEach(change -> words.add(flat(change).values().stream().collect(Collectors.joining(" "))));
        return String.join("; ", words);
    }

    /** Writes name → value, unless there are none. */
    void facts(String title, Map<String, String> facts) {
        if (facts.isEmpty()) {
            return;
        }
        to.open("details", "class", "part").element("summary", title).open("dl");
        facts.forEach((name, value) -> GrowthPanel.fact(name, value, to));
        to.close().close();
    }

    private static Map<String, String> flat(JsonNode... objects) {
        Map<String, String> facts = new LinkedHashMap<>();
        for (JsonNode object : objects) {
            for (Iterator<Map.Entry<String, JsonNode>> fields = object.fields(); fields.hasNext();) {
                Map.Entry<String, JsonNode> field = fields.next();
                facts.put(field.getKey(), field.getValue().isContainerNode() ? flat(field.getValue()).entrySet().stream()
                        .map(e -> e.getKey() + " " + e.getValue()).collect(Collectors.joining(", ")) : field.getValue().asText());
            }
        }
        return facts;
    }
}
