package growth.runtime.console;

import java.time.Duration;

/**
 * How a console is written to.
 *
 * @param live     whether the present line may be overwritten: on terminals only
 * @param colour   whether colours may be used
 * @param quiet    whether only the summary is printed
 * @param interval time between two step lines
 */
public record ConsoleStyle(boolean live, boolean colour, boolean quiet, Duration interval) {
    private static final Duration INTERVAL = Duration.ofSeconds(2);

    /**
     * @param terminal whether a terminal is written to
     * @param noColour whether colours are not wanted ({@code NO_COLOR} is set to anything but nothing)
     * @param quiet    whether only the summary is wanted
     * @return the usual style: a live line and colours on a terminal, plain lines every two seconds elsewhere
     */
    public static ConsoleStyle of(boolean terminal, boolean noColour, boolean quiet) {
        return new ConsoleStyle(terminal, terminal && !noColour, quiet, INTERVAL);
    }

    String bold(String text) {
        return colour ? "\u001b[1m" + text + "\u001b[0m" : text;
    }

    String accent(String text) {
        return colour ? "\u001b[36m" + text + "\u001b[0m" : text;
    }
}
