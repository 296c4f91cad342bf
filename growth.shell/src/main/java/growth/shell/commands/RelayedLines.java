package growth.shell.commands;

import growth.launcher.place.Watcher;
import growth.shell.command.Console;

/**
 * Prints what a command prints elsewhere.
 *
 * @param console where, and who may ask for the end
 */
record RelayedLines(Console console) implements Watcher {
    @Override
    public void printed(String line) {
        console.out().println(line);
        console.out().flush();
    }

    @Override
    public void note(String line) {
        console.err().println(line);
        console.err().flush();
    }

    @Override
    public boolean stop() {
        return console.stop().getAsBoolean();
    }
}
