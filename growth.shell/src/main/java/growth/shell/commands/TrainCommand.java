package growth.shell.commands;

import growth.api.GrowthException;
import growth.api.training.TrainingEvent.RunEnded.Outcome;
import growth.api.training.TrainingEvent.RunStarted;
import growth.api.training.TrainingListener;
import growth.parallel.group.ProcessGroup;
import growth.runtime.place.Elsewhere;
import growth.runtime.place.PlacedRun;
import growth.runtime.place.PrintedRun;
import growth.runtime.plugins.Catalogue;
import growth.runtime.run.Incomplete;
import growth.runtime.run.RunFile;
import growth.runtime.run.RunFiles;
import growth.runtime.train.DivergedException;
import growth.runtime.train.TrainOutcome;
import growth.runtime.train.TrainRequest;
import growth.runtime.train.Trainer;
import growth.shell.command.CommandListing;
import growth.shell.command.Console;
import growth.shell.command.GrowthCommand;
import growth.shell.process.DetachedStarts;
import growth.shell.progress.ConsoleLog;
import growth.shell.progress.ConsoleStyle;
import growth.shell.progress.RunLog;
import growth.shell.progress.RunLogs;
import growth.shell.ranks.FollowerLog;
import growth.shell.ranks.RankFlags;
import growth.shell.serve.ServeFlags;
import growth.shell.serve.Serving;
import growth.shell.serve.Serving.Served;
import growth.shell.text.CommandLines;
import growth.shell.text.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Trains a run file. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandListing(name = "train", group = "Training", order = 10)
@Command(description = "trains a run file, from scratch or growing",
        footer = {
            "",
            "Examples:",
            "  growth train examples/quickstart.yaml",
            "  growth train run.yaml --set training.duration=2Mtok --set training.batch=8 --out runs/short",
            "  growth train run.yaml --resume",
            "  growth train run.yaml --begin-or-resume --detach",
            "  growth train run.yaml --device cuda:1 --precision bf16",
            "  growth train run.yaml --serve 9464 --serve-token-file token.txt",
            "  growth train run.yaml --rank 0 --peers a:7001,b:7001 --peers-secret-file secret.txt",
            "  growth train run.yaml --from step-00000300 --set training.duration=360ba --out runs/cooled",
            "",
            "Ctrl-C and SIGTERM save a checkpoint first and print the command that continues from it."
        })
public final class TrainCommand implements GrowthCommand {
    /** Exit status of a training that saved and stopped on request. */
    static final int INTERRUPTED = 130;
    private static final String ON = "--on";

    private final RunFiles files;
    private final Trainer trainer;
    private final Catalogue catalogue;
    private final Serving serving;
    private final RunLogs logs;
    private final OtherProcesses others;

    @Parameters(paramLabel = "RUN.yaml", description = "the run file")
    private Path file;

    @Option(names = "--set", paramLabel = "PATH=VALUE", description = "replaces or adds a value of the run file; may be repeated")
    private List<String> overrides = new ArrayList<>();

    @Mixin
    private RunFolderFlags place = new RunFolderFlags();

    @Option(names = "--log", paramLabel = "FILE", description = "where the log is written; default: log.txt in the run folder. Old parts "
            + "are kept as FILE.1, FILE.2, …")
    private Path log;

    @Option(names = DetachedTraining.OPTION, description = "trains in a process of its own, which goes on when this terminal is closed; "
            + "returns when the training has begun, or says why it has not")
    private boolean detach;

    @Option(names = DetachedStarts.OPTION, hidden = true, description = "what this detached process prints")
    private Path detachedOutput;

    @Mixin
    private EngineFlags computing = new EngineFlags();

    @Mixin
    private PlacedFlags placed = new PlacedFlags();

    @Option(names = ON, paramLabel = "PLACE", description = "trains at another place, e.g. spark, in the same run folder, which has to"
            + " lie where the place reads and writes it too")
    private String on;

    @Mixin
    private RankFlags ranks = new RankFlags();

    @Mixin
    private ServeFlags serve = new ServeFlags();

    @Option(names = {"-q", "--quiet"}, description = "prints the summary only")
    private boolean quiet;

    @Option(names = "--json", description = "prints the outcome as JSON, and nothing else")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Activate
    public TrainCommand(@Reference RunFiles files, @Reference Trainer trainer, @Reference Catalogue catalogue,
            @Reference Serving serving, @Reference RunLogs logs, @Reference OtherProcesses others) {
        this.files = files;
        this.trainer = trainer;
        this.catalogue = catalogue;
        this.serving = serving;
        this.logs = logs;
        this.others = others;
    }

    @Override
    public int run(Console console) {
        // before ranks meet, who would wait for each other in vain
        refuse(ranks.given() && detach, RankFlags.RANK, DetachedTraining.OPTION);
        refuse(ranks.given() && on != null, RankFlags.RANK, ON);
        Optional<PrintedRun> printed = placed.printed(console);
        try {
            return ranks.run(others.meetings(), console, group -> run(console, printed, group));
        } catch (GrowthException e) {
            printed.orElseThrow(() -> e).failed(e);
            return e.kind().exitStatus();
        }
    }

