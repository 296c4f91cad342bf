package growth.shell.command;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
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
 * @param in        what is piped in or typed; empty where a shell reads the keys
 */
public record Console(PrintStream out, PrintStream err, boolean terminal, boolean colours, IntSupplier columns, Path directory,
        BooleanSupplier stop, Optional<InputStream> in) {
    public Console {
        Objects.requireNonNull(out);
        Objects.requireNonNull(err);
        Objects.requireNonNull(columns);
        Objects.requireNonNull(directory);
        Objects.requireNonNull(stop);
        Objects.requireNonNull(in);
    }

    /** Creates a console without input. */
    public Console(PrintStream out, PrintStream err, boolean terminal, boolean colours, IntSupplier columns, Path directory,
            BooleanSupplier stop) {
        this(out, err, terminal, colours, columns, directory, stop, Optional.empty());
    }

    /** Returns the same console with that input. */
    public Console reading(InputStream input) {
        return new Console(out, err, terminal, colours, columns, directory, stop, Optional.of(input));
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
