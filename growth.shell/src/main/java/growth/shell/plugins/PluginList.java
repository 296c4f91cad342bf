package growth.shell.plugins;

import growth.api.operator.OperatorCard;
import growth.runtime.plugins.PluginInfo;
import growth.runtime.plugins.PluginKind;
import growth.shell.text.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The list of installed plug-ins. */
public final class PluginList {
    private static final Pattern UP_TO_YEAR = Pattern.compile("^.*?\\b(?:19|20)\\d\\d\\b\\)?");
    private static final String NOTHING = "-";

    private PluginList() {
    }

    /**
     * Returns the lines of a table, and of a second one with what cannot be used and why.
     *
     * @param entries what is installed
     * @param width   columns of the page
     */
    public static List<String> lines(PluginKind kind, List<PluginEntry> entries, int width) {
        Table table = kind == PluginKind.OPERATOR ? new Table(kind.words(), "grows", "preserves", "optimizer", "what it does")
                : new Table(kind.words(), "what it does");
        Table broken = new Table("not usable", "bundle", "reason");
        for (PluginEntry entry : entries) {
            PluginInfo info = entry.info();
            if (!info.usable()) {
                broken.row(info.name(), info.bundle(), info.state());
                continue;
            }
            String does = info.card().map(card -> card.title() + " " + brief(card.paper())).orElse(NOTHING);
            if (kind == PluginKind.OPERATOR) {
                table.row(info.name(), entry.grows().isEmpty() ? NOTHING : entry.grows(),
                        entry.operator().map(o -> o.preservation().words()).orElse(NOTHING),
                        entry.operator().map(OperatorCard::optimizerState).map(p -> p.id()).orElse(NOTHING), does);
            } else {
                table.row(info.name(), does);
            }
        }
        List<String> lines = new ArrayList<>();
        lines.addAll(table.isEmpty() ? List.of("no " + kind.words() + " is installed") : table.lines(width));
        if (!broken.isEmpty()) {
            lines.add("");
            lines.addAll(broken.lines(width));
        }
        return lines;
    }

    /** Returns the authors and year of a paper; the whole text if there is no year in it. */
    static String brief(String paper) {
        Matcher matcher = UP_TO_YEAR.matcher(paper);
        return matcher.find() ? matcher.group() : paper;
    }
}