    /**
     * @param printed tells a program of the training, if one has asked
     * @param group   the ranks, if this process is one of several
     */
    private int run(Console console, Optional<PrintedRun> printed, Optional<ProcessGroup> group) {
        placed.requireProbe(console);
        OutcomeJson outcomeJson = new OutcomeJson();
        List<TrainingListener> listeners = new ArrayList<>();
        listeners.add(printed.<TrainingListener>map(told -> told).orElseGet(() -> json ? outcomeJson : printer(console, group)));
        place.check(spec.commandLine(), on != null);
        RunFile run = read(console);
        if (on != null) {
            refuse(detach, DetachedTraining.OPTION, ON);
            refuse(serve.given(), "--serve", ON);
            return elsewhere(run, console);
        }
        if (detach) {
            return new DetachedTraining(others.starts(), console, json).start(spec.root().commandLine().getParseResult().originalArgs(),
                    run.name(), place.runFolder(run, file, console));
        }
        if (detachedOutput != null) {
            listeners.add(event -> {
                if (event instanceof RunStarted started) {
                    DetachedStarts.begun(detachedOutput, started.folder());
                }
            });
        }
        Optional<Path> folder = place.folder(run, file, console);
        TrainOutcome outcome;
        try (Served served = serving.open(serve, folder.orElse(console.resolve(Path.of("runs"))), console)) {
            served.runs().ifPresent(runs -> listeners.add(runs.add(run.name(), true)));
            TrainRequest request = new TrainRequest(run, folder, place.from(run, file, console), listeners, console.stop())
                    .sharing(placed.shared(console));
            outcome = train(group.map(request::among).orElse(request),
                    ranks.follows() && log == null ? logs.none() : logs.begin(Optional.ofNullable(log).map(console::resolve)));
        }
        printed.ifPresent(told -> told.ended(outcome));
        if (json) {
            Json.print(outcomeJson.of(outcome), console);
        }
        if (outcome.shortfall().isPresent()
                && run.growth().filter(growth -> growth.policies().incomplete() == Incomplete.FAIL).isPresent()) {
            throw new GrowthException(GrowthException.Kind.INCOMPLETE, outcome.folder() + ": the run " + outcome.shortfall().get());
        }
        return outcome.outcome() == Outcome.STOPPED ? INTERRUPTED : 0;
    }

    private TrainingListener printer(Console console, Optional<ProcessGroup> group) {
        boolean silent = quiet || detachedOutput != null;
        return ranks.follows() ? new FollowerLog(console.out(), group.orElseThrow(), silent)
                : new ConsoleLog(console.out(), ConsoleStyle.of(console.terminal(), !console.colours(), silent, console.columns()));
    }

    /** Trains at the place that was named; what is printed there is printed here. */
    private int elsewhere(RunFile run, Console console) {
        Path folder = place.runFolder(run, file, console).path();
        Elsewhere there = others.places().place(on);
        Elsewhere where = place.store().map(uri -> there.storing(uri, folder)).orElse(there);
        TrainRequest request = TrainRequest.of(run).in(folder).from(place.from(run, file, console));
        List<String> words = new ArrayList<>();
        if (quiet) {
            words.add("--quiet");
        }
        if (json) {
            words.add("--json");
        }
        if (log != null) {
            words.addAll(List.of("--log", console.resolve(log).toAbsolutePath().toString()));
        }
        return new PlacedRun(where, request).run(words, new RelayedLines(where, console));
    }

    private void refuse(boolean both, String one, String other) {
        if (both) {
            throw new CommandLine.ParameterException(spec.commandLine(), one + " and " + other + " exclude each other");
        }
    }

    /** What was removed since a run began matters only to a run that begins. */
    private RunFile read(Console console) {
        List<String> over = computing.over(overrides);
        if (ranks.follows() || place.mayGoOn()) {
            RunFile run = files.readToResume(console.resolve(file), over);
            if (ranks.follows() || place.goesOn(run, file, console)) {
                return run;
            }
        }
        return files.read(console.resolve(file), over);
    }

    private TrainOutcome train(TrainRequest request, RunLog runLog) {
        List<TrainingListener> listeners = new ArrayList<>(request.listeners());
        listeners.add(runLog);
        try {
            TrainOutcome outcome = trainer.train(request.watchedBy(listeners));
            runLog.end(Optional.empty());
            return outcome;
        } catch (DivergedException e) {
            GrowthException saying = e.saying(e.getMessage() + ": " + CommandLines.of(e.remedy()));
            runLog.end(Optional.of(saying.getMessage()));
            throw saying;
        } catch (RuntimeException | Error e) {
            runLog.end(Optional.of(e instanceof GrowthException ? e.getMessage() : e.toString()));
            throw e;
        }
    }

    @Override
    public List<String> candidates(String label) {
        return EngineFlags.candidates(label, catalogue);
    }
}
