package growth.shell.commands;

import growth.launcher.place.Watcher;
import growth.runtime.place.Elsewhere;
import growth.shell.command.Console;
import growth.shell.text.CommandLines;

/**
 * Prints what a training prints elsewhere. The command that continues it continues it there.
 *
 * @param place   where
 * @param console where, and who may ask for the end
 */
record RelayedLines(Elsewhere place, Console console) implements Watcher {
    @Override
    public void printed(String line) {
        console.out().println(CommandLines.resumes(line) ? resume(line) : line);
        console.out().flush();
    }

    /** A run file is read here, where the run's records are. */
    private String resume(String line) {
        String here = place.store().map(store -> line.replace(store.uri() + "/run.yaml", store.here().resolve("run.yaml").toString()))
                .orElse(line);
        return here + " --on " + CommandLines.quote(place.name());
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
