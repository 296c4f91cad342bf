package growth.shell.console;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.formats.folder.IoReason;
import growth.shell.command.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** The options with which a shell opens the web console. */
public final class ConsoleFlags {
    /** The environment variable that may hold the password. */
    static final String VARIABLE = "GROWTH_CONSOLE_PASSWORD";
    private static final int SHORTEST = 8;

    @Option(names = "--console", paramLabel = "PORT", arity = "0..1", fallbackValue = "0", description = "opens the Felix web console on"
            + " this machine, at a free port unless PORT is given; the password is asked for in the terminal, or is " + VARIABLE
            + " of the environment")
    private Integer port;

    @Option(names = "--console-password-file", paramLabel = "FILE", description = "with --console: its password stands there")
    private Path passwordFile;

    /** Returns the port, 0 for any; empty if no console is wanted. */
    public Optional<Integer> port() {
        if (port == null && passwordFile != null) {
            throw new GrowthException(Kind.CONFIGURATION, "--console-password-file needs --console");
        }
        return Optional.ofNullable(port);
    }

    /**
     * Returns the password.
     *
     * @param asked asks the user for it; returns null if there is nobody to ask
     * @throws GrowthException (CONFIGURATION) if there is none, or it is too short
     */
    String password(Console console, Supplier<char[]> asked) {
        String variable = System.getenv(VARIABLE);
        if (passwordFile != null) {
            Path file = console.resolve(passwordFile);
            try {
                return checked(Files.readString(file).strip(), file.toString());
            } catch (IOException e) {
                throw new GrowthException(Kind.CONFIGURATION, "--console-password-file " + file + ": cannot be read: " + IoReason.of(e),
                        e);
            }
        }
        if (variable != null) {
            return checked(variable, VARIABLE);
        }
        char[] typed = asked.get();
        if (typed == null) {
            throw new GrowthException(Kind.CONFIGURATION, "the web console needs a password, and there is no terminal to ask for one;"
                    + " name a file with --console-password-file, or set " + VARIABLE);
        }
        return checked(new String(typed), "--console");
    }

    private static String checked(String password, String where) {
        if (password.length() < SHORTEST) {
            throw new GrowthException(Kind.CONFIGURATION, where + ": the password is too short; whoever has it can run programs as you, so"
                    + " take " + SHORTEST + " characters or more");
        }
        return password;
    }
}
