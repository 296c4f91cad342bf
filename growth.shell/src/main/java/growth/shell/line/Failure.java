package growth.shell.line;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.runtime.config.NearestName;
import growth.runtime.plugins.guard.PlainText;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The failure of a command: one line for the user and the exit status.
 *
 * @param status exit status
 * @param line   what, where, what would be right; without line breaks
 */
public record Failure(int status, String line) {
    private static final Pattern QUOTED = Pattern.compile("'(-[^']*)'");

    public Failure {
        line = PlainText.of(line.strip().replaceAll("\\s*\\R\\s*", " "));
    }

    /** Returns the failure for an exception from the work itself. */
    static Failure of(Throwable thrown) {
        if (thrown instanceof GrowthException e) {
            boolean traced = e.kind() == Kind.FAILING_PLUGIN
                    && Stream.iterate((Throwable) e, Objects::nonNull, Throwable::getCause).anyMatch(c -> !(c instanceof GrowthException));
            return new Failure(e.kind().exitStatus(), e.getMessage() + (traced ? "; --debug shows where" : ""));
        }
        Optional<String> memory = OutOfMemory.words(thrown);
        if (memory.isPresent()) {
            return new Failure(Kind.UNEXPECTED.exitStatus(), memory.get());
        }
        Throwable root = root(thrown);
        if (root instanceof UnsatisfiedLinkError) {
            return new Failure(Kind.MISSING_PLUGIN.exitStatus(), "the native libraries do not load: " + root.getMessage()
                    + "; 'growth doctor' looks for the reason");
        }
        String message = thrown.getMessage() == null ? "" : ": " + thrown.getMessage();
        return new Failure(Kind.UNEXPECTED.exitStatus(),
                "unexpected " + thrown.getClass().getSimpleName() + message + "; --debug shows where");
    }

    private static Throwable root(Throwable thrown) {
        return thrown.getCause() == null ? thrown : root(thrown.getCause());
    }

    /**
     * Returns the failure for a wrong argument.
     *
     * @param unavailable a command's name → why it cannot be used though its bundle is there
     */
    static Failure of(ParameterException wrong, Function<String, Optional<String>> unavailable) {
        CommandLine command = wrong.getCommandLine();
        boolean root = command.getParent() == null;
        String help = "growth help" + (root ? "" : " " + command.getCommandName());
        if (wrong instanceof UnmatchedArgumentException unmatched) {
            String word = unmatched(unmatched);
            if (root && !word.startsWith("-")) {
                return unknownCommand(word, command.getSubcommands().keySet(), unavailable.apply(word));
            }
            return word.startsWith("-")
                    ? usage("unknown option '" + word + "'" + of(command) + hint(word.replaceFirst("=.*", ""), optionNames(command), help))
                    : usage("unexpected argument '" + word + "'" + of(command) + "; see '" + help + "'");
        }
        if (wrong instanceof MissingParameterException missing && !missing.getMissing().isEmpty()) {
            String labels = missing.getMissing().stream().map(Failure::label)
                    .collect(Collectors.joining(missing.getMissing().stream().allMatch(Failure::alternative) ? " or " : " and "));
            return usage(command.getCommandName() + " needs " + labels + RunFilesHere.hint(labels) + "; see '" + help + "'");
        }
        String message = wrong.getMessage().replaceFirst("^Error: ", "");
        return usage(Character.toLowerCase(message.charAt(0)) + message.substring(1) + "; see '" + help + "'");
    }

    private static boolean alternative(ArgSpec argument) {
        return argument.group() != null && argument.group().exclusive();
    }

    /**
     * Returns the failure for an unknown command.
     *
     * @param names       those that are there
     * @param unavailable why it cannot be used though its bundle is there
     */
    static Failure unknownCommand(String name, Collection<String> names, Optional<String> unavailable) {
        return unavailable.map(reason -> "the command " + name + " is not available: " + reason)
                .map(line -> new Failure(Kind.MISSING_PLUGIN.exitStatus(), line))
                .orElseGet(() -> usage("unknown command '" + name + "'" + hint(name, names, "growth help")));
    }

    /** Finds the unknown word: after an option that takes values, picocli names it only in its message. */
    private static String unmatched(UnmatchedArgumentException wrong) {
        if (!wrong.getUnmatched().isEmpty()) {
            return wrong.getUnmatched().get(0);
        }
        Matcher quoted = QUOTED.matcher(wrong.getMessage());
        return quoted.find() ? quoted.group(1) : wrong.getMessage();
    }

    private static Failure usage(String line) {
        return new Failure(Kind.CONFIGURATION.exitStatus(), line);
    }

    private static String of(CommandLine command) {
        return command.getParent() == null ? "" : " of " + command.getCommandName();
    }

    private static String hint(String word, Collection<String> names, String help) {
        return NearestName.to(word, names).map(name -> "; did you mean '" + name + "'?").orElse("; see '" + help + "'");
    }

    private static List<String> optionNames(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        return spec.options().stream().filter(o -> !o.hidden()).flatMap(o -> Arrays.stream(o.names())).toList();
    }

    private static String label(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() + " " + option.paramLabel() : argument.paramLabel();
    }
}
