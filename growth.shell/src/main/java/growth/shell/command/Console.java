package growth.shell.command;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/**
 * Where a command prints, and what surrounds it.
 *
 * @param out       results
 * @param err       errors
 * @param terminal  whether {@code out} is a terminal that shows lines in place
 * @param colours   whether colours are wanted
 * @param width     columns of the terminal; a usual width where there is none
 * @param directory the folder relative paths start from; empty if it is that of the process
 * @param stop      whether the user asked the command to end; long commands save and return
 */
public record Console(PrintStream out, PrintStream err, boolean terminal, boolean colours, int width, Path directory,
        BooleanSupplier stop) {
    public Console {
        Objects.requireNonNull(out);
        Objects.requireNonNull(err);
        Objects.requireNonNull(directory);
        Objects.requireNonNull(stop);
    }

    /** @return the path as the user meant it */
    public Path resolve(Path path) {
        return directory.resolve(path);
    }
}
