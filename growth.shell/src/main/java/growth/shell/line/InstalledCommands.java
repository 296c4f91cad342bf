package growth.shell.line;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/** The commands that are installed at this moment. */
public interface InstalledCommands {
    /** Returns fresh objects of all commands, for one use. */
    Opened open();

    /**
     * Returns only that command if it is installed and needs no other; otherwise all.
     *
     * @param name what may be a command's name
     */
    Opened open(String name);

    /** Returns the commands' names, without making any of them. */
    SortedSet<String> names();

    /**
     * Returns why the command cannot be used though its bundle is there, in one line; empty if there is no such command or it can be used.
     *
     * @param name a command's name
     */
    Optional<String> unavailable(String name);

    /** Fresh commands; given back when closed. */
    interface Opened extends AutoCloseable {
        /** Returns the commands, in the order of the overview. */
        List<CommandEntry> entries();

        @Override
        void close();
    }
}
