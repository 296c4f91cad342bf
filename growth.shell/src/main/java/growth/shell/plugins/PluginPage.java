package growth.shell.plugins;

import growth.api.model.Family;
import growth.api.operator.OperatorCard;
import growth.api.options.Card;
import growth.api.options.OptionSpec;
import growth.shell.text.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Everything a plug-in says of itself. */
public final class PluginPage {
    private PluginPage() {
    }

    /**
     * @param entry the plug-in
     * @param width columns of the page
     */
    public static List<String> lines(PluginEntry entry, int width) {
        List<String> lines = new ArrayList<>();
        lines.addAll(Table.wrap(entry.info().name() + entry.info().card().map(c -> ": " + c.title()).orElse(""), width));
        lines.add("");
        Table facts = new Table("", "");
        entry.info().card().map(Card::paper).ifPresent(paper -> facts.row("paper", paper));
        entry.operator().ifPresent(card -> facts(card, facts));
        facts.row("bundle", entry.info().bundle());
        facts.row("state", entry.info().state());
        lines.addAll(facts.lines(width));
        entry.info().card().map(Card::options).ifPresent(options -> lines.addAll(options(options, width)));
        return lines;
    }

    private static void facts(OperatorCard card, Table facts) {
        facts.row("formula", card.formula());
        facts.row("preserves", card.preservation().words());
        facts.row("evidence", card.evidence());
        facts.row("families", card.families().stream().sorted().map(Family::id).collect(Collectors.joining(", ")));
        facts.row("optimizer state", card.optimizerState().id() + " (default of the paper)");
        facts.row("learning rate", card.learningRate().id() + " (default of the paper)");
        facts.row("not for", card.notFor());
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

    /** A group's options stand below it, indented. */
    private static void row(OptionSpec option, String indent, Table table) {
        String value = option.choices().isEmpty() ? option.type().words() : String.join(" | ", option.choices());
        table.row(indent + option.name(), value, option.required() ? "(required)" : option.defaultValue().orElse("-"),
                option.description());
        option.nested().forEach(nested -> row(nested, indent + "  ", table));
    }
}
