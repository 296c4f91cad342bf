package growth.shell.commands;

import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.api.GrowthException;
import growth.api.training.Progress;
import growth.api.training.TrainingEvent.EvaluationCompleted;
import growth.api.training.TrainingEvent.RunEnded.Outcome;
import growth.api.training.TrainingEvent.RunStarted;
import growth.api.training.TrainingListener;
import growth.runtime.folder.RunFolder;
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
import growth.shell.serve.ServeFlags;
import growth.shell.serve.Serving;
import growth.shell.serve.Serving.Served;
import growth.shell.text.CommandLines;
import growth.shell.text.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
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
            "  growth train run.yaml --from step-00000300 --set training.duration=360ba --out runs/cooled",
            "",
            "Ctrl-C and SIGTERM save a checkpoint first and print the command that continues from it."
        })
public final class TrainCommand implements GrowthCommand {
    /** Exit status of a training that saved and stopped on request. */
    static final int INTERRUPTED = 130;

    private final RunFiles files;
    private final Trainer trainer;
    private final Catalogue catalogue;
    private final Serving serving;
    private final RunLogs logs;
    private final DetachedStarts starts;

    @Parameters(paramLabel = "RUN.yaml", description = "the run file")
    private Path file;

    @Option(names = "--set", paramLabel = "PATH=VALUE", description = "replaces or adds a value of the run file; may be repeated")
    private List<String> overrides = new ArrayList<>();

    @Option(names = "--out", paramLabel = "DIR", description = "the run folder; default: runs/NAME in the current folder, or "
            + "runs/NAME-seedN if that one holds a run with another seed. Tokenised data are cached in .cache beside it")
    private Path out;

    @Option(names = "--resume", description = "continues from the run folder's last checkpoint")
    private boolean resume;

    @Option(names = "--from", paramLabel = "CHECKPOINT", description = "with --out: continues from that checkpoint in a new folder, "
            + "if wanted with another duration or learning-rate schedule, or, if nothing has grown yet, another growth; a path, or "
            + "step-NNNNNNNN of the run's usual folder")
    private Path branch;

    @Option(names = "--begin-or-resume", description = "resumes if the run folder holds a run, and begins one if not: for services and "
            + "scripts, whose command is always the same")
    private boolean beginOrResume;

    @Option(names = "--log", paramLabel = "FILE", description = "where the log is written; default: log.txt in the run folder. Old parts "
            + "are kept as FILE.1, FILE.2, …")
    private Path log;

    @Option(names = DetachedTraining.OPTION, description = "trains in a process of its own, which goes on when this terminal is closed; "
            + "returns when the training has begun, or says why it has not")
    private boolean detach;

    @Option(names = DetachedStarts.OPTION, hidden = true, description = "what this detached process prints")
    private Path detachedOutput;

    @Option(names = "--changed-plugins", description = "where a run resumes: continues even if plug-ins have changed")
    private boolean changedPlugins;

