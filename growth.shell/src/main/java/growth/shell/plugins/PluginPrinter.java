package growth.shell.plugins;

import growth.shell.command.Console;
import growth.shell.text.Json;
import java.util.List;
import java.util.Optional;

/** Prints lists and pages. */
public final class PluginPrinter {
    private PluginPrinter() {
    }

    /**
     * @param name one plug-in's name; empty for the list of all
     * @param json whether JSON is wanted
     */
    public static void print(PluginShelf shelf, Optional<String> name, boolean json, Console console) {
        List<PluginEntry> entries = name.map(shelf::named).orElseGet(shelf::all);
        if (json) {
            Json.print(PluginJson.of(entries), console);
        } else if (name.isEmpty()) {
            PluginList.lines(shelf.kind(), entries, console.width()).forEach(console.out()::println);
        } else {
            String separator = "";
            for (PluginEntry entry : entries) {
                console.out().print(separator);
                PluginPage.lines(entry, console.width()).forEach(console.out()::println);
                separator = System.lineSeparator();
            }
        }
    }
}
