package growth.shell.commands;

import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.api.engine.Engine.Hindrance;
import growth.runtime.engine.PlacedEngine;
import growth.shell.command.Console;
import growth.shell.text.TextWidth;
import java.util.LinkedHashSet;
import java.util.Set;

/** Says what makes engines slower than the machine is, before they are measured: in text at once, in JSON with the rest. */
final class BenchWarnings {
    private final Console console;
    private final boolean json;
    private final boolean named;
    private final Set<String> warnings = new LinkedHashSet<>();

    /** @param named whether each says of which engine it is */
    BenchWarnings(Console console, boolean json, boolean named) {
        this.console = console;
        this.json = json;
        this.named = named;
    }

    /** Warns of what hinders an engine, unless it has been said. */
    void of(PlacedEngine engine) {
        for (Hindrance hindrance : engine.surroundings().hindrances()) {
            String warning = (named ? engine.kind() + ": " : "") + hindrance;
            if (warnings.add(warning) && !json) {
                TextWidth.wrap("warning: " + warning, console.width()).forEach(console.out()::println);
            }
        }
    }

    /** Adds them to an object. */
    void writeTo(ObjectNode object) {
        warnings.forEach(object.putArray("warnings")::add);
    }
}
