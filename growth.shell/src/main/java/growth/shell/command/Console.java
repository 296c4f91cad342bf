package growth.shell.command;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/**
 * Where a command prints, and what surrounds it.
 *
 * @param out       results
 * @param err       errors
 * @param terminal  whether {@code out} is a terminal that shows lines in place
 * @param colours   whether colours are wanted
 * @param columns   columns of the terminal at this moment; a usual width where there is none
 * @param directory the folder relative paths start from; empty if it is that of the process
 * @param stop      whether the user asked the command to end; long commands save and return
 */
public record Console(PrintStream out, PrintStream err, boolean terminal, boolean colours, IntSupplier columns, Path directory,
        BooleanSupplier stop) {
    public Console {
        Objects.requireNonNull(out);
        Objects.requireNonNull(err);
        Objects.requireNonNull(columns);
        Objects.requireNonNull(directory);
        Objects.requireNonNull(stop);
    }

    /** Returns the columns at this moment. Long-running printers ask again, because windows are resized. */
    public int width() {
        return columns.getAsInt();
    }

    /** Resolves a path against the user's folder. */
    public Path resolve(Path path) {
        return directory.resolve(path);
    }
}
