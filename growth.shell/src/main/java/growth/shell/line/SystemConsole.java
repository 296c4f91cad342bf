package growth.shell.line;

import growth.shell.command.Console;
import growth.shell.progress.ConsoleStyle;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/** The process's own standard output and error as a console. */
public final class SystemConsole {
    private SystemConsole() {
    }

    /** Returns the process's standard output. */
    static StandardOutput output() {
        return new StandardOutput(new FileOutputStream(FileDescriptor.out));
    }

    /**
     * Returns the console. It goes to the process's own streams and not to System.out, which the Gogo runtime replaces: a session that
     * printed there would print to itself. Text is UTF-8 whatever the locale says, because a terminal in a container with the C locale
     * shows UTF-8 all the same.
     *
     * @param out  where results go
     * @param stop whether the process was asked to end
     */
    static Console open(StandardOutput out, BooleanSupplier stop) {
        boolean terminal = terminal();
        boolean moves = terminal && !"dumb".equals(System.getenv("TERM"));
        String noColour = System.getenv("NO_COLOR");
        boolean colours = moves && (noColour == null || noColour.isEmpty());
        return new Console(utf8(out), utf8(new FileOutputStream(FileDescriptor.err)), moves, colours, width(terminal), Path.of(""), stop)
                .reading(new BufferedInputStream(new FileInputStream(FileDescriptor.in)));
    }

    /** Returns whether standard input and output are a terminal. */
    public static boolean terminal() {
        java.io.Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            // since Java 22 a console may exist without a terminal; this method tells the difference
            return (boolean) java.io.Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    private static PrintStream utf8(OutputStream stream) {
        return new PrintStream(new BufferedOutputStream(stream), true, StandardCharsets.UTF_8);
    }

    /** Returns the width: COLUMNS overrides the terminal. */
    private static IntSupplier width(boolean terminal) {
        String columns = System.getenv("COLUMNS");
        if (columns != null && columns.matches("[1-9][0-9]{1,3}")) {
            int fixed = Integer.parseInt(columns);
            return () -> fixed;
        }
        return terminal ? new TerminalWidth() : () -> ConsoleStyle.USUAL_WIDTH;
    }
}
