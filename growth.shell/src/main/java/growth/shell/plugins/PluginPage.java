package growth.shell.plugins;

import growth.api.operator.OperatorCard;
import growth.api.options.Card;
import growth.api.options.OptionSpec;
import growth.shell.text.Table;
import growth.shell.text.TextWidth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The page about one plug-in. */
public final class PluginPage {
    private PluginPage() {
    }

    /**
     * @param entry the plug-in
     * @param width columns of the page
     */
    public static List<String> lines(PluginEntry entry, int width) {
        List<String> lines = new ArrayList<>();
        lines.addAll(TextWidth.wrap(entry.info().name() + entry.info().card().map(c -> ": " + c.title()).orElse(""), width));
        lines.add("");
        Table facts = new Table("", "");
        entry.operator().map(OperatorCard::facts).or(() -> entry.info().card().map(card -> Map.of("paper", card.paper())))
                .ifPresent(all -> all.forEach(facts::row));
        if (!entry.grows().isEmpty()) {
            facts.row("grows", entry.grows());
        }
        facts.row("bundle", entry.info().bundle());
        facts.row("state", entry.info().state());
        lines.addAll(facts.lines(width));
        entry.info().card().map(Card::options).ifPresent(options -> lines.addAll(options(options, width)));
        return lines;
    }

    private static List<String> options(List<OptionSpec> options, int width) {
        List<String> lines = new ArrayList<>(List.of(""));
        if (options.isEmpty()) {
            lines.add("no options");
            return lines;
        }
        Table table = new Table("option", "value", "default", "meaning");
        options.forEach(option -> row(option, "", table));
        lines.addAll(table.lines(width));
        return lines;
    }

    /** Lists a group's options below it, indented. */
    private static void row(OptionSpec option, String indent, Table table) {
        table.row(indent + option.name(), option.valueWords(), option.defaultWords(),
                option.description());
        option.nested().forEach(nested -> row(nested, indent + "  ", table));
    }
}