    @Mixin
    private EngineFlags computing = new EngineFlags();

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
            @Reference Serving serving, @Reference RunLogs logs, @Reference DetachedStarts starts) {
        this.files = files;
        this.trainer = trainer;
        this.catalogue = catalogue;
        this.serving = serving;
        this.logs = logs;
        this.starts = starts;
    }

    @Override
    public int run(Console console) {
        AtomicReference<EvaluationCompleted> evaluated = new AtomicReference<>();
        List<TrainingListener> listeners = new ArrayList<>();
        if (json) {
            listeners.add(event -> {
                if (event instanceof EvaluationCompleted e) {
                    evaluated.set(e);
                }
            });
        } else {
            boolean silent = quiet || detachedOutput != null;
            listeners.add(new ConsoleLog(console.out(),
                    ConsoleStyle.of(console.terminal(), !console.colours(), silent, console.columns())));
        }
        if (branch != null && out == null) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--from needs --out: a branch gets a folder of its own");
        }
        RunFile run = read(console);
        Optional<Path> folder = folder(run, console);
        if (detach) {
            return new DetachedTraining(starts, console, json).start(spec.root().commandLine().getParseResult().originalArgs(), run.name(),
                    runFolder(run, folder));
        }
        if (detachedOutput != null) {
            listeners.add(event -> {
                if (event instanceof RunStarted started) {
                    DetachedStarts.begun(detachedOutput, started.folder());
                }
            });
        }
        TrainRequest.From from = new TrainRequest.From(resumes(run, folder),
                Optional.ofNullable(branch).map(path -> checkpoint(path, run, console)), changedPlugins);
        TrainOutcome outcome;
        try (Served served = serving.open(serve, folder.orElse(console.resolve(Path.of("runs"))), console)) {
            served.runs().ifPresent(runs -> listeners.add(runs.add(run.name(), true)));
            outcome = train(new TrainRequest(run, folder, from, listeners, console.stop()),
                    logs.begin(Optional.ofNullable(log).map(console::resolve)));
        }
        if (json) {
            Json.print(json(outcome, Optional.ofNullable(evaluated.get())), console);
        }
        if (outcome.shortfall().isPresent()
                && run.growth().filter(growth -> growth.policies().incomplete() == Incomplete.FAIL).isPresent()) {
            throw new GrowthException(GrowthException.Kind.INCOMPLETE, outcome.folder() + ": the run " + outcome.shortfall().get());
        }
        return outcome.outcome() == Outcome.STOPPED ? INTERRUPTED : 0;
    }

    /** What was removed since a run began matters only to a run that begins. */
    private RunFile read(Console console) {
        List<String> over = computing.over(overrides);
        if (resume || branch != null || beginOrResume) {
            RunFile run = files.readToResume(console.resolve(file), over);
            if (branch != null || resumes(run, folder(run, console))) {
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

    private boolean resumes(RunFile run, Optional<Path> folder) {
        return resume || beginOrResume && runFolder(run, folder).holdsRun();
    }

    private static RunFolder runFolder(RunFile run, Optional<Path> folder) {
        return folder.map(RunFolder::new).orElseGet(() -> RunFolder.of(run.name(), run.seed()));
    }

    /** Returns the checkpoint at that path, or the one with that name in the run's default folder. */
    private static Path checkpoint(Path from, RunFile run, Console console) {
        Path path = console.resolve(from);
        Path named = RunFolder.of(console.resolve(Path.of("runs")), run.name(), run.seed()).checkpoints().resolve(from);
        return !Files.exists(path) && Files.exists(named) ? named : path;
    }

    /**
     * Resolves the default folder here: the trainer's own default starts from the folder of the process, and a shell may have gone
     * elsewhere.
     */
    private Optional<Path> folder(RunFile run, Console console) {
        if (out != null) {
            return Optional.of(console.resolve(out));
        }
        Path beside = console.resolve(file).toAbsolutePath().getParent();
        if ((resume || beginOrResume) && file.endsWith("run.yaml") && Files.exists(beside.resolve("provenance.json"))) {
            // A run folder's own run.yaml goes on there, wherever the folder lies now.
            return Optional.of(beside);
        }
        return console.directory().toString().isEmpty() ? Optional.empty() : Optional.of(
                RunFolder.of(console.resolve(Path.of("runs")), run.name(), run.seed()).path());
    }

    @Override
    public List<String> candidates(String label) {
        return EngineFlags.candidates(label, catalogue);
    }

    private static ObjectNode json(TrainOutcome outcome, Optional<EvaluationCompleted> evaluated) {
        Progress progress = outcome.progress();
        ObjectNode object = Json.object();
        object.put("outcome", outcome.outcome().name().toLowerCase(Locale.ROOT));
        object.put("folder", outcome.folder().toString());
        object.put("checkpoint", outcome.checkpoint().map(Path::toString).orElse(null));
        object.put("best", outcome.best().map(Path::toString).orElse(null));
        object.put("step", progress.step());
        object.put("tokens", progress.tokens());
        Json.put(object, "flops", progress.flops());
        Json.put(object, "seconds", progress.seconds());
        Json.put(object, "loss", progress.loss());
        Json.put(object, "validation_loss", progress.validationLoss().orElse(Double.NaN));
        evaluated.ifPresent(event -> {
            event.score().bitsPerByte().ifPresent(bits -> Json.put(object, "bits_per_byte", bits));
            if (!event.sets().isEmpty()) {
                ObjectNode sets = object.putObject("sets");
                event.sets().forEach((name, score) -> Json.put(sets, name, score.loss()));
            }
        });
        object.put("stage", progress.stage());
        object.put("incomplete", outcome.shortfall().orElse(null));
        return object;
    }
}
