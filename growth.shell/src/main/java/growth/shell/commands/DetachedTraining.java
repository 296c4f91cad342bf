package growth.shell.commands;

import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.runtime.folder.RunFolder;
import growth.shell.command.Console;
import growth.shell.process.DetachedStarts;
import growth.shell.text.CommandLines;
import growth.shell.text.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Trains in a process of its own, and says where.
 *
 * @param starts  starts processes
 * @param console where to print
 * @param json    whether to print JSON
 */
record DetachedTraining(DetachedStarts starts, Console console, boolean json) {
    /** The option that asks for it. */
    static final String OPTION = "--detach";

    /**
     * Starts the training and returns when its run has begun, or with the status with which it failed before.
     *
     * @param words  the command line that asked
     * @param name   the run's name
     * @param folder the run folder
     */
    int start(List<String> words, String name, RunFolder folder) {
        List<String> arguments = words.stream().filter(word -> !word.equals(OPTION)).toList();
        DetachedStarts.Outcome outcome = starts.start(arguments, console.directory().toAbsolutePath(), folder.path(), console.stop());
        Optional<Integer> status = outcome.status();
        if (status.isPresent()) {
            outcome.output().lines().forEach(console.err()::println);
            return console.stop().getAsBoolean() ? TrainCommand.INTERRUPTED : status.get();
        }
        if (json) {
            ObjectNode object = Json.object();
            object.put("folder", folder.path().toString()).put("pid", outcome.pid()).put("log", folder.log().toString())
                    .put("output", output(folder).toString());
            Json.print(object, console);
            return 0;
        }
        String quoted = CommandLines.quote(folder.path());
        console.out().println("run " + name + " in " + folder.path() + ", in process " + outcome.pid());
        console.out().println("  look: growth runs " + quoted + ", or growth watch " + quoted);
        console.out().println("  log:  " + folder.log() + ", and errors in " + output(folder));
        console.out().println("  stop: growth stop " + quoted);
        return 0;
    }

    private static Path output(RunFolder folder) {
        return folder.path().resolve(DetachedStarts.OUTPUT);
    }
}
