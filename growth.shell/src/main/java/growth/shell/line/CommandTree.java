package growth.shell.line;

import growth.shell.command.Console;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.TextTable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.TypeConversionException;

/** The tree of commands as picocli knows it. */
final class CommandTree {
    private static final int NAME_COLUMN = 14;

    private CommandTree() {
    }

    /**
     * @param entries the commands, in the order of the overview
     * @param version the framework's version
     * @param console whose width and colours help texts keep to
     */
    static CommandLine of(List<CommandEntry> entries, String version, Console console) {
        CommandLine root = new CommandLine(new Root());
        root.getCommandSpec().version("growth " + version);
        for (CommandEntry entry : entries) {
            CommandLine command = new CommandLine(entry.command());
            style(command);
            command.getSubcommands().values().forEach(CommandTree::style);
            root.addSubcommand(entry.name(), command);
        }
        root.setUsageHelpWidth(Math.max(60, Math.min(console.width(), 120)));
        root.setUsageHelpLongOptionsMaxWidth(32);
        root.setColorScheme(Help.defaultColorScheme(console.colours() ? Ansi.ON : Ansi.OFF));
        root.setOut(new PrintWriter(console.out(), true));
        root.setErr(new PrintWriter(console.err(), true));
        root.setCaseInsensitiveEnumValuesAllowed(true);
        root.registerConverter(Path.class, CommandTree::path);
        root.setOverwrittenOptionsAllowed(false);
        // a mistyped option after one that takes many values is not a value
        root.setUnmatchedOptionsAllowedAsOptionParameters(false);
        root.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, help -> grouped(help, entries));
        List<String> sections = new ArrayList<>(root.getHelpSectionKeys());
        sections.remove(UsageMessageSpec.SECTION_KEY_COMMAND_LIST);
        sections.remove(UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING);
        sections.addAll(sections.indexOf(UsageMessageSpec.SECTION_KEY_OPTION_LIST_HEADING),
                List.of(UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING, UsageMessageSpec.SECTION_KEY_COMMAND_LIST));
        root.setHelpSectionKeys(sections);
        return root;
    }

    /** An empty path would mean the working folder, and is more likely a variable that was not set. */
    private static Path path(String word) {
        if (word.isEmpty()) {
            throw new TypeConversionException("a path has at least one character");
        }
        try {
            return Path.of(word);
        } catch (InvalidPathException e) {
            throw new TypeConversionException(e.getReason());
        }
    }

    private static void style(CommandLine command) {
        UsageMessageSpec usage = command.getCommandSpec().usageMessage();
        usage.sortOptions(false);
        usage.optionListHeading("%nOptions:%n");
        usage.parameterListHeading("%n");
        usage.commandListHeading("%nCommands:%n");
    }

    /** Every command with its first sentence, under its group's heading. */
    private static String grouped(Help help, List<CommandEntry> entries) {
        Map<String, List<CommandEntry>> groups = new LinkedHashMap<>();
        entries.forEach(entry -> groups.computeIfAbsent(entry.group(), g -> new ArrayList<>()).add(entry));
        StringBuilder text = new StringBuilder();
        int width = help.commandSpec().usageMessage().width();
        groups.forEach((group, members) -> {
            TextTable table = TextTable.forColumns(help.colorScheme(), new Help.Column(NAME_COLUMN, 2, Help.Column.Overflow.SPAN),
                    new Help.Column(width - NAME_COLUMN, 1, Help.Column.Overflow.WRAP));
            for (CommandEntry entry : members) {
                CommandSpec spec = help.commandSpec().subcommands().get(entry.name()).getCommandSpec();
                String[] description = spec.usageMessage().description();
                table.addRowValues(help.colorScheme().commandText(entry.name()),
                        help.colorScheme().text(description.length == 0 ? "" : description[0]));
            }
            text.append(System.lineSeparator()).append(group).append(':').append(System.lineSeparator()).append(table);
        });
        return text.toString();
    }
}
