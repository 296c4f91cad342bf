package growth.launcher.place;

import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Carries out command lines in this framework; a service of the framework. */
public interface Commands {

    /**
     * Carries out one command and returns when it has ended. Several may run at a time, each on a thread of its own.
     *
     * @param arguments the command with its options and parameters, without {@code growth} before it
     * @param directory the folder that relative paths start from; empty for that of the process
     * @param out       where results are printed, as UTF-8; flushed after every line, and not closed
     * @param err       where errors are printed, likewise
     * @param stop      answers true from the moment at which the command is to end; a training saves first
     * @return the exit status
     */
    int run(List<String> arguments, Path directory, OutputStream out, OutputStream err, BooleanSupplier stop);
}
