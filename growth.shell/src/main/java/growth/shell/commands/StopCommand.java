package growth.shell.commands;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.runtime.folder.RunFolder;
import growth.shell.command.CommandListing;
import growth.shell.command.Console;
import growth.shell.command.GrowthCommand;
import growth.shell.process.RunStop;
import growth.shell.runs.RunStanding;
import growth.shell.text.CommandLines;
import growth.study.run.StudyFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Stops a training that runs in another process. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandListing(name = "stop", group = "Training", order = 26)
@Command(description = "asks the process that trains a run, or a study, to save and end, and waits until it has",
        footer = {
            "",
            "Examples:",
            "  growth stop runs/quickstart",
            "  growth stop studies/timing",
            "",
            "The process gets SIGTERM, as from 'kill'. Ctrl-C ends the waiting and nothing else. What does not run is left as it is, "
                    + "status 0."
        })
public final class StopCommand implements GrowthCommand {
    @Parameters(paramLabel = "DIR", description = "a run folder, or a study's folder")
    private Path path;

    @Option(names = "--wait", paramLabel = "SECONDS", description = "how long to wait; default: ${DEFAULT-VALUE}, longer than a training "
            + "may take to save", defaultValue = "330")
    private int seconds;

    @Spec
    private CommandSpec spec;

    @Override
    public int run(Console console) {
        if (seconds < 0) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--wait must be at least 0, not " + seconds);
        }
        Path folder = console.resolve(path);
        boolean study = new StudyFolder(folder).holdsStudy();
        RunFolder run = new RunFolder(folder);
        if (!study && !run.holdsRun() && !Files.exists(run.process())) {
            throw new GrowthException(Kind.DATA, folder + ": holds no run; 'growth runs' lists those that run");
        }
        Optional<RunStop> stop = RunStop.of(run);
        if (stop.isEmpty()) {
            console.out().println(folder + ": nothing trains there" + (study ? "" : ", it is " + standing(folder).state()));
            return 0;
        }
        stop.get().ask();
        String process = stop.get().target().place();
        console.out().println("asked " + process + " to save and end");
        console.out().flush();
        switch (stop.get().await(Duration.ofSeconds(seconds), console.stop())) {
            case ABANDONED -> {
                return TrainCommand.INTERRUPTED;
            }
            case LATE -> throw new GrowthException(Kind.UNEXPECTED, process + " has not ended " + seconds
                    + " s after it was asked to; it may still be saving, or wait for a plug-in: see " + run.log());
            default -> ended(folder, study, console);
        }
        return 0;
    }

    private static RunStanding standing(Path folder) {
        return RunStanding.of(folder.toString(), folder, Instant.now());
    }

    private static void ended(Path folder, boolean study, Console console) {
        if (study) {
            console.out().println("stopped");
            console.out().println("  resume: growth compare " + CommandLines.quote(new StudyFolder(folder).studyFile()));
            return;
        }
        RunStanding standing = standing(folder);
        console.out().println(standing.state() + " at step " + standing.step());
        if (standing.state() != RunStanding.State.FINISHED) {
            console.out().println("  resume: " + CommandLines.resume(folder));
        }
    }
}
