package growth.shell.commands;

import growth.runtime.folder.RunFolder;
import growth.runtime.place.Elsewhere;
import growth.runtime.run.RunFile;
import growth.runtime.train.TrainRequest;
import growth.shell.command.Console;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** The options that say in which folder a run is trained, and from where it goes on. */
final class RunFolderFlags {
    @Option(names = "--out", paramLabel = "DIR", description = "the run folder; default: runs/NAME in the current folder, or "
            + "runs/NAME-seedN if that one holds a run with another seed. Tokenised data are cached in .cache beside it. With --on also "
            + "a URI that the place knows, e.g. hdfs://node/runs/x")
    private String out;

    @Option(names = "--resume", description = "continues from the run folder's last checkpoint")
    private boolean resume;

    @Option(names = "--from", paramLabel = "CHECKPOINT", description = "with --out: continues from that checkpoint in a new folder, "
            + "if wanted with another duration or learning-rate schedule, or, if nothing has grown yet, another growth; a path, or "
            + "step-NNNNNNNN of the run's usual folder")
    private Path branch;

    @Option(names = "--begin-or-resume", description = "resumes if the run folder holds a run, and begins one if not: for services and "
            + "scripts, whose command is always the same")
    private boolean beginOrResume;

    @Option(names = "--changed-plugins", description = "where a run resumes: continues even if plug-ins have changed")
    private boolean changedPlugins;

    /**
     * @param elsewhere whether it trains at a place
     * @throws CommandLine.ParameterException if one of them is given without another that it needs
     */
    void check(CommandLine command, boolean elsewhere) {
        if (store().isPresent() && !elsewhere) {
            throw new CommandLine.ParameterException(command, "--out " + out + " needs --on: a place reads and writes there");
        }
        if (branch != null && out == null) {
            throw new CommandLine.ParameterException(command, "--from needs --out: a branch gets a folder of its own");
        }
    }

    /** Returns the run folder as the URI of one that is not mounted, if it is. */
    Optional<String> store() {
        return Optional.ofNullable(out).filter(Elsewhere::isStore);
    }

    /** Returns whether the run may be one that has begun already. */
    boolean mayGoOn() {
        return resume || branch != null || beginOrResume;
    }

    /** Returns whether the run goes on from a checkpoint. */
    boolean goesOn(RunFile run, Path file, Console console) {
        return branch != null || resumes(run, folder(run, file, console));
    }

    private boolean resumes(RunFile run, Optional<Path> folder) {
        return resume || beginOrResume && runFolder(run, folder).holdsRun();
    }

    /** Returns where the run comes from. */
    TrainRequest.From from(RunFile run, Path file, Console console) {
        return new TrainRequest.From(resumes(run, folder(run, file, console)),
                Optional.ofNullable(branch).map(path -> checkpoint(path, run, console)), changedPlugins);
    }

    /** Returns the checkpoint at that path, or the one with that name in the run's default folder. */
    private static Path checkpoint(Path from, RunFile run, Console console) {
        Path path = console.resolve(from);
        Path named = RunFolder.of(console.resolve(Path.of("runs")), run.name(), run.seed()).checkpoints().resolve(from);
        return !Files.exists(path) && Files.exists(named) ? named : path;
    }

    /** Returns the run folder, whether it was named or not. */
    RunFolder runFolder(RunFile run, Path file, Console console) {
        return runFolder(run, folder(run, file, console));
    }

    private static RunFolder runFolder(RunFile run, Optional<Path> folder) {
        return folder.map(RunFolder::new).orElseGet(() -> RunFolder.of(run.name(), run.seed()));
    }

    /**
     * Resolves the default folder here: the trainer's own default starts from the folder of the process, and a shell may have gone
     * elsewhere.
     *
     * @param file the run file, as it was named
     * @return the run folder; empty if it is the trainer's own default
     */
    Optional<Path> folder(RunFile run, Path file, Console console) {
        if (out != null && store().isEmpty()) {
            return Optional.of(console.resolve(Path.of(out)));
        }
        Path beside = console.resolve(file).toAbsolutePath().getParent();
        if ((resume || beginOrResume) && file.endsWith("run.yaml") && Files.exists(beside.resolve("provenance.json"))) {
            // A run folder's own run.yaml goes on there, wherever the folder lies now.
            return Optional.of(beside);
        }
        return console.directory().toString().isEmpty() ? Optional.empty() : Optional.of(
                RunFolder.of(console.resolve(Path.of("runs")), run.name(), run.seed()).path());
    }
}
