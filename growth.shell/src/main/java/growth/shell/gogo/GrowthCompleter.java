package growth.shell.gogo;

import growth.shell.command.Console;
import growth.shell.command.GrowthCommand;
import growth.shell.line.CommandRunner;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.felix.gogo.jline.Shell;
import org.apache.felix.service.command.CommandSession;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ITypeInfo;
import picocli.CommandLine.Model.OptionSpec;

/** Completes our commands, options, names and files from picocli's model, and files for all other commands. */
final class GrowthCompleter implements Completer {
    private static final String OWN = GogoFunctions.SCOPE + ":";
    private static final int WIDTH = 100;
    private final CommandSession session;
    private final CommandRunner runner;

    GrowthCompleter(CommandSession session, CommandRunner runner) {
        this.session = session;
        this.runner = runner;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        List<String> before = line.words().subList(0, Math.min(line.wordIndex(), line.words().size()));
        String word = line.word().substring(0, Math.min(line.wordCursor(), line.word().length()));
        Console console = new Console(nowhere(), nowhere(), false, false, () -> WIDTH, session.currentDir(), () -> false);
        runner.use(console, root -> {
            complete(root, before, word, candidates);
            return null;
        });
    }

    private void complete(CommandLine root, List<String> before, String word, List<Candidate> candidates) {
        if (before.isEmpty()) {
            commands(root, word, candidates);
            return;
        }
        String name = before.get(0).startsWith(OWN) ? before.get(0).substring(OWN.length()) : before.get(0);
        List<String> arguments = before.subList(1, before.size());
        if (name.equals(GogoFunctions.SCOPE)) {
            if (arguments.isEmpty()) {
                ownCommands(root, "", candidates);
                return;
            }
            name = arguments.get(0);
            arguments = arguments.subList(1, arguments.size());
        }
        CommandLine named = root.getSubcommands().get(name);
        boolean nested = named != null && !arguments.isEmpty() && named.getSubcommands().containsKey(arguments.get(0));
        CommandLine command = nested ? named.getSubcommands().get(arguments.get(0)) : named;
        arguments = nested ? arguments.subList(1, arguments.size()) : arguments;
        OptionSpec assigned = command == null || !word.contains("=") ? null
                : command.getCommandSpec().optionsMap().get(word.substring(0, word.indexOf('=')));
        if (command == null) {
            candidates.addAll(new FileCandidates(session.currentDir(), false).of("", word));
        } else if (assigned != null && assigned.arity().max() > 0) {
            String option = word.substring(0, word.indexOf('=') + 1);
            values(assigned, command, option, word.substring(option.length()), candidates);
        } else if (word.startsWith("-")) {
            options(command.getCommandSpec(), arguments, candidates);
        } else {
            Expected.after(arguments, command.getCommandSpec())
                    .ifPresent(argument -> values(argument, command, "", word, candidates));
        }
    }

    private void commands(CommandLine root, String word, List<Candidate> candidates) {
        ownCommands(root, word.startsWith(OWN) ? OWN : "", candidates);
        candidates.add(candidate("exit", "growth", "leaves the shell"));
        Set<String> all = Shell.getCommands(session);
        if (!word.isEmpty() && all != null) {
            // the framework's own functions are many, so they are offered only on request
            all.stream().filter(f -> !f.startsWith(OWN)).map(f -> word.contains(":") ? f : f.substring(f.indexOf(':') + 1))
                    .filter(f -> f.startsWith(word)).distinct()
                    .forEach(f -> candidates.add(candidate(f, "Gogo")));
        }
    }

    private static void ownCommands(CommandLine root, String scope, List<Candidate> candidates) {
        root.getSubcommands().forEach((name, command) -> candidates.add(
                candidate(scope + name, "growth", command.getCommandSpec().usageMessage().description())));
    }

    private static void options(CommandSpec spec, List<String> before, List<Candidate> candidates) {
        for (OptionSpec option : spec.options()) {
            boolean used = Arrays.stream(option.names()).anyMatch(before::contains) && !option.isMultiValue();
            if (!used && !option.hidden()) {
                candidates.add(candidate(option.longestName(), null, option.renderedDescription()));
            }
        }
    }

    /** A word that is complete, explained by the first line of its description. */
    private static Candidate candidate(String word, String group, String... description) {
        return new Candidate(word, word, group, description.length == 0 ? null : description[0], null, null, true);
    }

    /**
     * @param before what stands in the word before the value
     * @param value  the beginning of the value
     */
    private void values(ArgSpec argument, CommandLine command, String before, String value, List<Candidate> candidates) {
        ITypeInfo type = argument.isMultiValue() ? argument.typeInfo().getAuxiliaryTypeInfos().get(0) : argument.typeInfo();
        if (type.getType() == Path.class) {
            candidates.addAll(new FileCandidates(session.currentDir(), argument.paramLabel().contains("DIR")).of(before, value));
            return;
        }
        // of a list the last part is completed
        String done = before + (argument.splitRegex().isEmpty() ? "" : value.substring(0, value.lastIndexOf(',') + 1));
        GrowthCommand own = command.getCommand();
        List<String> known = type.isEnum() ? type.getEnumConstantNames() : own.candidates(argument.paramLabel());
        known.forEach(word -> candidates.add(new Candidate(done + word, word, null, null, null, null, !word.endsWith("="))));
    }

    private static PrintStream nowhere() {
        return new PrintStream(OutputStream.nullOutputStream());
    }
}
