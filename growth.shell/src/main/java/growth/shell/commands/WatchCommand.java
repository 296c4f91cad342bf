package growth.shell.commands;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.report.watch.FolderWatch;
import growth.report.watch.RunView;
import growth.report.watch.WatchServer;
import growth.report.watch.Watched;
import growth.runtime.metrics.MetricsRecord.Growth;
import growth.shell.command.CommandListing;
import growth.shell.command.Console;
import growth.shell.command.GrowthCommand;
import growth.shell.watch.LivePicture;
import growth.shell.watch.WatchText;
import growth.study.file.Cell;
import growth.study.file.Studies;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Watches runs while they train. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandListing(name = "watch", group = "Training", order = 25)
@Command(description = "shows a run, or all runs of a study, while they train: on a page, or in the terminal",
        footer = {
            "",
            "Examples:",
            "  growth watch runs/quickstart",
            "  growth watch studies/timing --text",
            "  growth watch runs --text --once",
            "",
            "The page is seen on this machine alone, and only at the address that is printed: a random token is part of it. Nothing",
            "listens before and after. The folder need not be there yet. Ctrl-C ends, and disturbs no training."
        })
public final class WatchCommand implements GrowthCommand {
    private static final long LOOK_MILLIS = 1000;
    private static final long STOP_MILLIS = 50;
    private static final long LOG_MILLIS = 10_000;
    /** Times as long as a look has taken is waited for the next, so that a long record takes no processor from its training. */
    private static final int REST = 20;
    /** Most lines of a picture that is redrawn: a small terminal has 24, and what has scrolled away cannot be drawn over. */
    private static final int MOST_LINES = 23;
    private static final int MOST_RUNS = 7;
    private static final String RECORD = "metrics.jsonl";
    private final WatchServer server;
    private final Studies studies;

    @Parameters(paramLabel = "DIR", description = "a run folder, a study's folder, or a folder of run folders")
    private Path folder;

    @Option(names = "--text", description = "draws in the terminal; elsewhere prints a line now and then, until the run ends")
    private boolean text;

    @Option(names = "--once", description = "with --text: draws once and ends")
    private boolean once;

    @Option(names = "--port", paramLabel = "PORT", description = "port of the page; default: a free one", defaultValue = "0")
    private int port;

    @Activate
    public WatchCommand(@Reference WatchServer server, @Reference Studies studies) {
        this.server = server;
        this.studies = studies;
    }

    @Override
    public int run(Console console) {
        Path given = console.resolve(folder);
        Path watched = given.endsWith(RECORD) ? given.toAbsolutePath().getParent() : given;
        if (Files.isRegularFile(watched)) {
            throw new GrowthException(Kind.CONFIGURATION, watched + ": is a file; growth watch needs a run folder or a folder of runs");
        }
        if (!Files.exists(watched)) {
            if (once) {
                throw new GrowthException(Kind.DATA, watched + ": does not exist");
            }
            console.err().println(watched + " does not exist yet; waiting for it");
        }
        FolderWatch watch = new FolderWatch(watched, this::planned);
        if (once) {
            new WatchText(console.width(), console.colours()).picture(watch.look(), Integer.MAX_VALUE).forEach(console.out()::println);
        } else if (text && console.terminal()) {
            draw(watch, console);
        } else if (text) {
            log(watch, console);
        } else {
            serve(watch, watched, console);
        }
        return 0;
    }

    private List<Path> planned(Path study) {
        return studies.read(study, List.of()).cells().stream().map(Cell::folder).toList();
    }

    private void serve(FolderWatch watch, Path watched, Console console) {
        try (WatchServer.Page page = server.open(watch.look(), port)) {
            console.out().println("watching " + watched + " at " + page.address());
            console.out().println("Ctrl-C ends");
            console.out().flush();
            long took = 0;
            while (pause(Math.max(LOOK_MILLIS, REST * took), console)) {
                long before = System.nanoTime();
                page.show(watch.look());
                took = (System.nanoTime() - before) / 1_000_000;
            }
        }
    }

    private static void draw(FolderWatch watch, Console console) {
        LivePicture picture = new LivePicture(console.out());
        long took;
        do {
            long before = System.nanoTime();
            int width = console.width();
            List<String> lines = new WatchText(width, console.colours()).picture(watch.look(), MOST_RUNS);
            picture.show(lines.subList(0, Math.min(MOST_LINES, lines.size())), width);
            took = (System.nanoTime() - before) / 1_000_000;
        } while (pause(Math.max(LOOK_MILLIS, REST * took), console));
    }

    private static void log(FolderWatch watch, Console console) {
        Map<String, String> last = new HashMap<>();
        Map<String, Integer> growths = new HashMap<>();
        Watched watched;
        do {
            watched = watch.look();
            for (RunView run : watched.runs()) {
                List<Growth> all = run.metrics().growths();
                int told = Math.min(growths.getOrDefault(run.name(), 0), all.size());
                all.subList(told, all.size()).forEach(growth -> console.out().println(run.name() + ": " + WatchText.line(growth)));
                growths.put(run.name(), all.size());
                String line = WatchText.line(run);
                if (!line.equals(last.put(run.name(), line))) {
                    console.out().println(line);
                }
            }
            console.out().flush();
        } while (!watched.over() && pause(LOG_MILLIS, console));
    }

    /** Waits, and returns whether to go on. */
    private static boolean pause(long millis, Console console) {
        long until = System.nanoTime() + millis * 1_000_000;
        try {
            while (System.nanoTime() < until && !console.stop().getAsBoolean()) {
                Thread.sleep(STOP_MILLIS);
            }
            return !console.stop().getAsBoolean();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
