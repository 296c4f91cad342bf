package growth.shell.line;

import growth.shell.command.GrowthCommand;
import java.util.Comparator;

/**
 * A command in the tree.
 *
 * @param name    its name, as it is typed
 * @param group   the heading it stands under
 * @param order   its place, ascending
 * @param command the command, fresh for one use
 */
public record CommandEntry(String name, String group, int order, GrowthCommand command) {
    /** The order of the overview. */
    public static final Comparator<CommandEntry> ORDER = Comparator.comparingInt(CommandEntry::order).thenComparing(CommandEntry::name);
}
