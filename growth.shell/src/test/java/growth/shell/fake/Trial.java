package growth.shell.fake;

import static org.assertj.core.api.Assertions.assertThat;

import growth.runtime.plugins.guard.Limits;
import growth.runtime.plugins.guard.PluginGuard;
import growth.shell.command.Console;
import growth.shell.command.GrowthCommand;
import growth.shell.line.CommandEntry;
import growth.shell.line.CommandRunner;
import growth.shell.line.InstalledCommands;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Runs command lines on a console that is looked at afterwards. */
public final class Trial implements InstalledCommands {
    /** Width of the page. */
    public static final int WIDTH = 100;
    private final List<String> names = new ArrayList<>();
    private final List<String> groups = new ArrayList<>();
    private final List<Supplier<GrowthCommand>> makers = new ArrayList<>();
    private Map<String, String> unavailable = Map.of();
    private Path directory = Path.of("");
    private BooleanSupplier stop = () -> false;

    /**
     * What came out of a command line.
     *
     * @param status exit status
     * @param out    standard output
     * @param err    standard error
     */
    public record Result(int status, String out, String err) {
        /** Returns the standard output without trailing line end, by lines. */
        public List<String> lines() {
            return out.lines().toList();
        }

        /** Checks the exit status. */
        public Result ends(int expected) {
            assertThat(status).as(err).isEqualTo(expected);
            return this;
        }
    }

    /** Adds a command; its listing's annotation cannot be read at run time, so that the name is given. */
    public Trial with(String name, Supplier<GrowthCommand> maker) {
        return with(name, "Trial", maker);
    }

    /** Adds a command under a heading. */
    public Trial with(String name, String group, Supplier<GrowthCommand> maker) {
        names.add(name);
        groups.add(group);
        makers.add(maker);
        return this;
    }

    /** Sets commands that are installed but cannot be used, with the reason. */
    public Trial unavailable(Map<String, String> reasons) {
        unavailable = reasons;
        return this;
    }

    /** Sets the working folder. */
    public Trial in(Path folder) {
        directory = folder;
        return this;
    }

    /** Sets whether the user wants to end. */
    public Trial stop(BooleanSupplier wanted) {
        stop = wanted;
        return this;
    }

    /** Returns what runs the commands. */
    public CommandRunner runner() {
        return new CommandRunner(this, new PluginGuard(Limits.USUAL), "1.2.3");
    }

    /** Runs a command line of these words. */
    public Result run(String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8), false, false, () -> WIDTH, directory, stop);
        int status = runner().run(console, Arrays.asList(words));
        return new Result(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    @Override
    public Opened open() {
        return open(IntStream.range(0, names.size()));
    }

    @Override
    public Opened open(String name) {
        return names.contains(name) && !name.equals("help") && !name.equals("completion")
                ? open(IntStream.of(names.indexOf(name))) : open();
    }

    private Opened open(IntStream places) {
        List<CommandEntry> entries = places
                .mapToObj(i -> new CommandEntry(names.get(i), groups.get(i), i, makers.get(i).get())).toList();
        return new Opened() {
            @Override
            public List<CommandEntry> entries() {
                return entries;
            }

            @Override
            public void close() {
                // these commands belong to nobody
            }
        };
    }

    @Override
    public SortedSet<String> names() {
        return new TreeSet<>(names);
    }

    @Override
    public Optional<String> unavailable(String name) {
        return Optional.ofNullable(unavailable.get(name));
    }
}
