package growth.shell.commands;

import growth.api.GrowthException;
import growth.shell.command.CommandListing;
import growth.shell.command.Console;
import growth.shell.command.GrowthCommand;
import growth.shell.runs.RunFolders;
import growth.shell.runs.RunList;
import growth.shell.runs.RunStanding;
import growth.shell.text.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists runs: which run, where, and how far they are. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandListing(name = "runs", group = "Training", order = 24)
@Command(description = "lists runs: which of them run, in which process, and how far all of them are",
        footer = {
            "",
            "Examples:",
            "  growth runs",
            "  growth runs studies/timing --running",
            "  growth runs /srv/growth --json",
            "",
            "Those that run come first, then the latest. A run is killed if its process is gone without a last word; it resumes as "
                    + "others do."
        })
public final class RunsCommand implements GrowthCommand {
    private static final List<Path> USUAL = List.of(Path.of("runs"), Path.of("studies"));

    @Parameters(paramLabel = "DIR", arity = "0..*", description = "folders with runs or studies, at any depth, or run folders; "
            + "default: runs and studies in the current folder")
    private List<Path> folders = new ArrayList<>();

    @Option(names = "--running", description = "lists those only that run")
    private boolean running;

    @Option(names = "--json", description = "prints JSON")
    private boolean json;

    @Override
    public int run(Console console) {
        List<Path> tops = folders.isEmpty() ? USUAL.stream().filter(top -> Files.isDirectory(console.resolve(top))).toList() : folders;
        Instant now = Instant.now();
        List<RunStanding> standings = tops.stream().flatMap(top -> standings(top, now, console))
                .filter(run -> !running || run.state() == RunStanding.State.RUNNING).toList();
        RunList list = new RunList(standings, now);
        if (json) {
            Json.print(list.json(), console);
        } else if (standings.isEmpty()) {
            console.out().println((running ? "nothing runs in " : "no runs in ") + (tops.isEmpty() ? "runs and studies of this folder"
                    : String.join(", ", tops.stream().map(Path::toString).toList())));
        } else {
            list.lines(console.width()).forEach(console.out()::println);
        }
        return 0;
    }

    private static Stream<RunStanding> standings(Path top, Instant now, Console console) {
        Path resolved = console.resolve(top);
        return RunFolders.below(resolved).stream().flatMap(folder -> {
            try {
                return Stream.of(RunStanding.of(top.resolve(resolved.relativize(folder)).normalize().toString(), folder, now));
            } catch (GrowthException e) {
                console.err().println(e.getMessage());
                return Stream.empty();
            }
        });
    }
}
